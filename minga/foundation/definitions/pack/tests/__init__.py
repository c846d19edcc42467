"""Tests of reading and checking a pack."""
