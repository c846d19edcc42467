"""Tests of taking lists in. All people in them are synthetic."""
