"""Who did what to which object and why: append-only, without foreign keys."""
