"""What a pack's publication file may say: texts with references, and which figures are drawn."""

import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from minga.engines.definition import Code, Definition, Text

BRACES = re.compile(r"\{[^{}]*\}")
"""What stands in braces, which should be a reference."""
REFERENCE = re.compile(
    r"\{(?P<indicator>[a-z][a-z0-9_]*)(?:\[(?P<axes>[^\]{}]*)\])?(?P<target>@target)?"
    r"(?::(?P<qualifier>[a-z_]+)(?:=(?P<said>[0-9.]+))?)?\}"
)
"""A reference: `{grants}`, `{grants[sex=f]}`, `{grants@target}`, with a qualifier and a number."""
QUOTED = re.compile(r"\{([a-z][a-z0-9_]*)[^{}]*\}")
INDICATOR_FIELDS = frozenset({"indicator", "overlap", "remainder"})
Reference = str
"""A reference as in a text, with its braces: `{grants:over}`."""


class QuotedFigure(Definition):
    """A number that stands large, and its meaning."""

    figure: Reference
    meaning: Text


class FactText(Definition):
    """A line of what the programme is: where, who, with whom."""

    label: Text
    text: Text


class LeadText(Definition):
    """The first number of the sheet."""

    indicator: Code
    meaning: Text
    text: Text | None = None


class BarText(Definition):
    """A bar that shows a figure of its own."""

    indicator: Code
    label: Text


class ChartText(Definition):
    """Bars: either of several indicators, or of one indicator along an axis."""

    code: Code
    title: Text
    sentence: Text | None = None
    kind: Literal["promise", "breakdown"] = "breakdown"
    indicator: Code | None = None
    axis: Code | None = None
    bars: list[BarText] = Field(default_factory=list)
    unit: Text | None = None
    overlaps: bool = False


class SectionText(Definition):
    """A text of the sheet; an empty line starts a new paragraph."""

    code: Code
    title: Text
    text: Text
    kind: Literal["context", "outcome", "closing"] = "context"
    figures: list[QuotedFigure] = Field(default_factory=list)
    chart: ChartText | None = None


class MapText(Definition):
    """A map of one indicator by canton, with a panel to each province."""

    code: Code
    title: Text
    sentence: Text
    indicator: Code
    unit: Text | None = None


class CountText(Definition):
    """A row of the table that says how figures were counted."""

    indicator: Code
    title: Text
    about: Literal["served", "duty_bearers", "organisations", "other"]


class PartText(Definition):
    """One reading of an ambiguous statement."""

    label: Text
    figure: Reference


class ReadingText(Definition):
    """A statement with several readings; overlap and remainder are figures too."""

    title: Text
    parts: list[PartText]
    overlap: Code | None = None
    remainder: Code | None = None
    explanation: Text


class ContradictionText(Definition):
    """A promise and a result, or two results, that do not agree."""

    title: Text
    planned: Reference
    reached: Reference
    explanation: Text


class SpanText(Definition):
    """The first and the last year of a span."""

    starts: int
    ends: int


class MortalityText(Definition):
    """Which years of deaths and births are set side by side."""

    title: Text
    caution: Text
    source: Text
    deaths: Code
    births: Code
    periods: list[SpanText]


class Publication(Definition):
    """A publication of the pack: its words and what it draws, in both languages."""

    publication: Code
    title: Text
    subtitle: Text
    kicker: Text
    facts: list[FactText] = Field(default_factory=list)
    names: dict[Code, Text] = Field(default_factory=dict)
    """Organisations that the sheet calls otherwise than their acronym."""
    lead: LeadText
    sections: list[SectionText]
    charts: list[ChartText] = Field(default_factory=list)
    map: MapText | None = None
    counted: list[CountText] = Field(default_factory=list)
    readings: list[ReadingText] = Field(default_factory=list)
    contradictions: list[ContradictionText] = Field(default_factory=list)
    mortality: MortalityText | None = None


def indicators_of(publication: Publication) -> frozenset[str]:
    """Every indicator that a publication quotes or draws: what must be released before it."""
    found: set[str] = set()

    def walk(part: object) -> None:
        if isinstance(part, dict):
            for name, inner in part.items():
                if name in INDICATOR_FIELDS and isinstance(inner, str):
                    found.add(inner)
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)
        elif isinstance(part, str):
            found.update(QUOTED.findall(part))

    walk(publication.model_dump())
    return frozenset(found)


def read_publication(path: Path) -> Publication:
    """The publication in a YAML file.

    Raises:
        pydantic.ValidationError: with every fault of the file.
    """
    return Publication.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
