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
    organisations = {each.code for each in pack.organisations}
    dimensions = pack.programme.dimensions
    for code, outcome in pack.results.outcomes.items():
        at = ("outcomes", code)
        yield from _unknown(document, at, outcome.dimensions, dimensions, "programme.yaml")
    for code, output in pack.results.outputs.items():
        at = ("outputs", code)
        outcomes = pack.results.outcomes
        yield from _unknown(document, at, [output.outcome], outcomes, "results.yaml")
        yield from _unknown(document, at, output.agencies, organisations, "organisations.csv")
        yield from _unknown(document, at, output.dimensions, dimensions, "programme.yaml")
        yield from _unknown(document, at, output.sides, SIDES, "protection, empowerment")


def _activities(pack: Pack) -> Iterator[Fault]:
    document = pack.documents.get("activities.csv")
    if document is None:
        return
    organisations = {each.code for each in pack.organisations}
    places = {place.code for place in pack.places}
    for each in pack.activities:
        at = pack.at(each)
        yield from _unknown(document, at, [each.output], pack.results.outputs, "results.yaml")
        yield from _unknown(document, at, [each.organisation], organisations, "organisations.csv")
        yield from _unknown(document, at, each.places, places, "places.csv")
        dimensions = pack.programme.dimensions
        yield from _unknown(document, at, each.dimensions, dimensions, "programme.yaml")
        yield from _unknown(document, at, each.sides, SIDES, "protection, empowerment")
        if each.starts and each.ends and each.ends < each.starts:
            yield document.fault(at, f"{each.code} ends before it starts", "mend the dates")


def _unknown(
    document: Document,
    at: Sequence[str | int],
    names: Sequence[str],
    known: Collection[str],
    where: str,
) -> Iterator[Fault]:
    """A fault for each name that `where` does not have."""
    for name in names:
        if name not in known:
            message = f"{at[-1]} names {name}" if isinstance(at[-1], str) else f"it names {name}"
            yield document.fault(
                at, f"{message}, which does not exist", mend(name, known, where=where)
            )
