"""A person at a glance: their facts, cases, deadlines, consents, and one timeline."""
