"""Who and what the programme knows: people, promises, the vault."""
