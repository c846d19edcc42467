"""Tests of the engine next door."""
