"""Which units an indicator counts, each with the steps for which it counts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from minga.engines.indicators.definition import Indicator
from minga.engines.indicators.events import Event, Events, Period, falls_in, said

Unit = list[Event]
"""The events for which a unit counts, in order of time."""
PARTITIONS = frozenset({"sex", "age_band"})
"""Axes on which a unit has one value only."""


class UnknownIndicatorError(Exception):
    """An indicator names another one that is not defined."""


@dataclass
class Units:
    """Finds the counted units of indicators; what was found once is kept."""

    events: Events
    indicators: Mapping[str, Indicator]
    _found: dict[tuple[str, Period], dict[str, Unit]] = field(default_factory=dict)

    def indicator(self, code: str) -> Indicator:
        """An indicator by its code. Raises UnknownIndicatorError."""
        if code not in self.indicators:
            raise UnknownIndicatorError(f"there is no indicator {code}: see the pack's indicators/")
        return self.indicators[code]

    def of(self, code: str, period: Period) -> dict[str, Unit]:
        """The units that an indicator counts in a period."""
        key = (code, period)
        if key not in self._found:
            self._found[key] = self._find(self.indicator(code), period)
        return self._found[key]

    def cells(self, code: str, axis: str, period: Period) -> dict[str, dict[str, Unit]]:
        """The counted units by their values on an axis, each with its events there."""
        found: dict[str, dict[str, Unit]] = defaultdict(dict)
        for unit, events in self.of(code, period).items():
            if axis in PARTITIONS:
                (value,) = self.events.values(events[0], axis)
                found[value][unit] = events
                continue
            for event in events:
                for value in self.events.values(event, axis):
                    found[value].setdefault(unit, []).append(event)
        return found

    def _find(self, indicator: Indicator, period: Period) -> dict[str, Unit]:
        by_unit: dict[str, Unit] = defaultdict(list)
        for event in self._candidates(indicator, period):
            for unit in units_of(indicator.unit_kind, event):
                by_unit[unit].append(event)
        starts = self._starts(indicator)
        found = {}
        for unit, events in by_unit.items():
            if kept := self._keep(indicator, events, starts.get(unit)):
                found[unit] = kept
        for code in indicator.also:
            others = self.of(code, period)
            found = {unit: kept for unit, kept in found.items() if unit in others}
        for code in indicator.except_:
            others = self.of(code, period)
            found = {unit: kept for unit, kept in found.items() if unit not in others}
        return found

    def _candidates(self, indicator: Indicator, period: Period) -> Iterator[Event]:
        """The events of the period in order: those that qualify, unless the last one decides."""
        rule, all_of_them = indicator.period, indicator.pick == "latest"
        for event in self._seen(indicator, indicator.of):
            inside = falls_in(event.step, period, rule)
            if inside and (all_of_them or self._qualifies(indicator, event)):
                yield event

    def _seen(self, indicator: Indicator, kinds: tuple[str, ...]) -> list[Event]:
        whom = indicator.whom
        if indicator.unit_kind == "households" and whom == "household":
            whom = "subject"  # a household is counted through its subject, not through each member
        return self.events.of(kinds, whom=whom, own=indicator.unit_kind == "registrations")

    def _keep(self, indicator: Indicator, events: Unit, start: date | None) -> Unit:
        """The events for which a unit counts; none if it does not."""
        kept = events
        if indicator.pick == "latest":
            kept = [e for e in _of_step(events, events[-1]) if self._qualifies(indicator, e)]
        if indicator.within:
            days = indicator.within.days
            kept = [e for e in kept if start and 0 <= (e.step.occurred_on - start).days <= days]
        if len(kept) < indicator.at_least or _different(kept) < indicator.at_least:
            return []
        return _of_step(kept, kept[0]) if indicator.pick == "first" else kept

    def _starts(self, indicator: Indicator) -> dict[str, date]:
        """The day from which `within` counts, by unit."""
        found: dict[str, date] = {}
        if indicator.within is None:
            return found
        for event in self._seen(indicator, (indicator.within.of,)):
            day = event.step.occurred_on
            for unit in units_of(indicator.unit_kind, event):
                found[unit] = min(found.get(unit, day), day)
        return found

    def _qualifies(self, indicator: Indicator, event: Event) -> bool:
        """Whether an event fulfils `where` and `who`."""
        step, who = event.step, indicator.who
        for name, wanted in indicator.where.items():
            if said(step, name).isdisjoint(wanted):
                return False
        if who.kind:
            kinds = self.events.facts.organisation_kinds
            if kinds.get(step.subject or "") not in who.kind:
                return False
        for axis, values in (("sex", who.sex), ("group", who.group), ("status", who.status)):
            if values and self.events.values(event, axis).isdisjoint(values):
                return False
        return who.age is None or who.age.include(self.events.age(event))


def units_of(kind: str, event: Event) -> list[str]:
    """The units of one kind that an event is about."""
    step, registration = event.step, event.registration
    match kind:
        case "people":
            return [event.who.id] if event.who else []
        case "registrations":
            return [registration.id] if registration else []
        case "households":
            if registration:
                return registration.homes_on(step.occurred_on)
            return [step.subject] if step.subject and step.subject_kind == "household" else []
        case "organisations":
            return [step.subject] if step.subject and step.subject_kind == "organisation" else []
        case "sites" | "places":
            return [step.subject] if step.subject and step.subject_kind in {"site", "place"} else []
        case "cases":
            return [step.case]
        case _:
            return [str(step.id)]


def overlaps(people: Mapping[str, Unit]) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """The fewest and most human beings that counted people can be; none where all were compared.

    Those who stand apart may all be among the others, or be the same from one organisation to the
    next: then there are as many as the others, or as one organisation alone has apart. Or none is.
    """
    seen = (events[0].registration for events in people.values())
    alone = Counter(each.organisation for each in seen if each and each.apart)
    if not alone:
        return None, None
    others = len(people) - alone.total()
    return Decimal(max(others, *alone.values())), Decimal(len(people))


def _different(events: Unit) -> int:
    """How many steps events belong to."""
    return len({event.step.id for event in events}) if len(events) > 1 else len(events)


def _of_step(events: Sequence[Event], deciding: Event) -> Unit:
    """The events of the same step as one: several people may take part in it."""
    return [event for event in events if event.step.id == deciding.step.id]
