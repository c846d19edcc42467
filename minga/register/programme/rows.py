"""What a pack says as rows of this house's tables."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from minga.foundation.definitions.pack.pack import Pack

Row = Mapping[str, object]
STANDING = {"retired": False}
"""A row that the pack has (again) is in use."""


class PackNotLoadedError(Exception):
    """The pack cannot be loaded as it stands."""


def places(pack: Pack) -> Iterator[Row]:
    """Places, those that contain others first."""
    left = {place.code: place for place in pack.places}
    while left:
        ready = [p for p in left.values() if p.parent is None or p.parent not in left]
        if not ready:
            raise PackNotLoadedError(
                f"places contain each other in a circle ({', '.join(sorted(left)[:5])}):"
                " mend their parents in places.csv"
            )
        for place in ready:
            del left[place.code]
            row = place.model_dump(exclude={"parent"})
            yield row | STANDING | {"parent_id": place.parent, "successor": place.successor or ""}


def organisations(pack: Pack) -> Iterator[Row]:
    """Organisations, in any order: a successor is named by its code alone."""
    for each in pack.organisations:
        row = each.model_dump(exclude={"place"})
        yield row | STANDING | {"place_id": each.place, "successor": each.successor or ""}


def activities(pack: Pack) -> Iterator[Row]:
    """Activities with where they happen."""
    for each in pack.activities:
        row = each.model_dump(exclude={"organisation", "places", "dimensions", "sides"})
        yield (
            row
            | STANDING
            | {
                "organisation_id": each.organisation,
                "dimensions": list(each.dimensions),
                "sides": list(each.sides),
                "places": list(each.places),
            }
        )


def budget(pack: Pack) -> Iterator[Row]:
    """Budget lines, in whole cents."""
    for line in pack.budget:
        row = line.model_dump(exclude={"organisation", "year", "amount"})
        yield row | {
            "organisation_id": line.organisation,
            "period": line.year,
            "cents": _cents(line.amount),
        }


def expenditure(pack: Pack) -> Iterator[Row]:
    """Statements of spending, in whole cents."""
    for row in pack.expenditure:
        yield {
            "organisation_id": row.organisation,
            "fund": row.fund,
            "object_class": row.object_class,
            "spent_cents": _cents(row.expenditure),
            "committed_cents": _cents(row.commitments),
            "cutoff_on": row.cutoff_on,
        }


def observations(pack: Pack) -> Iterator[Row]:
    """Statistics from outside."""
    for row in pack.observations:
        yield row.model_dump(exclude={"place"}) | {"place_id": row.place}


def _cents(amount: Decimal) -> int:
    return int(amount * 100)
