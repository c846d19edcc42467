"""What a fact sheet says in one language: plain frozen data, so that every renderer shows the same.

A suppressed cell cannot carry its value here: the dataclasses refuse it, and so no page, picture
or file drawn from them can leak it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Number = int | Decimal
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
    before it (`más de`), checked against the value by the one who made the reference.
    """

    code: str
    number: str
    note: int
    qualifier: str = ""
    suppressed: bool = False


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
    version: int
    value: Number | None
    unit: str = ""
    participations: int | None = None
    registrations: int | None = None
    tally_low: int | None = None
    tally_high: int | None = None
    suppressed: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        counts = (self.participations, self.registrations, self.tally_low, self.tally_high)
        _refuse_leak(what=self.code, suppressed=self.suppressed, values=(self.value, *counts))


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

    def __post_init__(self) -> None:
        _refuse_leak(
            what=self.figure.code,
            suppressed=self.figure.suppressed,
            values=(self.value, self.partners_sum, self.participations),
        )


@dataclass(frozen=True)
class Section:
    """A titled text; `kind` says where it stands: context before the outcomes, or after them."""

    code: str
    title: str
    spans: tuple[Span, ...]
    kind: Literal["context", "outcome", "closing"] = "context"
    figures: tuple[KeyFigure, ...] = ()


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
    """Bars that answer the question in their title; `sentence` says the answer in words."""

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
class Cell:
    """A canton on the map, at a point in degrees (WGS84)."""

    name: str
    code: str
    lat: float
    lon: float
    value: Number | None
    suppressed: bool = False

    def __post_init__(self) -> None:
        _refuse_leak(what=self.name, suppressed=self.suppressed, values=(self.value,))


@dataclass(frozen=True)
class Panel:
    """A part of the map with a title; outlines are rings of (lon, lat) degrees, if any."""

    title: str
    cells: tuple[Cell, ...]
    outlines: tuple[tuple[tuple[float, float], ...], ...] = ()


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


@dataclass(frozen=True)
class Fund:
    """A source of money and the amount agreed with it.

    `reports` is False where the statements do not show what was spent of it: then what was spent,
    committed and left is shown of the other funds only.
    """

    code: str
    title: str
    amount: Decimal
    reports: bool = True


@dataclass(frozen=True)
class MoneyLine:
    """What one organisation had, spent and owes from one fund."""

    organisation: str
    fund: str
    budget: Decimal
    expenditure: Decimal = Decimal(0)
    commitments: Decimal = Decimal(0)


@dataclass(frozen=True)
class Money:
    """Budget, expenditure and commitments up to a cut-off date; it ties or it is refused."""

    currency: str
    cutoff_on: date
    funds: tuple[Fund, ...]
    lines: tuple[MoneyLine, ...]
    note: str = ""

    def __post_init__(self) -> None:
        for fund in self.funds:
            total = sum((line.budget for line in self.lines if line.fund == fund.code), Decimal(0))
            if total != fund.amount:
                raise ValueError(
                    f"the money of {fund.code} does not tie: its lines come to {total},"
                    f" the fund is {fund.amount}; correct the budget lines or the fund"
                )

    @property
    def total(self) -> Decimal:
        """All funds together."""
        return sum((fund.amount for fund in self.funds), Decimal(0))

    def budget(self, *, organisation: str, fund: str) -> Decimal:
        """The budget of an organisation from one fund."""
        lines = (x for x in self.lines if (x.organisation, x.fund) == (organisation, fund))
        return sum((line.budget for line in lines), Decimal(0))

    @property
    def organisations(self) -> tuple[str, ...]:
        """The organisations in the order of their lines."""
        return tuple(dict.fromkeys(line.organisation for line in self.lines))

    @property
    def reporting(self) -> tuple[Fund, ...]:
        """The funds whose expenditure is shown."""
        return tuple(fund for fund in self.funds if fund.reports)

    def sums(self, organisation: str | None = None) -> tuple[Decimal, Decimal, Decimal]:
        """Budget, expenditure and commitments of one organisation, or of all.

        Only of the funds that report; the budget of all funds is `budget` or `total`.
        """
        funds = {fund.code for fund in self.reporting}
        lines = [
            x for x in self.lines if organisation in (None, x.organisation) and x.fund in funds
        ]
        return (
            sum((line.budget for line in lines), Decimal(0)),
            sum((line.expenditure for line in lines), Decimal(0)),
            sum((line.commitments for line in lines), Decimal(0)),
        )


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
    overlap: int | None = None
    remainder: int | None = None
    explanation: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Two figures that disagree, shown side by side with what explains it."""

    title: str
    planned: FigureRef
    reached: FigureRef
    explanation: str


@dataclass(frozen=True)
class RatePeriod:
    """Deaths over births in a span of years, with the interval of the rate."""

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

    def references(self) -> tuple[FigureRef, ...]:
        """Every number quoted anywhere on the sheet, in reading order."""
        found = [self.lead.figure]
        found += [span for span in self.lead.explanation if isinstance(span, FigureRef)]
        for section in self.sections:
            found += [key.figure for key in section.figures]
            found += [span for span in section.spans if isinstance(span, FigureRef)]
        drawn = (*self.charts, *((self.map,) if self.map else ()))
        found += [chart.figure for chart in drawn if chart.figure]
        for reading in self.readings:
            found += [ref for _, ref in reading.parts]
        for contradiction in self.contradictions:
            found += [contradiction.planned, contradiction.reached]
        return tuple(found)

    def entry(self, code: str) -> Entry | None:
        """The entry of a figure, if the list has one."""
        return next((entry for entry in self.entries if entry.code == code), None)

    def of_kind(self, kind: str) -> tuple[Section, ...]:
        """The sections of one kind, in their order."""
        return tuple(section for section in self.sections if section.kind == kind)
