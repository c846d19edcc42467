"""What truly happened: steps, and events, each of which is what one row of a list speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from minga.engines.world.people import Person


@dataclass
class Event:
    """One row to come: a subject, an organisation, a day, and what was recorded."""

    list: str
    organisation: str
    on: date
    place: str
    person: Person | None = None
    subject: str = ""
    gathering: str = ""
    case: str = ""
    household: str = ""
    dates: dict[str, date] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    tallies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TrueStep:
    """A step that truly happened, once, whoever lists it."""

    pathway: str
    step: str
    case: str
    on: date
    place: str
    organisation: str
    person: Person | None = None
    subject: str = ""
    household: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The step as indicators name it."""
        return f"{self.pathway}.{self.step}"


@dataclass(frozen=True)
class Calendar:
    """The programme's days; everything that happens stays within them."""

    starts: date
    ends: date

    def weekday(self, rng: Random, first: int = 20, last: int | None = None) -> date:
        """A working day between `first` and `last` days after the start."""
        span = (self.ends - self.starts).days
        day = self.starts + timedelta(days=rng.randint(first, min(last or span - 40, span)))
        return self.working(day)

    def working(self, day: date) -> date:
        """The same day, or the Friday before a weekend; never after the programme's end."""
        day = min(day, self.ends)
        return day - timedelta(days=max(0, day.weekday() - 4))
