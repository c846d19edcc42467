"""Pages that compose several rooms; no tables."""
