"""Tests of reading partner lists."""
