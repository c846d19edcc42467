"""Counting by unit, in plain Python: what each unit contributes, summed over all units."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from minga.engines.indicators.catchment import covered
from minga.engines.indicators.definition import (
    Catchment,
    CatchmentCount,
    Indicator,
    ObservationCount,
    RatioCount,
    SumCount,
)
from minga.engines.indicators.facts import Facts, Registration, Row, Step, Tally

Axes = tuple[tuple[str, str], ...]
PARTITIONS = frozenset({"sex", "age_band"})
"""Axes on which a unit has one value only: that of its first (or latest) counted step."""


class UnknownIndicatorError(Exception):
    """An indicator names another one that is not defined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What counting needs besides facts: the programme's dates, periods and age bands."""

    starts: date
    until: date
    as_of: datetime
    periods: tuple[tuple[date, date], ...] = ()
    age_bands: tuple[int, ...] = (0, 18, 60)


@dataclass(slots=True)
class _Event:
    """A step seen from one unit: who it concerns and what held on that day."""

    step: Step
    registration: Registration | None


@dataclass
class Counter:
    """Counts indicators over facts within a frame."""

    facts: Facts
    frame: Frame
    indicators: Mapping[str, Indicator]
    _units: dict[tuple[str, date, date], dict[str, list[_Event]]] = field(default_factory=dict)

    def count(self, code: str) -> list[Row]:
        """All rows of one indicator: its total, then its breakdowns, per period."""
        indicator = self._indicator(code)
        rows = []
        for period in self._periods(indicator):
            rows += self._rows(indicator, period)
        return rows

    def _indicator(self, code: str) -> Indicator:
        if code not in self.indicators:
            raise UnknownIndicatorError(f"there is no indicator {code}: see the pack's indicators/")
        return self.indicators[code]

    def _periods(self, indicator: Indicator) -> list[tuple[date, date]]:
        if indicator.period == "in_period" and self.frame.periods:
            return [p for p in self.frame.periods if p[0] <= self.frame.until]
        return [(self.frame.starts, self.frame.until)]

    def _rows(self, indicator: Indicator, period: tuple[date, date]) -> list[Row]:
        match indicator.count:
            case RatioCount():
                return self._ratio(indicator, period)
            case ObservationCount(observation=measure):
                total = self._observed(measure, period)
                return [self._row(indicator, period, (), value=total)]
            case CatchmentCount(catchment=catchment):
                return self._catchment(indicator, catchment, period)
        units = self.units(indicator, period)
        cells: dict[Axes, dict[str, list[_Event]]] = defaultdict(dict)
        for unit, events in units.items():
            cells[()][unit] = events
            for axis in indicator.by:
                for value in sorted(self._values(indicator, axis, events)):
                    kept = [e for e in events if value in self._of_event(axis, e)]
                    cells[((axis, value),)][unit] = kept or events
        rows = [self._cell(indicator, period, axes, inside) for axes, inside in cells.items()]
        return sorted(rows or [self._cell(indicator, period, (), {})], key=lambda r: r.axes)

    def _cell(
        self,
        indicator: Indicator,
        period: tuple[date, date],
        axes: Axes,
        units: Mapping[str, list[_Event]],
    ) -> Row:
        events = [event for inside in units.values() for event in inside]
        value: int | Decimal = len(units)
        if isinstance(indicator.count, SumCount):
            name = indicator.count.sum
            steps = {e.step.id: e.step for e in events}
            value = sum((_number(s.answers.get(name)) for s in steps.values()), Decimal(0))
        low, high = self._tallied(indicator, period, axes)
        return self._row(
            indicator,
            period,
            axes,
            value=value,
            participations=len({e.step.id for e in events}),
            registrations=len({e.registration.id for e in events if e.registration}),
            tally_low=low,
            tally_high=high,
        )

    @staticmethod
    def _row(
        indicator: Indicator,
        period: tuple[date, date],
        axes: Axes,
        **numbers: int | Decimal | None,
    ) -> Row:
        return Row(
            indicator=indicator.indicator,
            period=period,
            axes=axes,
            unit=indicator.unit_kind,
            **numbers,  # type: ignore[arg-type]
        )

    def units(self, indicator: Indicator, period: tuple[date, date]) -> dict[str, list[_Event]]:
        """The counted units with their qualifying steps in order of time."""
        key = (indicator.indicator, *period)
        if key not in self._units:
            self._units[key] = self._find_units(indicator, period)
        return self._units[key]

    def _find_units(
        self, indicator: Indicator, period: tuple[date, date]
    ) -> dict[str, list[_Event]]:
        by_unit: dict[str, list[_Event]] = defaultdict(list)
        for kind in indicator.of:
            for step in self._standing.get(kind, ()):
                if period[0] <= step.occurred_on <= period[1] or (
                    indicator.period == "as_of" and step.occurred_on <= period[1]
                ):
                    for unit, registration in self._units_of(indicator, step):
                        by_unit[unit].append(_Event(step, registration))
        first = self._firsts(indicator)
        found = {}
        for unit, events in by_unit.items():
            kept = self._keep(indicator, events, first.get(unit))
            if kept:
                found[unit] = kept
        for code in indicator.also:
            found = {u: e for u, e in found.items() if u in self._others(code, period)}
        for code in indicator.except_:
            found = {u: e for u, e in found.items() if u not in self._others(code, period)}
        return found

    def _keep(self, indicator: Indicator, events: list[_Event], start: date | None) -> list[_Event]:
        """The qualifying steps of one unit in order of time; none if it does not count."""
        events.sort(key=lambda e: (e.step.occurred_on, e.step.recorded_at, e.step.id))
        if indicator.pick == "latest":
            events = events[-1:]
        kept = [event for event in events if self._qualifies(indicator, event)]
        if indicator.within:
            days = indicator.within.days
            kept = [e for e in kept if start and 0 <= (e.step.occurred_on - start).days <= days]
        if len({event.step.id for event in kept}) < indicator.at_least:
            return []
        return kept[:1] if indicator.pick == "first" else kept

    def _others(self, code: str, period: tuple[date, date]) -> dict[str, list[_Event]]:
        return self.units(self._indicator(code), period)

    def _firsts(self, indicator: Indicator) -> dict[str, date]:
        found: dict[str, date] = {}
        if indicator.within is None:
            return found
        for step in self._standing.get(indicator.within.of, ()):
            for unit, _ in self._units_of(indicator, step):
                found[unit] = min(found.get(unit, step.occurred_on), step.occurred_on)
        return found

    @cached_property
    def _standing(self) -> dict[str, list[Step]]:
        """Steps by kind as recorded then, without those superseded by then."""
        known = [s for s in self.facts.steps if s.recorded_at <= self.frame.as_of]
        gone = {s.supersedes for s in known if s.supersedes is not None}
        found: dict[str, list[Step]] = defaultdict(list)
        for step in known:
            if step.id not in gone and not step.voided:
                found[step.kind].append(step)
        return found

    def _units_of(
        self, indicator: Indicator, step: Step
    ) -> Iterable[tuple[str, Registration | None]]:
        for identifier in _subjects(indicator, step):
            registration = self.facts.registrations.get(identifier)
            match indicator.unit_kind:
                case "people" if registration:
                    yield registration.person, registration
                case "registrations" if registration:
                    yield registration.id, registration
                case "households" if registration:
                    for household, start, end in registration.households:
                        after = start is None or start <= step.occurred_on
                        if after and (end is None or step.occurred_on < end):
                            yield household, registration
                case "organisations" if step.subject_kind == "organisation":
                    yield identifier, None
                case "sites" | "places" if step.subject_kind in {"site", "place"}:
                    yield identifier, None
        if indicator.unit_kind == "cases":
            yield step.case, self.facts.registrations.get(step.subject or "")
        if indicator.unit_kind in {"steps", "sum"}:
            yield str(step.id), self.facts.registrations.get(step.subject or "")

    def _qualifies(self, indicator: Indicator, event: _Event) -> bool:
        for name, wanted in indicator.where.items():
            if not set(_texts(_answer(event.step, name))) & set(wanted):
                return False
        who = indicator.who
        if who.kind and self.facts.organisation_kinds.get(event.step.subject or "") not in who.kind:
            return False
        facts = {"sex": who.sex, "group": who.group, "status": who.status}
        for axis, wanted in facts.items():
            if wanted and not set(wanted) & self._of_event(axis, event):
                return False
        if who.age is None:
            return True
        years = age_on(event.registration, event.step.occurred_on)
        low = who.age.from_ if who.age.from_ is not None else 0
        return years is not None and low <= years and (who.age.to is None or years < who.age.to)

    def _values(self, indicator: Indicator, axis: str, events: Sequence[_Event]) -> set[str]:
        if axis in PARTITIONS:
            return self._of_event(axis, events[-1 if indicator.pick == "latest" else 0])
        return set().union(*(self._of_event(axis, event) for event in events))

    def _of_event(self, axis: str, event: _Event) -> set[str]:
        step, registration = event.step, event.registration
        if axis in self._axes:
            return self._axes[axis](step, registration)
        return set(_texts(_answer(step, axis))) or {"unknown"}

    @cached_property
    def _axes(self) -> dict[str, Callable[[Step, Registration | None], set[str]]]:
        def facts(kind: str) -> Callable[[Step, Registration | None], set[str]]:
            def read(step: Step, who: Registration | None) -> set[str]:
                held = who.facts if who else ()
                values = {f.value for f in held if f.kind == kind and f.holds_on(step.occurred_on)}
                return values or {"unknown"}

            return read

        def place(level: int) -> Callable[[Step, Registration | None], set[str]]:
            def read(step: Step, who: Registration | None) -> set[str]:
                return {self.facts.cantons.get(step.place or "", (None, None))[level] or "unknown"}

            return read

        return {
            "sex": lambda step, who: {who.sex if who else "unknown"},
            "age_band": lambda step, who: {self._band(age_on(who, step.occurred_on))},
            "group": facts("group"),
            "status": facts("status"),
            "canton": place(0),
            "province": place(1),
            "organisation": lambda step, who: {step.organisation},
        }

    def _band(self, years: int | None) -> str:
        if years is None:
            return "unknown"
        return str(max(b for b in self.frame.age_bands if b <= max(years, 0)))

    def _tallied(
        self, indicator: Indicator, period: tuple[date, date], axes: Axes
    ) -> tuple[int | None, int | None]:
        """Bounds on people tallied without names (see `tally_bounds`); people only."""
        if indicator.unit_kind != "people" or indicator.also or indicator.except_:
            return None, None
        kept = [t for t in self.facts.tallies if self._tally_fits(indicator, t, period, axes)]
        return tally_bounds(kept) if kept else (None, None)

    def _tally_fits(
        self, indicator: Indicator, tally: Tally, period: tuple[date, date], axes: Axes
    ) -> bool:
        if tally.kind not in indicator.of or tally.recorded_at > self.frame.as_of:
            return False
        if not period[0] <= tally.occurred_on <= period[1] or indicator.at_least > 1:
            return False
        who = indicator.who
        if who.group or who.status or (who.sex and tally.sex not in who.sex):
            return False
        if who.age and not _ages_inside(who.age.from_, who.age.to, tally):
            return False
        for name, wanted in indicator.where.items():
            if not set(_texts(tally.answers.get(name))) & set(wanted):
                return False
        canton, province = self.facts.cantons.get(tally.place or "", (None, None))
        known = {
            "sex": tally.sex,
            "canton": canton,
            "province": province,
            "organisation": tally.organisation,
        }
        return all(known.get(axis, tally.answers.get(axis)) == value for axis, value in axes)

    def _ratio(self, indicator: Indicator, period: tuple[date, date]) -> list[Row]:
        assert isinstance(indicator.count, RatioCount)  # noqa: S101 - the caller matched it
        ratio = indicator.count.ratio
        over = {row.axes: row for row in self._rows(self._indicator(ratio.over), period)}
        of = {row.axes: row for row in self._rows(self._indicator(ratio.of), period)}
        wanted = [()] + [a for a in over if a and a[0][0] in indicator.by]
        rows = []
        for axes in wanted:
            below = Decimal(over[axes].value or 0) if axes in over else Decimal(0)
            above = Decimal(of[axes].value or 0) if axes in of else Decimal(0)
            value = above * ratio.per / below if below else None
            rows.append(
                self._row(indicator, period, axes, value=value, numerator=above, denominator=below)
            )
        return rows

    def _observed(self, measure: str, period: tuple[date, date]) -> Decimal:
        """The measure summed over places, of the calendar year in which the period ends."""
        year = period[1].year
        found = (o for o in self.facts.observations if o.measure == measure and o.year == year)
        return sum((o.value for o in found), Decimal(0))

    def _catchment(
        self, indicator: Indicator, catchment: Catchment, period: tuple[date, date]
    ) -> list[Row]:
        steps = [s for kind in catchment.of for s in self._standing.get(kind, ())]
        reached = {self.facts.cantons.get(s.place or "", (None, None))[0] for s in steps}
        minus: dict[str, int] = {}
        if catchment.minus:
            for row in self._rows(self._indicator(catchment.minus), period):
                if len(row.axes) == 1 and row.axes[0][0] == "canton":
                    minus[row.axes[0][1]] = int(row.value or 0)
        cantons = covered(
            catchment,
            observations=self.facts.observations,
            reached={canton for canton in reached if canton},
            minus=minus,
            year=period[1].year,
        )
        rows = [self._row(indicator, period, (), value=sum(cantons.values()))]
        for canton, value in sorted(cantons.items()):
            rows.append(self._row(indicator, period, (("canton", canton),), value=value))
        return rows


def _subjects(indicator: Indicator, step: Step) -> list[str]:
    if indicator.whom in {"subject", "household"}:
        return [step.subject] if step.subject else []
    return [who for role, who in step.participants if role == indicator.whom]


def _answer(step: Step, name: str) -> object:
    if name in {"role", "place", "organisation", "activity"}:
        return getattr(step, name)
    return step.answers.get(name)


def _texts(answer: object) -> tuple[str, ...]:
    if answer is None or answer == "":
        return ()
    if isinstance(answer, list | tuple):
        return tuple(map(str, answer))
    if isinstance(answer, bool):
        return ("yes" if answer else "no",)
    return (str(answer),)


def _number(answer: object) -> Decimal:
    return Decimal(str(answer)) if answer not in (None, "") else Decimal(0)


def _ages_inside(low: int | None, high: int | None, tally: Tally) -> bool:
    """Whether a tally's ages lie inside wanted ones; unknown ages are never assumed."""
    if low is not None and (tally.age_from is None or tally.age_from < low):
        return False
    return high is None or (tally.age_to is not None and tally.age_to <= high)


def age_on(registration: Registration | None, day: date) -> int | None:
    """Completed years on a day; None where no birth date is known."""
    if registration is None or registration.birth_on is None:
        return None
    birth = registration.birth_on
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def tally_bounds(tallies: Iterable[Tally]) -> tuple[int, int]:
    """Fewest and most people that tallies can stand for.

    At most everybody is somebody new: the sum. At least the largest gathering of each place, sex
    and age band was all there is, and the same people came to the others: the sum of maxima.
    """
    largest: dict[tuple[object, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    high = 0
    for tally in tallies:
        cell = (tally.place, tally.sex, tally.age_from, tally.age_to)
        largest[cell][tally.gathering] += tally.count
        high += tally.count
    return sum(max(cell.values()) for cell in largest.values()), high
