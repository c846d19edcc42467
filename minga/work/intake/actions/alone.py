"""One writer at a time for each organisation's lists."""

from django.db import connection


def alone(organisation: str) -> None:
    """Wait until no other process writes this organisation's lists; until the transaction ends.

    Two files of one organisation may name the same person, whom it must register once. Lists of
    different organisations do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"intake/{organisation}"]
        )
