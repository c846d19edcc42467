"""Where steps come from: a source is held while it records or is undone, never both at once."""

from django.db import connection

from minga.work.casework.models import UndoneSource


def hold(source: str) -> bool:
    """Keep a source for this transaction, waiting for whoever has it. Whether it was undone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"source|{source}"]
        )
    return UndoneSource.objects.filter(source=source).exists()
