"""What is counted and published."""
