"""Which counted cells may be published: no small one, and none from which a small one follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from minga.engines.disclosure.hiding import hide
from minga.engines.indicators.definition import Indicator, RatioCount
from minga.engines.indicators.facts import Row
from minga.engines.indicators.nesting import counts_units, lies_within
from minga.figures.measure.linking import Key, Links, cell_of, estimates, key_of
from minga.foundation.definitions.pack.schema import Thresholds

OF_PERSONS = frozenset({"people", "registrations", "households"})
OF_ORGANISATIONS = frozenset({"organisations", "sites", "places"})


@dataclass(frozen=True, slots=True)
class Protected:
    """A counted cell and what may be published of it.

    Nothing where it is suppressed; its participations and registrations only with `beside`, its
    tallies only with `tallied`. `low` and `high` are its bounds as they may be told.
    """

    row: Row
    suppressed: bool
    beside: bool
    tallied: bool
    low: Decimal | None = None
    high: Decimal | None = None


Before = Mapping[Key, int | None]
"""What was released last: the count of each cell, or None where it was suppressed."""


def protect(
    rows: Sequence[Row],
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    *,
    provinces: Mapping[str, str | None],
    before: Before | None = None,
) -> list[Protected]:
    """The rows with what may be published of each, in order.

    Of a breakdown in which any cell is suppressed, or whose tallies are small or leave only a few
    of a wider indicator's, no number beside the value is published that could give them away.
    """
    hidden = suppressed(rows, indicators, thresholds, provinces=provinces, before=before)
    limits = _limits(indicators, thresholds)
    telling = {_breakdown(row) for row in rows if key_of(row) in hidden}
    few = {_breakdown(row) for row in rows if 0 < (row.tally_high or 0) < limits[row.indicator]}
    few |= _leaving_few(rows, indicators, limits)
    return [
        Protected(
            row,
            suppressed=key_of(row) in hidden,
            beside=_breakdown(row) not in telling,
            tallied=_breakdown(row) not in telling | few,
            low=_fewest(row, thresholds),
            high=row.high if _fewest(row, thresholds) is not None else None,
        )
        for row in rows
    ]


def _leaving_few(
    rows: Sequence[Row], indicators: Mapping[str, Indicator], limits: Mapping[str, int]
) -> set[tuple[object, ...]]:
    """The breakdowns whose tallies, taken from those of a wider indicator, leave only a few.

    Tallies are added up gathering by gathering: what an indicator asks for besides another leaves
    a part of the other's tallies, in every cell that both have.
    """
    tallied = {key_of(row): row for row in rows if row.tally_high}
    codes = sorted({code for code, _, _ in tallied})
    inside = {
        (inner, outer)
        for inner, outer in permutations(codes, 2)
        if lies_within(indicators[inner], indicators[outer])
    }
    found = set()
    for (code, period, axes), row in tallied.items():
        for inner, outer in inside:
            whole = tallied.get((outer, period, axes)) if inner == code else None
            limit = max(limits[inner], limits[outer])
            if whole is not None and any(0 < left < limit for left in _left(whole, row)):
                found.add(_breakdown(row))
    return found


def _left(whole: Row, part: Row) -> Iterator[int]:
    """What is left of the fewest and of the most people tallied."""
    for more, less in ((whole.tally_low, part.tally_low), (whole.tally_high, part.tally_high)):
        yield (more or 0) - (less or 0)


def _fewest(row: Row, thresholds: Thresholds) -> Decimal | None:
    """The lower bound of a row as it may be told.

    Between the bounds of a count of people lie those in sealed cases who stand apart: how many is
    told of totals only, not below the threshold of what is sealed, and in whole thresholds.
    """
    if row.low is None or row.high is None or row.unit != "people":
        return row.low
    apart, limit = int(row.high - row.low), thresholds.sealed
    if row.axes or apart < limit:
        return None
    return max(Decimal(0), row.high - -(-apart // limit) * limit)


def suppressed(
    rows: Sequence[Row],
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    *,
    provinces: Mapping[str, str | None],
    before: Before | None = None,
) -> set[Key]:
    """The cells that must not be published.

    Of what counts people those are found together over all linked tables; a ratio is hidden
    where one of its parts is, and an estimate where the count that it is lessened by is.
    """
    links = link(rows, indicators, thresholds, provinces=provinces)
    _mind_before(links, before or {})
    cells = hide(links.cells, links.ties)
    hidden = {key for row in rows if cell_of(key := key_of(row)) in cells}
    hidden |= _untold_estimates(rows, indicators, hidden)
    return hidden | _hidden_ratios(rows, indicators, hidden, _limits(indicators, thresholds))


def link(
    rows: Sequence[Row],
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    *,
    provinces: Mapping[str, str | None],
) -> Links:
    """The cells that are about people, with all that ties them."""
    about = _about_people(rows, indicators)
    links = Links(
        rows={key_of(row): row for row in rows if row.indicator in about},
        indicators=indicators,
        limits=_limits(indicators, thresholds),
        provinces=provinces,
    )
    links.build()
    for code, minus in estimates(indicators):
        if _told_by_canton(code, minus, indicators):
            for period in {row.period for row in rows if row.indicator == code}:
                spoken = [r for r in rows if r.indicator == code and r.period == period]
                links.add_estimate(code, minus, spoken)
    return links


def _limits(indicators: Mapping[str, Indicator], thresholds: Thresholds) -> dict[str, int]:
    return {code: getattr(thresholds, each.sensitivity) for code, each in indicators.items()}


def _about_people(rows: Iterable[Row], indicators: Mapping[str, Indicator]) -> set[str]:
    """The indicators that speak of people: their units do, or their steps concern somebody.

    What is open and concerns nobody (a policy, a broadcast, a ministry) is shown as it is.
    """
    concern_somebody = {row.indicator for row in rows if row.people}
    found = set()
    for code, indicator in indicators.items():
        kind = indicator.unit_kind
        guarded = code in concern_somebody or indicator.sensitivity != "open"
        of_steps = counts_units(indicator) and kind not in OF_ORGANISATIONS
        if kind in OF_PERSONS or (guarded and (of_steps or kind == "observation")):
            found.add(code)
    return found


def _mind_before(links: Links, before: Before) -> None:
    """Hide what the last release would give away together with this one.

    A cell that changed by fewer people than the threshold tells of those few. What guarded a
    small cell last time guards it again: another guard would leave the first one seen.
    """
    still_small = {
        _breakdown(row) for key, row in links.rows.items() if links.cells[cell_of(key)].small
    }
    for key, row in links.rows.items():
        if key not in before:
            continue
        cell = links.cells[cell_of(key)]
        was = before[key]
        if was is None:
            stays = cell.count > 0 and _breakdown(row) in still_small
            links.cells[cell_of(key)] = replace(cell, rather=True, small=cell.small or stays)
        elif 0 < abs(cell.count - was) < cell.threshold:
            links.cells[cell_of(key)] = replace(cell, small=True)


def _told_by_canton(code: str, minus: str, indicators: Mapping[str, Indicator]) -> bool:
    """Whether an estimate and the count that it is lessened by are both told by canton."""
    return all("canton" in indicators[each].by for each in (code, minus))


def _untold_estimates(
    rows: Iterable[Row], indicators: Mapping[str, Indicator], hidden: set[Key]
) -> set[Key]:
    """The cells of estimates that are lessened by counts of which we do not know all cells.

    Each cell would show such a count; the total shows no more than what it is lessened by.
    """
    blind = {
        code: minus
        for code, minus in estimates(indicators)
        if not _told_by_canton(code, minus, indicators)
    }
    return {
        key_of(row)
        for row in rows
        if row.indicator in blind and (row.axes or (blind[row.indicator], row.period, ()) in hidden)
    }


def _hidden_ratios(
    rows: Iterable[Row],
    indicators: Mapping[str, Indicator],
    hidden: set[Key],
    limits: Mapping[str, int],
) -> set[Key]:
    """The ratios that show a hidden part."""
    counted = {key_of(row) for row in rows}
    found: set[Key] = set()
    ratios = [row for row in rows if isinstance(indicators[row.indicator].count, RatioCount)]
    before = -1
    while len(found) != before:  # a ratio may divide another ratio
        before = len(found)
        for row in ratios:
            count = indicators[row.indicator].count
            assert isinstance(count, RatioCount)  # noqa: S101 - picked above
            parts = [(part, row.period, row.axes) for part in (count.ratio.of, count.ratio.over)]
            small = [
                number
                for part, number in zip(parts, (row.numerator, row.denominator), strict=True)
                if part not in counted and number and number < limits[part[0]]
            ]
            if small or any(part in hidden or part in found for part in parts):
                found.add(key_of(row))
    return found


def _breakdown(row: Row) -> tuple[object, ...]:
    """The rows that add up to one total, or the total alone."""
    return (row.indicator, row.period, row.axes[0][0] if row.axes else "")
