"""Partners' lists: kept raw, every row with its fate, registrations and steps out."""
