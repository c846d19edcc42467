"""What this room's templates may write besides Django's own tags."""
