"""How dates are written, by language: as the fact sheet writes them."""
