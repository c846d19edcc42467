"""Registrations, persons as judgements, households, consent."""
