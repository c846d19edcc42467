"""Institutions and civil-society organisations, with dates and successors."""
