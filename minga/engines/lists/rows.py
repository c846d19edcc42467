"""What a row of a list says, typed: who, where, which steps, which tallies, and what is wrong."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from minga.engines.lists.dates import Precision
from minga.engines.lists.findings import Problem, Severity

Answer = str | int | bool | Decimal | dt.date | tuple[str, ...]


class State(StrEnum):
    """What becomes of a row; `already seen` is for those to say who keep earlier files."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True)
class PersonFacts:
    """What a row says about a person; empty where it says nothing."""

    given_names: str = ""
    surnames: str = ""
    document_type: str | None = None
    document: str | None = None
    phone: str | None = None
    sex: str | None = None
    birth_on: dt.date | None = None
    birth_precision: Precision = Precision.UNKNOWN
    groups: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    household: str | None = None
    code: str | None = None
    """The sender's own code for this person and nobody else, with the series that it is of."""


@dataclass(frozen=True)
class StepEntry:
    """A step that the row records."""

    step: str
    occurred_on: dt.date | None
    role: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class TallyEntry:
    """So many people of a sex and an age band (half-open, years); open ends are None."""

    sex: str
    age_from: int | None
    age_to: int | None
    count: int


@dataclass(frozen=True)
class ListRow:
    """A row read: codes where vocabularies were given, the partner's words where they were not."""

    number: int
    sheet: str
    person: PersonFacts | None = None
    place: str | None = None
    organisation: str | None = None
    site: str | None = None
    case_code: str | None = None
    gathering_code: str | None = None
    steps: tuple[StepEntry, ...] = ()
    tallies: tuple[TallyEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    cells: tuple[str, ...] = ()
    """The row as it stands, by column of the sheet, for corrections."""
    row_id: str | None = None
    """The identifier that a corrections workbook carried, when this is a corrected row."""

    @property
    def state(self) -> State:
        """Rejected with any problem that rejects, for review with any other, else accepted."""
        severities = {problem.severity for problem in self.problems}
        if Severity.REJECT in severities:
            return State.REJECTED
        return State.REVIEW if severities else State.ACCEPTED

    def canonical(self) -> str:
        """What the row says, the same for any spelling, order of columns or file it came in."""
        parts = [repr(self.person), self.place, self.organisation, self.site, self.case_code]
        parts += [self.gathering_code, repr(self.tallies)]
        parts += [
            f"{s.step}|{s.occurred_on}|{s.role}|{sorted(s.answers.items())!r}" for s in self.steps
        ]
        return "\x1f".join(part or "" for part in parts)
