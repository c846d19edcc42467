"""Bringing in a pack at a screen: what is wrong with it, what it would change, and doing it."""
