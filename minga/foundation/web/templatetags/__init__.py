"""What templates may write besides Django's own tags."""
