"""Builds the fact sheet from a publication's words and the released figures, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from minga.engines.definition import Text
from minga.engines.wording.qualifiers import fits
from minga.figures.publish.factsheet import (
    Bar,
    Cell,
    Chart,
    Contradiction,
    CountRow,
    Fact,
    Factsheet,
    FigureRef,
    KeyFigure,
    Lead,
    Money,
    Mortality,
    Number,
    Panel,
    RatePeriod,
    Reading,
    Section,
    SymbolMap,
)
from minga.figures.publish.rates import rate_with_interval
from minga.figures.publish.released import Key, Released
from minga.figures.publish.text import Quotes, Wording
from minga.foundation.definitions.pack.publication import (
    ChartText,
    ContradictionText,
    CountText,
    LeadText,
    MapText,
    MortalityText,
    Publication,
    QuotedFigure,
    ReadingText,
)

PER_BIRTHS = 100_000
Outside = Mapping[tuple[str, int], Number]
"""Statistics from outside: (measure, year) to the programme area's value."""


@dataclass(frozen=True)
class Point:
    """A canton on the map: its name, the title of its panel (province), degrees WGS84."""

    code: str
    name: str
    panel: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Circumstances:
    """What an edition says of itself and what does not come from released figures."""

    edition: str
    as_of: date
    released_on: date
    snapshot: str
    synthetic_note: str
    facts: Sequence[Fact] = ()
    points: Sequence[Point] = ()
    money: Money | None = None
    outside: Outside = field(default_factory=dict)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(axis, value) to its name in the sheet's language, for charts along an axis."""
    links: tuple[tuple[str, str], ...] = ()


def assemble(
    publication: Publication,
    *,
    language: str,
    figures: Sequence[Released],
    about: Circumstances,
    wording: Wording = fits,
) -> Factsheet:
    """The fact sheet, or every fault in its texts at once.

    Raises:
        FaultyTextError: when a text quotes a figure that is not released, or with a qualifier
            that does not fit its value.
        ValueError: when the money does not tie.
    """
    known = {released.key: released for released in figures}
    make = _Assembly(language, Quotes(language, known, wording), about)
    lead = make.lead(publication.lead)
    sections = tuple(make.section(publication, index) for index in range(len(publication.sections)))
    charts = tuple(make.chart(chart) for chart in publication.charts)
    drawn = make.map(publication.map) if publication.map and about.points else None
    counted = make.counted(publication.counted)
    readings = tuple(make.reading(reading) for reading in publication.readings)
    conflicts = [make.contradiction(item) for item in publication.contradictions]
    mortality = make.mortality(publication.mortality) if publication.mortality else None
    make.quotes.raise_faults()
    return replace(
        make.head(publication, lead),
        sections=sections,
        charts=charts,
        map=drawn,
        counted=counted,
        readings=readings,
        contradictions=tuple(item for item in conflicts if item),
        mortality=mortality,
    )


@dataclass
class _Assembly:
    """The parts of one sheet; every figure that it touches goes into the list of figures."""

    language: str
    quotes: Quotes
    about: Circumstances

    def say(self, text: Text | None) -> str:
        """The words in the sheet's language, or none."""
        return text.in_language(self.language) if text else ""

    def released(self, indicator: str, *, section: str) -> Released | None:
        """A figure by its indicator, noted in the list; a fault when it is not released."""
        ref = self.quotes.reference(f"{{{indicator}}}", section=section)
        return self.quotes.figures[Key(indicator)] if ref else None

    def lead(self, text: LeadText) -> Lead:
        """The first number, with the partners' sum where it is released."""
        ref = self.quotes.reference(f"{{{text.indicator}}}", section="lead")
        found = self.quotes.figures.get(Key(text.indicator))
        nothing = FigureRef(text.indicator, "", note=0)
        return Lead(
            figure=ref or nothing,
            value=found.value if found else None,
            meaning=self.say(text.meaning),
            partners_sum=found.registrations if found else None,
            participations=found.participations if found else None,
            explanation=self.quotes.spans(self.say(text.text), section="lead"),
        )

    def head(self, publication: Publication, lead: Lead) -> Factsheet:
        """The sheet with its titles, facts, money, first number and list of figures."""
        about = self.about
        return Factsheet(
            language=self.language,
            title=self.say(publication.title),
            subtitle=self.say(publication.subtitle),
            kicker=self.say(publication.kicker),
            edition=about.edition,
            as_of=about.as_of,
            released_on=about.released_on,
            snapshot=about.snapshot,
            synthetic_note=about.synthetic_note,
            facts=tuple(about.facts),
            lead=lead,
            sections=(),
            charts=(),
            entries=tuple(self.quotes.notes.values()),
            money=about.money,
            links=about.links,
        )

    def section(self, publication: Publication, index: int) -> Section:
        """A section, its large numbers before its text."""
        text = publication.sections[index]
        keys = (self.key_figure(quoted, text.code) for quoted in text.figures)
        figures = tuple(key for key in keys if key)
        return Section(
            code=text.code,
            title=self.say(text.title),
            spans=self.quotes.spans(self.say(text.text), section=text.code),
            kind=text.kind,
            figures=figures,
        )

    def key_figure(self, quoted: QuotedFigure, section: str) -> KeyFigure | None:
        """A large number with its meaning, and the promise where one was made."""
        ref = self.quotes.reference(quoted.figure, section=section)
        if ref is None:
            return None
        source = next((r for r in self.quotes.figures.values() if r.key.code == ref.code), None)
        return KeyFigure(
            figure=ref,
            meaning=self.say(quoted.meaning),
            promised=source.target if source else None,
            promised_on=source.target_on if source else None,
        )

    def chart(self, text: ChartText) -> Chart:
        """Bars of several indicators, or of one along an axis, largest first."""
        bars = [self.bar(bar.indicator, self.say(bar.label), text) for bar in text.bars]
        figure = None
        if text.indicator and text.axis:
            figure = self.quotes.reference(f"{{{text.indicator}}}", section=text.code)
            bars += self.axis_bars(text.indicator, text.axis)
        return Chart(
            code=text.code,
            title=self.say(text.title),
            sentence=self.quotes.sentence(self.say(text.sentence), section=text.code),
            bars=tuple(bar for bar in bars if bar),
            kind=text.kind,
            unit=self.say(text.unit),
            overlaps=text.overlaps,
            figure=figure,
        )

    def bar(self, indicator: str, label: str, text: ChartText) -> Bar | None:
        """A bar of an indicator; its promise only on charts of promises."""
        found = self.released(indicator, section=text.code)
        if found is None:
            return None
        promised = found.target if text.kind == "promise" else None
        return Bar(label, found.value, promised, found.suppressed, found.key.code)

    def axis_bars(self, indicator: str, axis: str) -> list[Bar]:
        """The cells of an indicator along one axis; withheld ones last."""
        found = []
        for released in self.along(indicator, axis):
            value = released.key.axes[0][1]
            label = self.about.labels.get((axis, value), value)
            code = released.key.code
            self.quotes.note(released)
            found.append(Bar(label, released.value, None, released.suppressed, code))
        return sorted(found, key=lambda bar: (bar.suppressed, -(bar.value or 0)))

    def along(self, indicator: str, axis: str) -> list[Released]:
        """The released cells of an indicator by one axis alone."""
        return [
            released
            for key, released in self.quotes.figures.items()
            if key.indicator == indicator and len(key.axes) == 1 and key.axes[0][0] == axis
        ]

    def map(self, text: MapText) -> SymbolMap:
        """The cantons of the map, a panel to each province in the order of the points."""
        figure = self.quotes.reference(f"{{{text.indicator}}}", section=text.code)
        cells = {r.key.axes[0][1]: r for r in self.along(text.indicator, "canton")}
        panels: dict[str, list[Cell]] = {}
        for point in self.about.points:
            found = cells.get(point.code)
            cell = Cell(
                name=point.name,
                code=point.code,
                lat=point.lat,
                lon=point.lon,
                value=found.value if found else None,
                suppressed=bool(found and found.suppressed),
            )
            panels.setdefault(point.panel, []).append(cell)
        return SymbolMap(
            code=text.code,
            title=self.say(text.title),
            sentence=self.quotes.sentence(self.say(text.sentence), section=text.code),
            panels=tuple(Panel(title, tuple(found)) for title, found in panels.items()),
            unit=self.say(text.unit),
            figure=figure,
        )

    def counted(self, texts: Sequence[CountText]) -> tuple[CountRow, ...]:
        """How each figure was counted, from what was released with it."""
        rows = []
        for text in texts:
            found = self.released(text.indicator, section="counted")
            if found is None:
                continue
            rows.append(
                CountRow(
                    code=found.key.code,
                    title=self.say(text.title),
                    about=text.about,
                    identified=_whole(found.value),
                    partners_sum=found.registrations,
                    participations=found.participations,
                    identified_low=found.low,
                    identified_high=found.high,
                    tally_low=found.tally_low,
                    tally_high=found.tally_high,
                    suppressed=found.suppressed,
                )
            )
        return tuple(rows)

    def reading(self, text: ReadingText) -> Reading:
        """The readings of a statement with their overlap and remainder."""
        section = self.say(text.title)
        parts = []
        for part in text.parts:
            ref = self.quotes.reference(part.figure, section=section)
            if ref:
                parts.append((self.say(part.label), ref))
        found = [
            self.released(code, section=section) if code else None
            for code in (text.overlap, text.remainder)
        ]
        overlap, remainder = (_whole(released.value) if released else None for released in found)
        return Reading(
            title=section,
            parts=tuple(parts),
            overlap=overlap,
            remainder=remainder,
            explanation=self.quotes.sentence(self.say(text.explanation), section=section),
        )

    def contradiction(self, text: ContradictionText) -> Contradiction | None:
        """Two figures that disagree; nothing where one is not released (a fault says so)."""
        title = self.say(text.title)
        planned = self.quotes.reference(text.planned, section=title)
        reached = self.quotes.reference(text.reached, section=title)
        if planned is None or reached is None:
            return None
        explanation = self.quotes.sentence(self.say(text.explanation), section=title)
        return Contradiction(title, planned, reached, explanation)

    def mortality(self, text: MortalityText) -> Mortality | None:
        """Deaths and births of each span of years; nothing when a year is missing."""
        periods = []
        for span in text.periods:
            years = range(span.starts, span.ends + 1)
            pairs = [(text.deaths, year) for year in years] + [(text.births, y) for y in years]
            if any(pair not in self.about.outside for pair in pairs):
                return None
            deaths = sum(int(self.about.outside[text.deaths, year]) for year in years)
            births = sum(int(self.about.outside[text.births, year]) for year in years)
            rate, low, high = rate_with_interval(deaths, births, per=PER_BIRTHS)
            label = f"{span.starts}–{span.ends}"
            periods.append(RatePeriod(label, deaths, births, rate, low, high))
        return Mortality(
            code="maternal_mortality",
            title=self.say(text.title),
            periods=tuple(periods),
            caution=self.say(text.caution),
            source=self.say(text.source),
        )


def _whole(value: Number | None) -> int | None:
    """A count as a whole number; the database hands counts back as decimals."""
    return None if value is None else int(Decimal(value))
