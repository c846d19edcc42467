"""Saying that a name is not known, with the nearest name that is."""

from collections.abc import Collection

from rapidfuzz import fuzz, process


def mend(name: str, known: Collection[str], *, where: str) -> str:
    """How to mend an unknown name: the nearest known one, or where the known ones stand."""
    near = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {near[0]}? The known ones are in {where}" if near else f"see {where}"
