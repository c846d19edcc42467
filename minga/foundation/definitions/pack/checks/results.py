"""The promises: outcomes, outputs, agencies and activities, and the programme's own dates."""

from collections.abc import Collection, Iterator, Sequence

from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack

SIDES = frozenset({"protection", "empowerment"})


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of the programme's dates, the results framework and the activities."""
    yield from _programme(pack)
    yield from _results(pack)
    yield from _activities(pack)


def _programme(pack: Pack) -> Iterator[Fault]:
    programme, document = pack.programme, pack.documents["programme.yaml"]
    if programme.ends < programme.starts:
        yield document.fault(("ends",), "the programme ends before it starts", "mend the dates")
    for index, period in enumerate(programme.periods):
        if period.ends < period.starts:
            yield document.fault(
                ("periods", index), f"period {period.code} ends before it starts", "mend the dates"
            )
        elif period.starts < programme.starts or period.ends > programme.ends:
            yield document.fault(
                ("periods", index),
                f"period {period.code} reaches outside the programme",
                f"keep it within {programme.starts} and {programme.ends}",
            )
    for code, bounds in programme.bands.items():
        if list(bounds) != sorted(set(bounds)):
            yield document.fault(
                ("bands", code), f"the bounds of {code} do not rise", "write them in rising order"
            )


def _results(pack: Pack) -> Iterator[Fault]:
    document = pack.documents["results.yaml"]
    organisations = pack.names("organisations.csv")
    dimensions = pack.names("dimensions")
    for code, outcome in pack.results.outcomes.items():
        at = ("outcomes", code, "dimensions")
        yield from _unknown(document, at, code, outcome.dimensions, dimensions, "programme.yaml")
    for code, output in pack.results.outputs.items():
        for key, names, known, where in (
            ("outcome", [output.outcome], pack.names("outcomes"), "results.yaml"),
            ("agencies", output.agencies, organisations, "organisations.csv"),
            ("dimensions", output.dimensions, dimensions, "programme.yaml"),
            ("sides", output.sides, SIDES, "protection, empowerment"),
        ):
            yield from _unknown(document, ("outputs", code, key), code, names, known, where)


def _activities(pack: Pack) -> Iterator[Fault]:
    document = pack.documents.get("activities.csv")
    if document is None:
        return
    organisations, places = pack.names("organisations.csv"), pack.names("places.csv")
    outputs, dimensions = pack.names("outputs"), pack.names("dimensions")
    programme = pack.programme
    seen: set[str] = set()
    for each in pack.activities:
        at = pack.at(each)
        if each.code in seen:
            yield document.fault(at, f"activity {each.code} is there twice", "keep one of them")
        seen.add(each.code)
        for names, known, where in (
            ([each.output], outputs, "results.yaml"),
            ([each.organisation], organisations, "organisations.csv"),
            (each.places, places, "places.csv"),
            (each.dimensions, dimensions, "programme.yaml"),
            (each.sides, SIDES, "protection, empowerment"),
        ):
            yield from _unknown(document, at, each.code, names, known, where)
        if each.starts and each.ends and each.ends < each.starts:
            yield document.fault(at, f"{each.code} ends before it starts", "mend the dates")
        for day in (each.starts, each.ends):
            if day and not programme.starts <= day <= programme.ends:
                yield document.fault(
                    at,
                    f"{each.code} reaches outside the programme on {day}",
                    f"keep it within {programme.starts} and {programme.ends}",
                )


def _unknown(
    document: Document,
    at: Sequence[str | int],
    owner: str,
    names: Sequence[str],
    known: Collection[str],
    where: str,
) -> Iterator[Fault]:
    """A fault for each name that `where` does not have."""
    for name in names:
        if name not in known:
            yield document.fault(
                at, f"{owner} names {name}, which does not exist", mend(name, known, where=where)
            )
