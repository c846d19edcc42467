"""Which counted cells may be published: small ones are hidden, and one more where it tells."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minga.engines.indicators.definition import Indicator
from minga.engines.indicators.facts import Row
from minga.foundation.definitions.pack.schema import Thresholds

ABOUT_PEOPLE = frozenset({"people", "registrations", "households", "cases", "steps"})


@dataclass(frozen=True, slots=True)
class Protected:
    """A counted cell and whether it is hidden."""

    row: Row
    suppressed: bool


def protect(
    rows: Sequence[Row], indicators: Mapping[str, Indicator], thresholds: Thresholds
) -> list[Protected]:
    """Hide every cell below its threshold, and beside a single hidden one the next smallest.

    A hidden cell next to its total and its siblings could be found by subtraction; a second one
    leaves only their sum. Zero is hidden too: that nobody was served can tell about somebody.
    """
    tables: dict[tuple[object, ...], list[int]] = defaultdict(list)
    hidden: set[int] = set()
    for number, row in enumerate(rows):
        indicator = indicators[row.indicator]
        limit = getattr(thresholds, indicator.sensitivity)
        if _smallest(row, indicator) < limit:
            hidden.add(number)
        if row.axes:
            tables[row.indicator, row.period, row.axes[0][0]].append(number)
    for members in tables.values():
        if len(hidden & set(members)) == 1:
            others = sorted(set(members) - hidden, key=lambda n: rows[n].value or 0)
            hidden |= set(others[:1])
    return [Protected(row, number in hidden) for number, row in enumerate(rows)]


def _smallest(row: Row, indicator: Indicator) -> float:
    """The smallest number of people that a cell speaks of; infinite where it is not of people."""
    if row.unit in ABOUT_PEOPLE:
        return float(row.value or 0) if row.axes or row.value else float("inf")
    if row.unit == "ratio":
        parts = (row.numerator, row.denominator)
        return min((float(part) for part in parts if part), default=float("inf"))
    if row.unit == "sum":
        return float(row.participations)
    return float("inf")
