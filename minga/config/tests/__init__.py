"""Tests of settings, the database server and its roles."""
