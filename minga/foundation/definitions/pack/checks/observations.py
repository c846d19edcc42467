"""Statistics from outside: each is given once, for a place that exists."""

from collections.abc import Iterator

from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.pack import Pack


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every observation."""
    document = pack.documents.get("observations.csv")
    if document is None:
        return
    places = pack.names("places.csv")
    seen: set[tuple[str, str, int, str]] = set()
    for row in pack.observations:
        at = pack.at(row)
        if row.place not in places:
            yield document.fault(
                at,
                f"{row.measure} is given for {row.place}, which is no place",
                mend(row.place, places, where="places.csv"),
            )
        key = row.measure, row.place, row.year, row.version
        if key in seen:
            yield document.fault(
                at,
                f"{row.measure} of {row.place} in {row.year} is there twice",
                "keep one of them, or give the newer one another version",
            )
        seen.add(key)
