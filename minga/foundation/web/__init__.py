"""What every page is made of: base page and context."""
