"""Statistics from outside, rolled up over places: what is stated for an area is not added again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from minga.engines.indicators.events import Period
from minga.engines.indicators.facts import Observation

Areas = Mapping[str, tuple[str | None, str | None]]
"""The canton and the province of each place."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """One measure by area."""

    total: Decimal
    province: Mapping[str, Decimal]
    canton: Mapping[str, Decimal]


def stated(observations: Iterable[Observation], measure: str) -> dict[str, dict[int, Decimal]]:
    """What the last version says of a measure, by place and year."""
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    own = (each for each in observations if each.measure == measure)
    for each in sorted(own, key=lambda each: _number_first(each.version)):
        found[each.place][each.year] = each.value
    return found


def latest(yearly: Mapping[str, Mapping[int, Decimal]], year: int) -> dict[str, Decimal]:
    """The value of the last year stated that is not after `year`, by place."""
    return {
        place: values[max(years)]
        for place, values in yearly.items()
        if (years := [each for each in values if each <= year])
    }


def in_period(
    yearly: Mapping[str, Mapping[int, Decimal]], areas: Areas, period: Period, rule: str
) -> Rolled:
    """The sum over the calendar years that a period touches; under `as_of` the last year stated."""
    first, last = period[0].year, period[1].year
    if rule == "as_of":
        return rolled_up(latest(yearly, last), areas)
    years = [
        rolled_up({place: each[year] for place, each in yearly.items() if year in each}, areas)
        for year in range(first, last + 1)
    ]
    return Rolled(
        total=sum((year.total for year in years), Decimal(0)),
        province=_added(year.province for year in years),
        canton=_added(year.canton for year in years),
    )


def rolled_up(values: Mapping[str, Decimal], areas: Areas) -> Rolled:
    """Each canton and province as stated for it, or else as the sum of its parts; and their sum.

    What is stated above them (for the country) counts only where nothing else is stated.
    """
    cantons: dict[str, Decimal] = defaultdict(Decimal)
    provinces: dict[str, Decimal] = defaultdict(Decimal)
    apart = Decimal(0)  # cantons in no province
    above = Decimal(0)
    for place, value in values.items():
        canton, province = areas.get(place, (None, None))
        if canton is not None and (place == canton or canton not in values):
            cantons[canton] += value
        elif canton is None and (place == province or (province and province not in values)):
            provinces[province or place] += value
        elif canton is None and province is None:
            above += value
    for canton, value in cantons.items():
        province = areas[canton][1]
        if province is None:
            apart += value
        elif province not in values:
            provinces[province] += value
    total = sum(provinces.values(), apart) if provinces or cantons else above
    return Rolled(total, provinces, cantons)


def _added(years: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for year in years:
        for area, value in year.items():
            found[area] += value
    return found


def _number_first(version: str) -> tuple[int, str]:
    return (int(version) if version.isdigit() else 0, version)
