"""What is done: cases, gatherings, lists that come in."""
