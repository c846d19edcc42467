"""Encodings that were lost, made again: their table survives no crash and is in no backup."""

from collections.abc import Callable

from minga.foundation.core.principals import Principal
from minga.register.people.models import Registration
from minga.register.vault.actions import BirthAndSex, encode_again, without_encodings

BATCH = 1000
Progress = Callable[[int], None]


def rebuild(*, by: Principal, progress: Progress = lambda rows: None) -> int:
    """Encode every identity that has no encodings. How many; each batch stands by itself.

    Whoever is known through a sealed case alone has none and gets none.
    """
    lost, made = without_encodings(), 0
    for start in range(0, len(lost), BATCH):
        rows = Registration.objects.filter(pk__in=lost[start : start + BATCH], circle=None)
        facts = {row.pk: BirthAndSex(row.sex, row.birth_on, row.birth_precision) for row in rows}
        if facts:
            made += encode_again(facts, by=by)
            progress(len(facts))
    return made
