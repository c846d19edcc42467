"""A pack folder: read whole, checked whole, every fault with its file, line and mend."""
