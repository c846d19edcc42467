"""Who is counted: what the registrations of one human being say together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from minga.engines.indicators.facts import Fact, Registration

UNKNOWN = "unknown"
FINEST_FIRST = ("day", "month", "year", "unknown")

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One human being as counted: one sex, one birth date, every group and status.

    Where registrations disagree the sex is what most of them say, the birth date the finest, then
    what most of them say; among equals the one recorded first holds. Groups and statuses add up:
    whoever said so to one organisation is counted so for all.
    """

    id: str
    sex: str = UNKNOWN
    birth_on: date | None = None
    facts: tuple[Fact, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Completed years on a day; None where no birth date is known, or it lies after the day."""
        birth = self.birth_on
        if birth is None or birth > day:
            return None
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

    def held_on(self, kind: str, day: date) -> frozenset[str]:
        """The values of one kind of fact that held on a day."""
        return frozenset(f.value for f in self.facts if f.kind == kind and f.holds_on(day))


def merge(person: str, registrations: Iterable[Registration]) -> Person:
    """The person behind some registrations."""
    known = sorted(registrations, key=lambda r: (r.recorded_at, r.id))
    return Person(
        id=person,
        sex=_most_said([r.sex for r in known if r.sex not in {"", UNKNOWN}]) or UNKNOWN,
        birth_on=_most_said(_finest(known)),
        facts=tuple(fact for registration in known for fact in registration.facts),
    )


def people(registrations: Mapping[str, Registration]) -> dict[str, Person]:
    """Every person by id."""
    groups: dict[str, list[Registration]] = defaultdict(list)
    for registration in registrations.values():
        groups[registration.person].append(registration)
    return {person: merge(person, group) for person, group in groups.items()}


def _finest(registrations: Sequence[Registration]) -> list[date]:
    for precision in FINEST_FIRST:
        found = [r.birth_on for r in registrations if r.birth_precision == precision and r.birth_on]
        if found:
            return found
    return []


def _most_said(values: Sequence[Said]) -> Said | None:
    """The most frequent value; among equals the first."""
    return Counter(values).most_common(1)[0][0] if values else None
