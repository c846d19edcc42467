"""What a page is composed of: views fill these, templates draw them with `{% show piece %}`.

A piece holds words that are ready to be read; only dates and numbers are written here, in the
language of the page. Every piece is in the gallery.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal

from django.utils import timezone

from minga.foundation.web.saying import due_words, write_number

Amount = int | Decimal


class Tone(StrEnum):
    """What a state asks of the reader; each has a shape of its own, and the word stands beside."""

    CALM = "calm"
    DONE = "done"
    WAITING = "waiting"
    NOW = "now"
    SEALED = "sealed"
    OVER = "over"


class Piece:
    """Something that `{% show %}` can draw: the template of that name in `web/pieces/`."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Link(Piece):
    """Somewhere to go, or something to do; `about` tells apart links with the same words."""

    template: ClassVar[str] = "link"
    words: str
    address: str
    about: str = ""
    button: bool = False


@dataclass(frozen=True, slots=True)
class Status(Piece):
    """A state in a word, with its shape."""

    template: ClassVar[str] = "status"
    words: str
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True)
class Due(Piece):
    """By when something is owed, seen from now; a moment where hours count, else a day."""

    template: ClassVar[str] = "due"
    by: date | datetime
    now: datetime

    @property
    def words(self) -> str:
        """How long ago or how far off, as people say it."""
        return due_words(self.by, now=self.now)

    @property
    def tone(self) -> Tone:
        """Overdue and today need somebody now."""
        day = timezone.localtime(self.by).date() if isinstance(self.by, datetime) else self.by
        return Tone.NOW if day <= timezone.localtime(self.now).date() else Tone.WAITING


@dataclass(frozen=True, slots=True)
class Task(Piece):
    """One sentence with one action."""

    template: ClassVar[str] = "task"
    sentence: str
    action: Link
    due: Due | None = None
    status: Status | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Tasks(Piece):
    """What there is to do, under one heading; `good_news` is what an empty list says.

    `count` is how many there are where only the first are shown.
    """

    template: ClassVar[str] = "tasks"
    title: str
    tasks: Sequence[Task]
    good_news: str
    more: Link | None = None
    count: str = ""


@dataclass(frozen=True, slots=True)
class Line(Piece):
    """A term and what stands for it, perhaps with something to do about it."""

    template: ClassVar[str] = "line"
    term: str
    text: "str | Piece"
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Summary(Piece):
    """What is known about one thing: terms and their texts."""

    template: ClassVar[str] = "summary"
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Event(Piece):
    """Something that happened; what was struck out by a later event stays readable."""

    template: ClassVar[str] = "event"
    title: str
    on: date
    by: str = ""
    lines: Sequence[Line] = ()
    action: Link | None = None
    status: Status | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Timeline(Piece):
    """Events, newest first; `empty` is what is said where nothing has happened yet."""

    template: ClassVar[str] = "timeline"
    events: Sequence[Event]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Stop(Piece):
    """A step on a pathway, and where the case stands to it."""

    template: ClassVar[str] = "stop"
    title: str
    state: Literal["done", "here", "next", "later"]
    detail: "str | Piece" = ""


@dataclass(frozen=True, slots=True)
class Path(Piece):
    """A pathway with where a case stands."""

    template: ClassVar[str] = "path"
    title: str
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class Person(Piece):
    """Somebody in one line: never a face. `code` stands alone where the name is not open."""

    template: ClassVar[str] = "person"
    code: str
    name: str = ""
    facts: Sequence[str] = ()
    address: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; numbers stand to the right."""

    words: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table(Piece):
    """Rows under heads, cards on a telephone. The first cell of a row says what the row is."""

    template: ClassVar[str] = "table"
    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence["str | Piece"]]

    @property
    def named_rows(self) -> list[list[tuple[Head, "str | Piece"]]]:
        """Each cell with the head of its column."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody on a roll; `value` is what the form sends for them."""

    value: str
    name: str
    note: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Roll(Piece):
    """Who came: one key each, and a count that grows. Stands inside a form of the page."""

    template: ClassVar[str] = "roll"
    title: str
    field: str
    people: Sequence[Present]

    @property
    def here(self) -> int:
        """How many are marked."""
        return sum(person.here for person in self.people)


@dataclass(frozen=True, slots=True)
class Value(Piece):
    """A number in a row; it opens where it has an address, and a withheld one says so."""

    template: ClassVar[str] = "value"
    value: Amount | None
    address: str = ""
    withheld: bool = False

    @property
    def written(self) -> str:
        """The number as the language writes it."""
        return "–" if self.value is None else write_number(self.value)


@dataclass(frozen=True, slots=True)
class Number(Piece):
    """A number with its meaning and its day. Every number opens; a withheld one says so."""

    template: ClassVar[str] = "number"
    value: Amount | None
    meaning: str
    as_of: date | None = None
    address: str = ""
    withheld: bool = False
    beside: str = ""

    @property
    def written(self) -> str:
        """The number as the language writes it."""
        return "" if self.value is None else write_number(self.value)


@dataclass(frozen=True, slots=True)
class Paging(Piece):
    """Where a long list stands; `address` ends where the number of the page begins."""

    template: ClassVar[str] = "paging"
    number: int
    pages: int
    total: int
    address: str

    @property
    def before(self) -> str:
        """The address of the page before, where there is one."""
        return f"{self.address}{self.number - 1}" if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after, where there is one."""
        return f"{self.address}{self.number + 1}" if self.number < self.pages else ""


@dataclass(frozen=True, slots=True)
class Progress(Piece):
    """How far long work has come. `words` say what is being done."""

    template: ClassVar[str] = "progress"
    done: int
    of: int
    words: str
