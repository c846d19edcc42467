"""People reached indirectly: who lives where a service works, by a coverage share, with a cap.

Never a multiplier of direct people: the estimate rests on a denominator from outside
(population by canton and year) and a coverage share with its own source.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from minga.engines.indicators.definition import Catchment
from minga.engines.indicators.facts import Observation


def covered(
    catchment: Catchment,
    *,
    observations: Iterable[Observation],
    reached: Collection[str],
    minus: Mapping[str, int],
    year: int,
) -> dict[str, int]:
    """Estimated people per canton reached, at the latest population not after `year`.

    population x coverage share, rounded to whole people, capped by the population, less the
    people already reached directly there; never below zero.
    """
    rows = list(observations)
    population = _latest(rows, catchment.population, year)
    share = _latest(rows, catchment.coverage, year)
    found = {}
    for canton in sorted(reached):
        people, part = population.get(canton), share.get(canton)
        if people is None or part is None:
            continue
        estimate = (people * min(part, Decimal(1))).to_integral_value(ROUND_HALF_UP)
        found[canton] = max(0, int(min(estimate, people)) - minus.get(canton, 0))
    return found


def _latest(rows: Iterable[Observation], measure: str, year: int) -> dict[str, Decimal]:
    """The value of the latest year not after `year`, by place."""
    found: dict[str, Decimal] = {}
    for row in sorted(rows, key=lambda r: r.year):
        if row.measure == measure and row.year <= year:
            found[row.place] = row.value
    return found
