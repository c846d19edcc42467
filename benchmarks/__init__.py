"""Minga measured against other tools, in the same run: `make bench`."""
