"""Names that must be known: saying which is meant, and whether a chain of them comes to an end."""

from collections.abc import Collection, Mapping

from rapidfuzz import fuzz, process

FEW = 8
"""So many names are told outright."""


def mend(name: str, known: Collection[str], *, where: str) -> str:
    """How to mend an unknown name: the nearest known one, all if they are few, or where to look."""
    near = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    if near:
        return f"did you mean {near[0]}? The known ones are in {where}"
    if 0 < len(known) <= FEW:
        return f"write one of: {', '.join(sorted(known))}"
    return f"see {where}"


def circle(start: str, onward: Mapping[str, str | None]) -> list[str]:
    """The way from a name onward and back to itself, or nothing if it does not come back."""
    way = [start]
    while (after := onward.get(way[-1])) and after not in way:
        way.append(after)
    return [*way, start] if after == start else []
