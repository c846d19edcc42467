"""An indicator as the pack writes it: what is counted, of which steps, by which axes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from minga.engines.definition import Code, Definition, Text

UnitKind = Literal[
    "people", "registrations", "households", "cases", "steps", "organisations", "sites", "places"
]


class Ages(Definition):
    """Completed years, half-open: from 12 to 30 means 12 to 29."""

    from_: int | None = Field(default=None, alias="from", ge=0)
    to: int | None = Field(default=None, ge=1)

    def include(self, years: int | None) -> bool:
        """Whether somebody of that age is meant; an unknown age never is."""
        if years is None:
            return False
        return (self.from_ or 0) <= years and (self.to is None or years < self.to)


class Who(Definition):
    """Facts of the unit at the time of the step."""

    age: Ages | None = None
    sex: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()


class Ratio(Definition):
    """One indicator over another, times `per`; always from numerator and denominator."""

    of: Code
    over: Code
    per: int = Field(default=100, ge=1)
    interval: Literal["poisson"] | None = None
    """Set where the numerator counts rare events: the 95 % interval is computed with it."""


class Catchment(Definition):
    """People who live where a service works, by a coverage share and never more than live there."""

    of: tuple[str, ...]
    population: Code
    coverage: Code
    minus: Code | None = None


class SumCount(Definition):
    """The sum of a field's values."""

    sum: Code


class RatioCount(Definition):
    """A ratio of two indicators."""

    ratio: Ratio


class ObservationCount(Definition):
    """A statistic from outside, summed over the places that have it."""

    observation: Code


class CatchmentCount(Definition):
    """An estimate of who is reached indirectly."""

    catchment: Catchment


Count = UnitKind | SumCount | RatioCount | ObservationCount | CatchmentCount


class Within(Definition):
    """The step happened within so many days of the unit's first step of another kind."""

    days: int = Field(ge=0)
    of: str


class Indicator(Definition):
    """What is counted, from which baseline to which target."""

    indicator: Code
    title: Text
    definition: Text
    output: Code
    count: Count
    of: tuple[str, ...] = ()
    where: Mapping[Code, tuple[str, ...]] = Field(default_factory=dict)
    whom: Code = "subject"
    who: Who = Who()
    at_least: int = Field(default=1, ge=1)
    pick: Literal["first", "latest"] | None = None
    within: Within | None = None
    also: tuple[Code, ...] = ()
    except_: tuple[Code, ...] = Field(default=(), alias="except")
    period: Literal["cumulative", "in_period", "as_of"] = "cumulative"
    by: tuple[Code, ...] = ()
    sensitivity: Literal["open", "restricted", "sealed"] = "open"
    direct: bool = False
    baseline: Decimal | None = None
    unit: Text
    targets: Mapping[date, Decimal] = Field(default_factory=dict)
    source: Text | None = None

    @property
    def unit_kind(self) -> str:
        """The counted unit as one word."""
        if isinstance(self.count, str):
            return self.count
        return next(iter(type(self.count).model_fields))
