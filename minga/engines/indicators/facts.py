"""The facts that are counted: plain values, no names, as recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""When what was always known was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a case, or an organisation's membership (`network.member`).

    `until` is set where the step begins something that lasts: the day it ended, or `date.max`.
    `gathering` is the group event that an attendance belongs to.
    """

    id: int
    kind: str
    case: str
    occurred_on: date
    recorded_at: datetime
    organisation: str
    supersedes: int | None = None
    voided: bool = False
    subject_kind: str = "none"
    subject: str | None = None
    place: str | None = None
    activity: str | None = None
    role: str | None = None
    gathering: str | None = None
    participants: tuple[tuple[str, str], ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A dated fact of a registration: a group or a status."""

    kind: str
    value: str
    from_on: date | None = None
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the fact held on a day; without dates it always did."""
        after = self.from_on is None or self.from_on <= day
        return after and (self.to_on is None or day < self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What one organisation wrote down about somebody, and the person it is judged to be."""

    id: str
    person: str
    organisation: str
    recorded_at: datetime = BEGINNING
    sex: str = "unknown"
    birth_on: date | None = None
    birth_precision: str = "unknown"
    facts: tuple[Fact, ...] = ()
    households: tuple[tuple[str, date | None, date | None], ...] = ()
    apart: bool = False
    """Whether it was compared with nobody: a person of its own, who may be one counted besides."""

    def homes_on(self, day: date) -> list[str]:
        """The households that it belonged to on a day: from the first day, to before the last."""
        return [
            household
            for household, start, end in self.households
            if (start is None or start <= day) and (end is None or day < end)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many took part in a gathering, by sex and age, where no names were taken."""

    kind: str
    gathering: str
    occurred_on: date
    recorded_at: datetime
    organisation: str
    sex: str
    count: int
    place: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    answers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A statistic from outside; of several versions the last one holds."""

    measure: str
    place: str
    year: int
    value: Decimal
    version: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that indicators are computed from."""

    steps: tuple[Step, ...] = ()
    registrations: Mapping[str, Registration] = field(default_factory=dict)
    tallies: tuple[Tally, ...] = ()
    organisation_kinds: Mapping[str, str] = field(default_factory=dict)
    cantons: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """The canton and the province of each place."""
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One counted cell.

    `participations` are its steps, `registrations` what partners would add up between them,
    `people` the human beings behind it, whatever is counted. `low` and `high` bound a ratio of
    rare events, and a count of people some of whom were compared with nobody.
    """

    indicator: str
    period: tuple[date, date]
    axes: tuple[tuple[str, str], ...]
    unit: str
    value: int | Decimal | None
    participations: int = 0
    registrations: int = 0
    people: int = 0
    tally_low: int | None = None
    tally_high: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
