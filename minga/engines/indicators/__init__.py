"""Counting: each unit contributes to cells on its own, so a result is a sum over units."""
