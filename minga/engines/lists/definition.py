"""What the pack says of lists: kinds of list, their columns, and vocabularies with synonyms."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, NamedTuple, Self

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator

from minga.engines.definition import Code, Definition, Text

PERSON_FIELDS = (
    "full_name",
    "given_names",
    "surnames",
    "first_surname",
    "second_surname",
    "document",
    "document_type",
    "phone",
    "sex",
    "birth_on",
    "age",
    "group",
    "status",
    "household",
    "code",
)

_PART = r"[a-z][a-z0-9_]*"
_TARGETS = (
    rf"person\.({'|'.join(PERSON_FIELDS)})|place|organisation|site|ignore|case\.code"
    rf"|gathering\.code|date\.{_PART}|answer\.{_PART}\.{_PART}"
    rf"|tally\.{_PART}(\.[0-9]{{1,3}}(_[0-9]{{1,3}})?)?"
)

TargetText = Annotated[str, StringConstraints(pattern=rf"^({_TARGETS})$")]
"""Where a column's values go: `person.sex`, `place`, `answer.attended.topic`, `tally.f.12` …"""


class ValueType(StrEnum):
    """How the cells of an answer column are read where no vocabulary says it."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    YES_NO = "yes_no"


class Subject(StrEnum):
    """What one row of the list is about."""

    REGISTRATION = "registration"
    HOUSEHOLD = "household"
    ORGANISATION = "organisation"
    SITE = "site"
    PLACE = "place"
    NONE = "none"


PEOPLE = frozenset((Subject.REGISTRATION, Subject.HOUSEHOLD))
"""Subjects of which a row says who it is."""


class Target(NamedTuple):
    """A target taken apart: `answer.attended.topic` is (`answer`, `attended`, `topic`)."""

    kind: str
    name: str = ""
    field: str = ""

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Take a target's text apart; the text has been checked by `TargetText`."""
        return cls(*text.split("."))


class Term(Definition):
    """One value of a vocabulary, with the other words that people use for it."""

    es: str
    en: str
    synonyms: tuple[str, ...] = ()
    within: str | None = None
    """The code of the term that contains this one: a parish's canton."""


class Vocabulary(Definition):
    """The values that a coded field may take. Places and organisations can be given as one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    code: Code = Field(alias="vocabulary")
    title: Text
    terms: Mapping[str, Term]

    def __hash__(self) -> int:
        """Equal vocabularies have one code, so that what is found out of one can be kept."""
        return hash(self.code)

    @cached_property
    def words(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each term's code with the words that people use for it."""
        return tuple((c, (t.es, t.en, *t.synonyms)) for c, t in self.terms.items())

    @field_validator("terms", mode="before")
    @classmethod
    def _codes_are_text(cls, value: object) -> object:
        """YAML reads a bare `08` or `yes` as something else than text; say so by name."""
        if isinstance(value, Mapping):
            for code in value:
                if not isinstance(code, str):
                    raise ValueError(f"put the code {code!r} in quotation marks")
        return value


class Column(Definition):
    """A column that lists of this kind may have."""

    to: TargetText
    headings: tuple[str, ...] = Field(min_length=1)
    """Those that people use; the first in Spanish and the last in English stand in our template."""
    title: Text | None = None
    vocabulary: Code | None = None
    required: bool = False
    several: bool = False
    """Whether one cell may hold several terms, separated by comma, semicolon or slash."""
    type: ValueType | None = None
    identifies: bool = False
    """Of a case's code: whether it is one person's and nobody else's, as a file number is and the
    code of a course is not. What goes to `person.code` always is."""

    @cached_property
    def target(self) -> Target:
        """The target, taken apart."""
        return Target.parse(self.to)

    @property
    def vocabulary_code(self) -> str | None:
        """The vocabulary that the cells go through, named or usual for the target."""
        return self.vocabulary or _USUAL_VOCABULARY.get(self.to)

    @cached_property
    def known_headings(self) -> tuple[str, ...]:
        """Every heading by which the column is known, its titles among them."""
        titles = (self.title.es, self.title.en) if self.title else ()
        return (*self.headings, *titles)

    def heading(self, language: str) -> str:
        """The heading that our own template shows."""
        if self.title:
            return self.title.in_language(language)
        return self.headings[-1 if language == "en" else 0]


_USUAL_VOCABULARY: Mapping[str, str] = {
    "person.sex": "sex",
    "person.group": "group",
    "person.status": "status",
    "person.document_type": "document_type",
    "place": "place",
    "organisation": "organisation",
    "site": "site",
}


class ListStep(Definition):
    """A step that each row of the list records, and where its date stands."""

    step: Code
    date: Code | None = None
    """The column with the date; without it, the column whose target is `date.<step>`; a step
    with neither happened on the same day as the step before it."""
    role: Code | None = None
    answers: Mapping[Code, str | int | bool | tuple[str, ...]] = Field(default_factory=dict)
    """Answers that hold for every row of such a list."""
    optional: bool = False
    """True for a step that a row may not have reached yet: no date, no step."""


class ListKind(Definition):
    """A kind of list that partners send: what a row means and which columns it may have."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    code: Code = Field(alias="list")
    title: Text
    pathway: Code
    subject: Subject = Subject.REGISTRATION
    steps: tuple[ListStep, ...] = ()
    columns: Mapping[Code, Column]

    def __hash__(self) -> int:
        """Equal kinds have one code, so that what is found out of one can be kept."""
        return hash(self.code)

    @model_validator(mode="after")
    def _steps_are_those_named(self) -> Self:
        names = {step.step for step in self.steps}
        for code, column in self.columns.items():
            target = column.target
            if column.identifies and (column.to != "case.code" or self.subject not in PEOPLE):
                raise ValueError(f"column {code} identifies nobody: only a person's case code does")
            if target.kind in {"date", "answer"} and target.name not in names:
                raise ValueError(f"column {code} goes to step {target.name}, which is not listed")
        for step in self.steps:
            if step.date is not None and step.date not in self.columns:
                raise ValueError(f"step {step.step} takes its date from no such column {step.date}")
        return self

    def date_column(self, step: ListStep) -> str | None:
        """The code of the column that dates `step`, if there is one."""
        if step.date is not None:
            return step.date
        wanted = f"date.{step.step}"
        return next((code for code, column in self.columns.items() if column.to == wanted), None)

    @cached_property
    def ticked(self) -> tuple[tuple[str, str], ...]:
        """Columns whose terms may stand as headings of their own, each with its vocabulary."""
        named = {"place", "organisation", "site"}
        return tuple(
            (code, column.vocabulary_code)
            for code, column in self.columns.items()
            if column.vocabulary_code and column.target.kind not in named
        )

    @cached_property
    def identified(self) -> bool:
        """Whether the code of a case tells who somebody is."""
        return any(column.identifies for column in self.columns.values())

    @cached_property
    def tallied(self) -> bool:
        """Whether lists of this kind count people instead of naming them."""
        return any(column.target.kind == "tally" for column in self.columns.values())
