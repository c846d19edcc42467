"""Steps as they stand, each seen from everybody whom it concerns, with its value on every axis."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain

from minga.engines.indicators.facts import Facts, Registration, Step
from minga.engines.indicators.people import UNKNOWN, Person, merge, people

Period = tuple[date, date]
SUBJECTS = frozenset({"subject", "household"})
"""What `whom` may say besides the role of a participant."""
OF_STEP = frozenset({"role", "place", "organisation", "activity"})
"""What a step says without its form asking."""


@dataclass(slots=True, eq=False)
class Event:
    """A step seen from one registration that it concerns, or from none."""

    step: Step
    registration: Registration | None
    who: Person | None
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    """The values on axes that were asked for already."""

    @property
    def order(self) -> tuple[date, datetime, int]:
        """When it happened, then as it was recorded."""
        return (self.step.occurred_on, self.step.recorded_at, self.step.id)


def standing(steps: Iterable[Step], as_of: datetime) -> dict[str, list[Step]]:
    """The steps by kind that stood at a moment: recorded, not superseded and not void by then.

    In the order in which they happened, then as they were recorded.
    """
    known = [step for step in steps if step.recorded_at <= as_of]
    known.sort(key=lambda step: (step.occurred_on, step.recorded_at, step.id))
    gone = {step.supersedes for step in known if step.supersedes is not None}
    found: dict[str, list[Step]] = defaultdict(list)
    for step in known:
        if step.id not in gone and not step.voided:
            found[step.kind].append(step)
    return found


def falls_in(step: Step, period: Period, rule: str) -> bool:
    """Whether a step counts in a period under the indicator's rule on periods."""
    starts, ends = period
    if step.occurred_on > ends:
        return False
    if rule == "as_of":
        return step.until is None or step.until > ends
    if step.until is not None:
        return step.until > starts
    return step.occurred_on >= starts


def texts(answer: object) -> frozenset[str]:
    """An answer as coded values: none, one or several."""
    if answer is None or answer == "":
        return frozenset()
    if isinstance(answer, list | tuple):
        return frozenset(map(str, answer))
    if isinstance(answer, bool):
        return frozenset(["yes" if answer else "no"])
    return frozenset([str(answer)])


def said(step: Step, name: str) -> frozenset[str]:
    """What a step says under one name."""
    return texts(getattr(step, name) if name in OF_STEP else step.answers.get(name))


def band(bands: Iterable[int], years: int | None) -> str:
    """The age band of an age, by its lower bound."""
    inside = [lower for lower in bands if years is not None and lower <= years]
    return str(max(inside)) if inside else UNKNOWN


@dataclass
class Events:
    """The standing steps of some facts as events."""

    facts: Facts
    as_of: datetime
    age_bands: tuple[int, ...]
    _found: dict[tuple[tuple[str, ...], str, bool], list[Event]] = field(default_factory=dict)

    def of(self, kinds: tuple[str, ...], *, whom: str, own: bool = False) -> list[Event]:
        """The events of some kinds of step in order; `own` takes each registration for a person."""
        key = (kinds, whom, own)
        if key not in self._found and len(kinds) == 1:
            self._found[key] = [
                Event(step, registration, self._person(registration, own=own))
                for step in self.standing.get(kinds[0], ())
                for registration in self._concerned(step, whom)
            ]
        elif key not in self._found:
            several = (self.of((kind,), whom=whom, own=own) for kind in dict.fromkeys(kinds))
            self._found[key] = sorted(chain.from_iterable(several), key=lambda event: event.order)
        return self._found[key]

    def values(self, event: Event, axis: str) -> frozenset[str]:
        """The event's values on an axis: at least one, if only `unknown`."""
        if axis not in event.known:
            read = self._axes.get(axis)
            found = read(event) if read else said(event.step, axis)
            event.known[axis] = found or frozenset([UNKNOWN])
        return event.known[axis]

    def canton(self, place: str | None) -> str | None:
        """The canton that a place lies in."""
        return self.facts.cantons.get(place or "", (None, None))[0]

    def province(self, place: str | None) -> str | None:
        """The province that a place lies in."""
        return self.facts.cantons.get(place or "", (None, None))[1]

    @cached_property
    def standing(self) -> dict[str, list[Step]]:
        """The standing steps by kind."""
        return standing(self.facts.steps, self.as_of)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return people(self.facts.registrations)

    @cached_property
    def _alone(self) -> dict[str, Person]:
        return {each.id: merge(each.id, [each]) for each in self.facts.registrations.values()}

    @cached_property
    def _members(self) -> dict[str, list[Registration]]:
        found: dict[str, list[Registration]] = defaultdict(list)
        for registration in self.facts.registrations.values():
            for household, _, _ in registration.households:
                found[household].append(registration)
        return found

    def _person(self, registration: Registration | None, *, own: bool) -> Person | None:
        if registration is None:
            return None
        return self._alone[registration.id] if own else self._people[registration.person]

    def _concerned(self, step: Step, whom: str) -> list[Registration | None]:
        """The registrations that a step concerns; of a subject that is none, nobody stands in."""
        known = self.facts.registrations
        if whom not in SUBJECTS:
            named = {who for role, who in step.participants if role == whom}
            return [known[each] for each in sorted(named & known.keys())]
        subject = known.get(step.subject or "")
        if whom == "subject":
            return [subject]
        homes = subject.homes_on(step.occurred_on) if subject else [step.subject or ""]
        found = {subject.id: subject} if subject else {}
        for home in homes:
            for member in self._members.get(home, ()):
                if home in member.homes_on(step.occurred_on):
                    found[member.id] = member
        return [found[each] for each in sorted(found)] or [None]

    @cached_property
    def _axes(self) -> dict[str, Callable[[Event], frozenset[str]]]:
        def held(kind: str) -> Callable[[Event], frozenset[str]]:
            return lambda e: e.who.held_on(kind, e.step.occurred_on) if e.who else frozenset()

        return {
            "sex": lambda e: frozenset([e.who.sex]) if e.who else frozenset(),
            "age_band": lambda e: frozenset([band(self.age_bands, self.age(e))]),
            "group": held("group"),
            "status": held("status"),
            "canton": lambda e: texts(self.canton(e.step.place)),
            "province": lambda e: texts(self.province(e.step.place)),
        }

    @staticmethod
    def age(event: Event) -> int | None:
        """The age on the day of the step."""
        return event.who.age_on(event.step.occurred_on) if event.who else None
