"""Cases on pathways, and their append-only steps."""
