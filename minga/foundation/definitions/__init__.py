"""The loaded pack: definitions, versioned."""
