"""Minga: the information system that joint human-security programmes run on."""

__version__ = "0.1.0"
