"""Places: parents and successors exist, none lies in itself, and no place outlives its parent."""

from collections.abc import Iterator, Mapping

from minga.foundation.definitions.pack.checks.known import circle, mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.definitions.pack.schema import Place

Onward = Mapping[str, str | None]
"""The place after each place: around it, or in its stead."""
RANK = {"country": 0, "province": 1, "canton": 2, "parish": 3, "site": 4}


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every place."""
    document = pack.documents.get("places.csv")
    if document is None:
        return
    codes = pack.names("places.csv")
    known = {place.code: place for place in pack.places}
    parents = {place.code: place.parent for place in pack.places}
    seen: set[str] = set()
    for place in pack.places:
        at = pack.at(place)
        if place.code in seen:
            yield document.fault(at, f"place {place.code} is there twice", "keep one of them")
        seen.add(place.code)
        if place.valid_from and place.valid_to and place.valid_to < place.valid_from:
            yield document.fault(at, f"place {place.code} ends before it begins", "mend the dates")
        for verb, other in (("lies in", place.parent), ("is followed by", place.successor)):
            if other and other not in codes:
                yield document.fault(
                    at,
                    f"place {place.code} {verb} {other}, which is not there",
                    mend(other, codes, where="places.csv"),
                )
        yield from _parent(place, known, parents, at, document)
    yield from _circles(pack, parents, document)


def _circles(pack: Pack, parents: Onward, document: Document) -> Iterator[Fault]:
    successors = {place.code: place.successor for place in pack.places}
    for place in pack.places:
        for verb, onward in (("lies in", parents), ("is followed by", successors)):
            if way := circle(place.code, onward):
                yield document.fault(
                    pack.at(place),
                    f"place {place.code} {verb} itself: {' → '.join(way)}",
                    "take one of them out of the circle",
                )


def _parent(
    place: Place,
    known: Mapping[str, Place],
    parents: Onward,
    at: tuple[int, ...],
    document: Document,
) -> Iterator[Fault]:
    parent = known.get(place.parent or "")
    if parent is None or circle(place.code, parents):
        return
    if RANK[parent.kind] >= RANK[place.kind]:
        yield document.fault(
            at,
            f"the {place.kind} {place.code} lies in the {parent.kind} {parent.code}",
            "name a larger unit as parent",
        )
        return
    begins = parent.valid_from and place.valid_from and place.valid_from < parent.valid_from
    ends = parent.valid_to and (place.valid_to is None or place.valid_to > parent.valid_to)
    if begins or ends:
        yield document.fault(
            at,
            f"place {place.code} is valid when its parent {parent.code} is not",
            "keep its dates within its parent's, or name the parent's successor",
        )
