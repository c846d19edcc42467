"""What a fact sheet says in one language: plain frozen data, so that every renderer shows the same.

A suppressed cell cannot carry its value here: the dataclasses refuse it, and so no page, picture
or file drawn from them can leak it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from minga.figures.publish.money import Money

Number = int | Decimal
Ring = tuple[tuple[float, float], ...]
"""An outline as (longitude, latitude) in degrees."""
Served = Literal["served", "duty_bearers", "organisations", "other"]
"""Whom a count is about: people served stay apart from duty-bearers trained."""


def _refuse_leak(*, what: str, suppressed: bool, values: tuple[object, ...]) -> None:
    """Refuse a suppressed cell that still carries a value.

    Raises:
        ValueError: when `suppressed` and any of `values` is not None.
    """
    if suppressed and any(value is not None for value in values):
        raise ValueError(f"{what} is suppressed and must not carry a value")


@dataclass(frozen=True)
class FigureRef:
    """A number inside a text: what it says and which entry of the list it opens.

    `number` is already written in the sheet's language (`13.000`); `qualifier` are the words
    before it (`más de`), checked against the value by the one who made the reference. Without a
    number, and not suppressed, nothing has been counted yet.
    """

    code: str
    number: str
    note: int
    qualifier: str = ""
    suppressed: bool = False

    @property
    def shown(self) -> bool:
        """Whether there is a number to show."""
        return bool(self.number) and not self.suppressed


Span = str | FigureRef


@dataclass(frozen=True)
class Entry:
    """One line of the list of all figures: enough to compute it again and to disagree with it."""

    code: str
    note: int
    title: str
    definition: str
    as_of: date
    snapshot: str
    version: int | None
    value: Number | None
    unit: str = ""
    participations: int | None = None
    registrations: int | None = None
    tally_low: int | None = None
    tally_high: int | None = None
    low: Number | None = None
    high: Number | None = None
    """How sure the value is: it lies between these."""
    numerator: Number | None = None
    denominator: Number | None = None
    suppressed: bool = False
    source: str = ""
    more: tuple[tuple[str, str], ...] = ()
    """What else belongs to the figure, as name and words: deaths and births behind a ratio."""

    def __post_init__(self) -> None:
        counts = (self.participations, self.registrations, self.tally_low, self.tally_high)
        sure = (self.low, self.high, self.numerator, self.denominator)
        _refuse_leak(
            what=self.code, suppressed=self.suppressed, values=(self.value, *counts, *sure)
        )


@dataclass(frozen=True)
class Fact:
    """A line of the programme's facts: country, duration, agencies, partners."""

    label: str
    text: str


@dataclass(frozen=True)
class KeyFigure:
    """A number with its meaning, and beside it what was promised (never instead of it)."""

    figure: FigureRef
    meaning: str
    promised: Number | None = None
    promised_on: date | None = None


@dataclass(frozen=True)
class Lead:
    """The first number: unique people, beside the sum of what partners would add up."""

    figure: FigureRef
    value: Number | None
    meaning: str
    partners_sum: int | None
    participations: int | None = None
    explanation: tuple[Span, ...] = ()
    promised: Number | None = None
    promised_on: date | None = None

    def __post_init__(self) -> None:
        _refuse_leak(
            what=self.figure.code,
            suppressed=self.figure.suppressed,
            values=(self.value, self.partners_sum, self.participations),
        )


@dataclass(frozen=True)
class Bar:
    """A bar of a chart; `promised` is drawn as a mark, never added to `value`."""

    label: str
    value: Number | None
    promised: Number | None = None
    suppressed: bool = False
    code: str = ""

    def __post_init__(self) -> None:
        _refuse_leak(what=self.label, suppressed=self.suppressed, values=(self.value,))


@dataclass(frozen=True)
class Chart:
    """Bars that answer the question in their title; `sentence` says the answer in words.

    A chart of promises shows each bar as a share of what was promised, so that people, families
    and institutions can stand under each other.
    """

    code: str
    title: str
    sentence: str
    bars: tuple[Bar, ...]
    kind: Literal["promise", "breakdown"] = "breakdown"
    unit: str = ""
    overlaps: bool = False
    figure: FigureRef | None = None
    """The figure that the bars divide, where they are all of one."""


@dataclass(frozen=True)
class Section:
    """A titled text; `kind` says where it stands: context before the outcomes, or after them."""

    code: str
    title: str
    spans: tuple[Span, ...]
    kind: Literal["context", "outcome", "closing"] = "context"
    figures: tuple[KeyFigure, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True)
class Cell:
    """A canton on the map, at a point in degrees (WGS84), with its shape where one is known."""

    name: str
    code: str
    lat: float
    lon: float
    value: Number | None
    suppressed: bool = False
    outlines: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        _refuse_leak(what=self.name, suppressed=self.suppressed, values=(self.value,))


@dataclass(frozen=True)
class Panel:
    """A part of the map with a title."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SymbolMap:
    """Circles whose area is the value, on one scale for all panels."""

    code: str
    title: str
    sentence: str
    panels: tuple[Panel, ...]
    unit: str = ""
    figure: FigureRef | None = None
    """The figure that the cantons divide."""
    unplaced: FigureRef | None = None
    """How many of it are in no canton that is known."""


@dataclass(frozen=True)
class CountRow:
    """How a figure was counted: identified people, partners' sum, tallies with their bounds."""

    code: str
    title: str
    about: Served
    identified: int | None
    partners_sum: int | None
    participations: int | None = None
    identified_low: int | None = None
    identified_high: int | None = None
    tally_low: int | None = None
    tally_high: int | None = None
    suppressed: bool = False

    def __post_init__(self) -> None:
        counts = (self.identified, self.partners_sum, self.participations)
        bounds = (self.identified_low, self.identified_high, self.tally_low, self.tally_high)
        _refuse_leak(what=self.code, suppressed=self.suppressed, values=counts + bounds)


@dataclass(frozen=True)
class Reading:
    """A statement that can be read in several ways: each reading, overlap and remainder."""

    title: str
    parts: tuple[tuple[str, FigureRef], ...]
    overlap: FigureRef | None = None
    remainder: FigureRef | None = None
    explanation: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """Two figures that disagree, shown side by side with what explains it."""

    title: str
    planned: FigureRef
    reached: FigureRef
    explanation: tuple[Span, ...]


@dataclass(frozen=True)
class RatePeriod:
    """Deaths over births in a span of years, with the interval of the rate."""

    figure: FigureRef
    label: str
    deaths: int | None
    births: int | None
    rate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    suppressed: bool = False

    def __post_init__(self) -> None:
        values = (self.deaths, self.rate, self.low, self.high)
        _refuse_leak(what=self.label, suppressed=self.suppressed, values=values)


@dataclass(frozen=True)
class Mortality:
    """Maternal deaths per 100,000 live births before and after: counts, interval, no cause."""

    code: str
    title: str
    periods: tuple[RatePeriod, ...]
    answer: str
    """Whether the intervals share values, in words: what the eye should see in the drawing."""
    caution: str
    source: str


@dataclass(frozen=True)
class Factsheet:
    """Everything on the sheet, in one language (`es` or `en`)."""

    language: str
    title: str
    subtitle: str
    kicker: str
    edition: str
    as_of: date
    released_on: date
    snapshot: str
    synthetic_note: str
    facts: tuple[Fact, ...]
    lead: Lead
    sections: tuple[Section, ...]
    charts: tuple[Chart, ...]
    entries: tuple[Entry, ...]
    map: SymbolMap | None = None
    money: Money | None = None
    counted: tuple[CountRow, ...] = ()
    readings: tuple[Reading, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    mortality: Mortality | None = None
    links: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        known = {entry.code: entry for entry in self.entries}
        for ref in self.references():
            entry = known.get(ref.code)
            if entry is None:
                raise ValueError(f"{ref.code} is quoted but has no entry in the list of figures")
            if (entry.note, entry.suppressed) != (ref.note, ref.suppressed):
                raise ValueError(f"{ref.code} is quoted otherwise than its entry says")
        shown = {bar.code for chart in self.drawn for bar in chart.bars if bar.code}
        for code in sorted((shown | {row.code for row in self.counted}) - set(known)):
            raise ValueError(f"{code} is shown but has no entry in the list of figures")

    def references(self) -> tuple[FigureRef, ...]:
        """Every number quoted anywhere on the sheet, in reading order."""
        return tuple(self._quoted())

    def _quoted(self) -> Iterator[FigureRef]:
        yield self.lead.figure
        yield from (span for span in self.lead.explanation if isinstance(span, FigureRef))
        for section in self.sections:
            yield from (key.figure for key in section.figures)
            yield from (span for span in section.spans if isinstance(span, FigureRef))
        yield from (chart.figure for chart in self.drawn if chart.figure)
        if self.map:
            yield from (ref for ref in (self.map.figure, self.map.unplaced) if ref)
        if self.mortality:
            yield from (period.figure for period in self.mortality.periods)
        for reading in self.readings:
            yield from (ref for _, ref in reading.parts)
            yield from (ref for ref in (reading.overlap, reading.remainder) if ref)
            yield from (span for span in reading.explanation if isinstance(span, FigureRef))
        for contradiction in self.contradictions:
            yield from (contradiction.planned, contradiction.reached)
            yield from (span for span in contradiction.explanation if isinstance(span, FigureRef))

    @property
    def drawn(self) -> tuple[Chart, ...]:
        """Every chart: those of the sheet, then those inside its sections."""
        inside = (section.chart for section in self.sections if section.chart)
        return (*self.charts, *inside)

    def entry(self, code: str) -> Entry | None:
        """The entry of a figure, if the list has one."""
        return next((entry for entry in self.entries if entry.code == code), None)

    def of_kind(self, kind: str) -> tuple[Section, ...]:
        """The sections of one kind, in their order."""
        return tuple(section for section in self.sections if section.kind == kind)
