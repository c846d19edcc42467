"""The synthetic world: people and partner lists from a seed, and the truth apart."""
