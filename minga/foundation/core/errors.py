"""Errors that are told to whoever runs Minga, without a traceback."""


class MendableError(Exception):
    """Something that they can mend: its text says what is wrong, where, and what to do."""
