"""One at a time: what must not be done twice at once waits its turn, in the database."""

from django.db import connection


def take_turn(at: str) -> None:
    """Wait until nobody else is at this, and be at it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [at])
