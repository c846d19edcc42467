"""From counted units to rows: each indicator's total and its breakdowns, period by period."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property

from minga.engines.indicators import observations, tallies
from minga.engines.indicators.catchment import covered
from minga.engines.indicators.definition import (
    Catchment,
    CatchmentCount,
    Indicator,
    ObservationCount,
    RatioCount,
    SumCount,
)
from minga.engines.indicators.events import Events, Period, falls_in
from minga.engines.indicators.facts import Facts, Row, Step, Tally
from minga.engines.indicators.observations import Rolled
from minga.engines.indicators.rates import poisson_interval
from minga.engines.indicators.units import Unit, Units, UnknownIndicatorError, overlaps

__all__ = ["Axes", "Counter", "Frame", "UnknownIndicatorError"]

Axes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What counting needs besides facts: the programme's dates, periods and age bands."""

    starts: date
    until: date
    as_of: datetime
    periods: tuple[Period, ...] = ()
    age_bands: tuple[int, ...] = (0, 18, 60)

    def spans(self, indicator: Indicator) -> list[Period]:
        """The periods that an indicator is counted for, none beyond `until`."""
        begun = [p for p in self.periods if p[0] <= self.until]
        if indicator.period == "in_period" and begun:
            return [(starts, min(ends, self.until)) for starts, ends in begun]
        return [(self.starts, self.until)]


@dataclass
class Counter:
    """Counts indicators over facts within a frame."""

    facts: Facts
    frame: Frame
    indicators: Mapping[str, Indicator]
    _rows: dict[tuple[str, Period], list[Row]] = field(default_factory=dict)

    def count(self, code: str) -> list[Row]:
        """All rows of one indicator: its total, then its breakdowns, per period."""
        indicator = self.units.indicator(code)
        return [row for span in self.frame.spans(indicator) for row in self.rows(code, span)]

    @cached_property
    def events(self) -> Events:
        """The steps that stand, as events."""
        return Events(self.facts, self.frame.as_of, self.frame.age_bands)

    @cached_property
    def units(self) -> Units:
        """What is counted by each indicator."""
        return Units(self.events, self.indicators)

    def rows(self, code: str, period: Period) -> list[Row]:
        """The rows of one indicator in one period: the total first, then axis by axis."""
        key = (code, period)
        if key not in self._rows:
            indicator = self.units.indicator(code)
            found = list(self._count(indicator, period))
            self._rows[key] = sorted(found, key=lambda row: _place_in(indicator, row.axes))
        return self._rows[key]

    def _count(self, indicator: Indicator, period: Period) -> Iterator[Row]:
        match indicator.count:
            case RatioCount():
                return self._ratio(indicator, period)
            case ObservationCount(observation=measure):
                return self._by_area(indicator, period, self._observed(indicator, measure, period))
            case CatchmentCount(catchment=catchment):
                return self._by_area(indicator, period, self._catchment(catchment, period))
            case _:
                return self._of_units(indicator, period)

    def _of_units(self, indicator: Indicator, period: Period) -> Iterator[Row]:
        code = indicator.indicator
        tallied = list(tallies.counted(indicator, self.events, period))
        yield self._cell(indicator, period, (), self.units.of(code, period), tallied)
        for axis in indicator.by:
            cells = self.units.cells(code, axis, period)
            beside: dict[str, list[Tally]] = {}
            for tally in tallied:
                for value in tallies.values(tally, axis, self.events):
                    beside.setdefault(value, []).append(tally)
            for value in cells.keys() | beside.keys():
                axes = ((axis, value),)
                inside, apart = cells.get(value, {}), beside.get(value, [])
                yield self._cell(indicator, period, axes, inside, apart)

    def _cell(
        self,
        indicator: Indicator,
        period: Period,
        axes: Axes,
        units: Mapping[str, Unit],
        tallied: list[Tally],
    ) -> Row:
        events = [event for unit in units.values() for event in unit]
        steps = {event.step.id: event.step for event in events}
        value: int | Decimal = len(units)
        if isinstance(indicator.count, SumCount):
            value = _sum(indicator.count.sum, steps.values())
        fewest, most = tallies.bounds(tallied) if tallied else (None, None)
        low, high = overlaps(units) if indicator.unit_kind == "people" else (None, None)
        return Row(
            indicator=indicator.indicator,
            period=period,
            axes=axes,
            unit=indicator.unit_kind,
            value=value,
            participations=len(steps),
            registrations=len({e.registration.id for e in events if e.registration}),
            people=len({e.registration.person for e in events if e.registration}),
            tally_low=fewest,
            tally_high=most,
            low=low,
            high=high,
        )

    def _ratio(self, indicator: Indicator, period: Period) -> Iterator[Row]:
        assert isinstance(indicator.count, RatioCount)  # noqa: S101 - the caller matched it
        ratio = indicator.count.ratio
        above = {row.axes: row for row in self.rows(ratio.of, period)}
        both = {*indicator.by} & {*self.units.indicator(ratio.of).by}
        for below in self.rows(ratio.over, period):
            if below.axes and below.axes[0][0] not in both:
                continue
            events = Decimal(above[below.axes].value or 0) if below.axes in above else Decimal(0)
            base = Decimal(below.value or 0)
            low, high = None, None
            if ratio.interval and base:
                low, high = (end * ratio.per / base for end in poisson_interval(int(events)))
            yield Row(
                indicator=indicator.indicator,
                period=period,
                axes=below.axes,
                unit=indicator.unit_kind,
                value=events * ratio.per / base if base else None,
                numerator=events,
                denominator=base,
                low=low,
                high=high,
            )

    def _by_area(self, indicator: Indicator, period: Period, rolled: Rolled) -> Iterator[Row]:
        """The total and its areas; an outside number has no other axes."""
        cells: dict[Axes, Decimal] = {(): rolled.total}
        for axis, areas in (("canton", rolled.canton), ("province", rolled.province)):
            if axis in indicator.by:
                cells |= {((axis, area),): value for area, value in areas.items()}
        for axes, value in cells.items():
            yield Row(
                indicator=indicator.indicator,
                period=period,
                axes=axes,
                unit=indicator.unit_kind,
                value=value,
            )

    def _observed(self, indicator: Indicator, measure: str, period: Period) -> Rolled:
        yearly = observations.stated(self.facts.observations, measure)
        return observations.in_period(yearly, self.facts.cantons, period, indicator.period)

    def _latest(self, measure: str, period: Period) -> dict[str, Decimal]:
        """The last value stated by the end of a period, by place."""
        yearly = observations.stated(self.facts.observations, measure)
        return observations.latest(yearly, period[1].year)

    def _catchment(self, catchment: Catchment, period: Period) -> Rolled:
        """The estimate by canton: of those where a step of the kinds happened in the period."""
        minus: dict[str, int] = {}
        if catchment.minus:
            cells = self.units.cells(catchment.minus, "canton", period)
            minus = {canton: len(units) for canton, units in cells.items()}
        estimate = covered(
            population=observations.rolled_up(
                self._latest(catchment.population, period), self.facts.cantons
            ).canton,
            coverage=self._latest(catchment.coverage, period),
            reached=set(self._cantons(catchment.of, period)),
            minus=minus,
        )
        whole = {canton: Decimal(people) for canton, people in estimate.items()}
        return observations.rolled_up(whole, self.facts.cantons)

    def _cantons(self, kinds: Iterable[str], period: Period) -> Iterator[str]:
        for kind in kinds:
            for step in self.events.standing.get(kind, ()):
                canton = self.events.canton(step.place)
                if canton is not None and falls_in(step, period, "cumulative"):
                    yield canton


def _sum(name: str, steps: Iterable[Step]) -> Decimal:
    """The sum of an answer over steps; what is no number adds nothing."""
    return sum((_number(step.answers.get(name)) for step in steps), Decimal(0))


def _number(answer: object) -> Decimal:
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def _place_in(indicator: Indicator, axes: Axes) -> tuple[object, ...]:
    """Where a row stands: the total, then the axes in the indicator's order, values in order."""
    if not axes:
        return (-1,)
    ((axis, value),) = axes
    number = int(value) if value.isdigit() and axis == "age_band" else -1
    order = indicator.by.index(axis) if axis in indicator.by else len(indicator.by)
    return (order, number if value != "unknown" else 1000, value)
