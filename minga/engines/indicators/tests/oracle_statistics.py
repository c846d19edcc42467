"""The oracle's part on ratios and on numbers from outside, rolled up over areas."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from minga.engines.indicators.facts import Observation


class Statistics:
    """Ratios, estimates and statistics, asked anew for every area."""

    # The oracle, of which this is a part, brings:
    facts: Any
    indicators: Any
    candidates: Any
    cell: Any
    cells: Any
    stands: Any
    values_of_unit: Any

    def ratio(self, indicator, period, axes):
        ratio = indicator.count.ratio
        above = Decimal(0)
        if axes in self.cells(ratio.of, period):
            above = Decimal(self.cell(ratio.of, period, axes)[0] or 0)
        below = Decimal(self.cell(ratio.over, period, axes)[0] or 0)
        value = above * ratio.per / below if below else None
        return value, 0, 0, 0, (None, None), (above, below), (None, None)

    def areas(self, indicator, period):
        """The total (None) and each canton and province with its number from outside."""
        if indicator.unit_kind == "catchment":
            return self.rolled(self.estimate(indicator.count.catchment, period))
        measure = indicator.count.observation
        if indicator.period == "as_of":
            return self.rolled(self.stated_by(measure, period[1].year))
        found: Counter[object] = Counter({None: Decimal(0)})
        for year in range(period[0].year, period[1].year + 1):
            for area, value in self.rolled(self.stated(measure, year)).items():
                found[area] += value
        return found

    def estimate(self, catchment, period):
        population = self.rolled(self.stated_by(catchment.population, period[1].year))
        coverage = self.stated_by(catchment.coverage, period[1].year)
        reached = {
            self.facts.cantons.get(step.place, (None, None))[0]
            for step in self.facts.steps
            if step.kind in catchment.of
            and self.stands(step)
            and step.occurred_on <= period[1]
            and (step.until or step.occurred_on + timedelta(days=1)) > period[0]
        }
        found = {}
        for canton in reached - {None}:
            if ("canton", canton) in population and canton in coverage:
                people = population["canton", canton]
                share = min(Decimal(1), max(Decimal(0), coverage[canton]))
                half_up = int(people * share + Decimal("0.5"))
                here = 0
                if catchment.minus:
                    other = self.indicators[catchment.minus]
                    here = sum(
                        canton in self.values_of_unit(catchment.minus, unit, "canton", period)
                        for unit in self.candidates(other)
                    )
                found[canton] = Decimal(max(0, min(half_up, int(people)) - here))
        return found

    def stated(self, measure, year):
        """What the last version states for a year, by place."""
        found: dict[str, Observation] = {}
        for each in self.facts.observations:
            if each.measure == measure and each.year == year:
                held = found.get(each.place)
                if held is None or int(held.version) < int(each.version):
                    found[each.place] = each
        return {place: each.value for place, each in found.items()}

    def stated_by(self, measure, year):
        """What the last year up to this one states, by place."""
        found: dict[str, object] = {}
        for earlier in sorted({o.year for o in self.facts.observations if o.year <= year}):
            found |= self.stated(measure, earlier)
        return found

    def rolled(self, values):
        areas = {}
        where = {place: self.facts.cantons.get(place, (None, None)) for place in values}
        for level, axis in ((0, "canton"), (1, "province")):
            for area in {where[place][level] for place in values} - {None}:
                inside = [p for p in values if where[p][level] == area]
                areas[axis, area] = (
                    values[area] if area in values else self.sum_of(values, inside, where)
                )
        total = Decimal(0)
        for place in values:
            if where[place] != (None, None):
                around = (set(values) - {place}) & {where[place][0], where[place][1]}
                total += 0 if around else values[place]
        if all(where[place] == (None, None) for place in values):
            total = sum(values.values(), Decimal(0))
        return areas | {None: total}

    @staticmethod
    def sum_of(values, places, where):
        """The sum over places, without those that lie in another place that is there too."""
        outermost = [p for p in places if where[p][0] in (None, p) or where[p][0] not in places]
        return sum((values[p] for p in outermost), Decimal(0))
