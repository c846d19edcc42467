"""Where steps come from: a source is held while it records or is undone, never both at once."""

from minga.foundation.core.turns import take_turn
from minga.work.casework.models import UndoneSource


def hold(source: str) -> bool:
    """Keep a source for this transaction, waiting for whoever has it. Whether it was undone."""
    take_turn(f"source/{source}")
    return UndoneSource.objects.filter(source=source).exists()
