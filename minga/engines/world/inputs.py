"""What the world is made from: a pack's places, organisations, lists and vocabularies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Place:
    """An administrative unit; `kind` is country, province, canton, parish or site."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def stood(self, first: date, last: date) -> bool:
        """Whether the place existed all the time from `first` to `last`."""
        return (self.valid_from or date.min) <= first and last <= (self.valid_to or date.max)


@dataclass(frozen=True)
class Organisation:
    """An organisation that may deliver lists."""

    code: str
    name: str
    kind: str
    place: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    joined_on: date | None = None
    left_on: date | None = None

    def stood(self, first: date, last: date) -> bool:
        """Whether the organisation existed all the time from `first` to `last`."""
        return (self.valid_from or date.min) <= first and last <= (self.valid_to or date.max)


@dataclass(frozen=True)
class Term:
    """A coded term of a vocabulary and the words that people use for it, by language."""

    code: str
    es: str
    en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a kind of list: what it holds (`to`) and the headings that partners give it."""

    code: str
    to: str
    headings: tuple[str, ...]
    vocabulary: str | None = None
    required: bool = False
    several: bool = False
    type: str | None = None

    @property
    def parts(self) -> tuple[str, str, str]:
        """The target taken apart: `answer.attended.topic` is (`answer`, `attended`, `topic`)."""
        kind, name, rest = (*self.to.split(".", 2), "", "")[:3]
        return kind, name, rest


@dataclass(frozen=True)
class ListStep:
    """A step that a row of a list speaks of; `date` names the column that dates it."""

    step: str
    date: str | None = None
    role: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    optional: bool = False


@dataclass(frozen=True)
class ListKind:
    """A kind of partner list: on which pathway, whose rows, which steps and columns."""

    code: str
    title_es: str
    title_en: str
    pathway: str
    subject: str
    steps: tuple[ListStep, ...]
    columns: tuple[Column, ...]

    def tallies(self) -> bool:
        """Whether the list holds tallies instead of names."""
        return any(column.to.startswith("tally.") for column in self.columns)


def a_date(value: Any) -> date | None:
    """A date from a YAML date, ISO text or nothing."""
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)) if value else None


def places_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    """Places from the rows of the pack's places.csv."""
    return tuple(
        Place(
            code=str(row["code"]),
            name=str(row["name"]),
            kind=str(row["kind"]),
            parent=row.get("parent") or None,
            valid_from=a_date(row.get("valid_from")),
            valid_to=a_date(row.get("valid_to")),
        )
        for row in rows
    )


def organisations_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Organisation, ...]:
    """Organisations from the rows of the pack's organisations.csv."""
    return tuple(
        Organisation(
            code=str(row["code"]),
            name=str(row["name_es"]),
            kind=str(row["kind"]),
            place=row.get("place") or "",
            valid_from=a_date(row.get("valid_from")),
            valid_to=a_date(row.get("valid_to")),
            joined_on=a_date(row.get("joined_on")),
            left_on=a_date(row.get("left_on")),
        )
        for row in rows
    )


def vocabulary_from(raw: Mapping[str, Any]) -> tuple[Term, ...]:
    """The terms of one vocabulary as the pack writes it."""
    terms = raw["terms"]
    return tuple(
        Term(
            code=str(code),
            es=str(term["es"]),
            en=str(term["en"]),
            synonyms=tuple(str(word) for word in term.get("synonyms", ())),
        )
        for code, term in terms.items()
    )


def _steps_from(raw: Mapping[str, Any]) -> tuple[ListStep, ...]:
    return tuple(
        ListStep(
            step=str(step["step"]),
            date=step.get("date"),
            role=step.get("role"),
            answers=step.get("answers") or {},
            optional=bool(step.get("optional", False)),
        )
        for step in raw.get("steps", ())
    )


def list_from(raw: Mapping[str, Any]) -> ListKind:
    """A kind of list as the pack writes it."""
    columns = tuple(
        Column(
            code=str(code),
            to=str(column["to"]),
            headings=tuple(str(heading) for heading in column.get("headings") or (code,)),
            vocabulary=column.get("vocabulary"),
            required=bool(column.get("required", False)),
            several=bool(column.get("several", False)),
            type=column.get("type"),
        )
        for code, column in raw["columns"].items()
    )
    return ListKind(
        code=str(raw["list"]),
        title_es=str(raw["title"]["es"]),
        title_en=str(raw["title"]["en"]),
        pathway=str(raw["pathway"]),
        subject=str(raw.get("subject") or "registration"),
        steps=_steps_from(raw),
        columns=columns,
    )
