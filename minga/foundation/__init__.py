"""What every room stands on: definitions, places, organisations, access, audit, keys."""
