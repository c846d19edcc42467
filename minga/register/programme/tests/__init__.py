"""Tests of loading a pack."""
