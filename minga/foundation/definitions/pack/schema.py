"""What stands in a pack's files, typed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from minga.engines.definition import Code, Definition, Text

PlaceCode = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Word = Annotated[str, StringConstraints(max_length=40)]
Line = Annotated[str, StringConstraints(max_length=300)]
Degrees = Annotated[Decimal, Field(ge=-180, le=180, decimal_places=5)]
Codes = Annotated[
    tuple[str, ...], BeforeValidator(lambda v: tuple(v.split(";")) if isinstance(v, str) else v)
]
"""Codes in one cell, separated by semicolons."""


class Fund(Definition):
    """A source of money."""

    title: Text
    short: Text
    kind: Code
    amount: Decimal = Field(decimal_places=2)
    currency: str


class ObjectClass(Definition):
    """A budget category; `indirect` is programme support, shown apart."""

    title: Text
    indirect: bool


class Thresholds(Definition):
    """The smallest number that may be published, by sensitivity."""

    open: int = Field(ge=2)
    restricted: int = Field(ge=2)
    sealed: int = Field(ge=2)


class ReportingPeriod(Definition):
    """A span of the programme, both days included."""

    code: Code
    title: Text
    starts: date
    ends: date


class Axis(Definition):
    """An axis of breakdown as shown."""

    title: Text


class Programme(Definition):
    """The programme itself."""

    programme: Code
    version: int
    title: Text
    country: str = Field(min_length=2, max_length=2)
    starts: date
    ends: date
    languages: tuple[str, ...]
    lead: Code
    synthetic_note: Text
    dimensions: Mapping[Code, Text]
    funds: Mapping[Code, Fund]
    object_classes: Mapping[Code, ObjectClass]
    indirect_cost_cap: Decimal
    thresholds: Thresholds
    periods: tuple[ReportingPeriod, ...]
    bands: Mapping[Code, tuple[int, ...]]
    axes: Mapping[Code, Axis]


class Place(Definition):
    """An administrative unit or site."""

    code: PlaceCode
    name: str = Field(max_length=120)
    kind: Literal["country", "province", "canton", "parish", "site"]
    parent: PlaceCode | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    lat: Degrees | None = None
    lon: Degrees | None = None
    area_km2: Decimal | None = Field(default=None, ge=0, decimal_places=2)
    successor: PlaceCode | None = None


class Organisation(Definition):
    """An institution or civil-society organisation."""

    code: Code
    name_es: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    acronym: str = Field(default="", max_length=30)
    kind: Code
    place: PlaceCode | None = None
    role: Word = ""
    joined_on: date | None = None
    left_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: Code | None = None
    synthetic: bool
    iati_type: str = Field(default="", max_length=4)


class Activity(Definition):
    """Something planned."""

    code: Code
    title_es: Line
    title_en: Line
    output: Code
    organisation: Code
    dimensions: Codes = ()
    sides: Codes = ()
    starts: date | None = None
    ends: date | None = None
    places: Codes = ()


class Outcome(Definition):
    """A change that outputs lead to."""

    title: Text
    dimensions: tuple[Code, ...] = ()


class Output(Definition):
    """What agencies deliver together."""

    title: Text
    outcome: Code
    agencies: tuple[Code, ...]
    dimensions: tuple[Code, ...] = ()
    sides: tuple[Code, ...] = ()
    principles: tuple[Code, ...] = ()
    gender_marker: int | None = None


class Goal(Definition):
    """What the programme is for."""

    title: Text


class Results(Definition):
    """The results framework."""

    goal: Goal
    outcomes: Mapping[Code, Outcome]
    outputs: Mapping[Code, Output]


class BudgetLine(Definition):
    """Money planned: two decimals."""

    line: Code
    fund: Code
    organisation: Code
    output: Code
    object_class: Code
    year: str
    amount: Decimal = Field(decimal_places=2)
    description_es: Line
    description_en: Line


class Expenditure(Definition):
    """Cumulative spending and commitments up to a date."""

    organisation: Code
    fund: Code
    object_class: Code
    expenditure: Decimal = Field(decimal_places=2, ge=0)
    commitments: Decimal = Field(decimal_places=2, ge=0)
    cutoff_on: date


class Observation(Definition):
    """A statistic from outside."""

    measure: Code
    place: PlaceCode
    year: int = Field(ge=1900, le=2100)
    value: Decimal = Field(max_digits=16, decimal_places=4, ge=0)
    unit: Word
    source: Line
    method: Line
    version: Word


class FormField(Definition):
    """A question of a form; `counted` answers stay coded facts even when the rest is sealed."""

    name: str
    type: str
    counted: bool = False

    @property
    def vocabulary(self) -> str | None:
        """The list that a select question chooses from."""
        kind, _, chosen = self.type.partition(" ")
        return chosen.split()[0] if kind.startswith("select_") and chosen.strip() else None


class Form(Definition):
    """A form: an XLSForm written as a table."""

    form: Code
    fields: tuple[FormField, ...]
    survey: tuple[Mapping[str, str], ...]
    choices: tuple[Mapping[str, str], ...] = ()
    settings: Mapping[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> FormField | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)
