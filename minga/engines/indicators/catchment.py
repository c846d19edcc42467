"""People reached indirectly: who lives where a service works, by a coverage share, with a cap.

Never a multiplier of direct people: the estimate rests on a denominator from outside
(population by canton and year) and a coverage share with its own source.
"""

from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal


def covered(
    *,
    population: Mapping[str, Decimal],
    coverage: Mapping[str, Decimal],
    reached: Collection[str],
    minus: Mapping[str, int],
) -> dict[str, int]:
    """Estimated people per canton reached; a canton without denominator or share has none.

    population x coverage share, rounded to whole people, capped by the population, less the
    people already reached directly there; never below zero.
    """
    found = {}
    for canton in sorted(reached):
        people, part = population.get(canton), coverage.get(canton)
        if people is None or part is None:
            continue
        share = max(Decimal(0), part)
        estimate = int((people * share).to_integral_value(ROUND_HALF_UP))
        found[canton] = max(0, min(estimate, int(people)) - minus.get(canton, 0))
    return found
