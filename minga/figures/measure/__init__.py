"""Extracts, snapshots, figures and their release."""
