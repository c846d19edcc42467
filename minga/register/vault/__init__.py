"""Sealed identities and their keyed encodings; only people may open it."""
