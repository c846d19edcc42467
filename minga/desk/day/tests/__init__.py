"""Tests of a day's work."""
