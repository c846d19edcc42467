"""Builds the fact sheet from a publication's words and the released figures, in one language."""

from collections.abc import Sequence
from dataclasses import replace

from minga.engines.wording.qualifiers import fits
from minga.figures.publish.accounts import make_contradiction, make_counted, make_reading
from minga.figures.publish.drawings import make_chart, make_map
from minga.figures.publish.factsheet import (
    Fact,
    Factsheet,
    FigureRef,
    KeyFigure,
    Lead,
    Section,
)
from minga.figures.publish.making import Circumstances, Making
from minga.figures.publish.mortality import make_mortality
from minga.figures.publish.released import Key, Released
from minga.figures.publish.text import Quotes, Wording
from minga.foundation.definitions.pack.publication import (
    LeadText,
    Publication,
    QuotedFigure,
    SectionText,
)


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
    make = Making(language, Quotes(language, known, wording), about)
    # In reading order, as each part numbers the figures that it is the first to quote.
    lead = _lead(make, publication.lead)
    context = _sections(make, publication, "context")
    charts = tuple(make_chart(make, chart) for chart in publication.charts)
    drawn = make_map(make, publication.map) if publication.map and about.points else None
    outcomes = _sections(make, publication, "outcome")
    mortality = make_mortality(make, publication.mortality) if publication.mortality else None
    counted = tuple(make_counted(make, publication.counted))
    readings = tuple(make_reading(make, reading) for reading in publication.readings)
    conflicts = [make_contradiction(make, item) for item in publication.contradictions]
    closing = _sections(make, publication, "closing")
    make.quotes.raise_faults()
    return replace(
        _head(make, publication, lead),
        sections=(*context, *outcomes, *closing),
        charts=charts,
        map=drawn,
        counted=counted,
        readings=readings,
        contradictions=tuple(item for item in conflicts if item),
        mortality=mortality,
        entries=tuple(make.quotes.notes.values()),
    )


def _head(make: Making, publication: Publication, lead: Lead) -> Factsheet:
    """The sheet with its titles, facts, money and first number."""
    about = make.about
    facts = (Fact(make.say(fact.label), make.say(fact.text)) for fact in publication.facts)
    return Factsheet(
        language=make.language,
        title=make.say(publication.title),
        subtitle=make.say(publication.subtitle),
        kicker=make.say(publication.kicker),
        edition=about.edition,
        as_of=about.as_of,
        released_on=about.released_on,
        snapshot=about.snapshot,
        synthetic_note=about.synthetic_note,
        facts=(*facts, *about.facts),
        lead=lead,
        sections=(),
        charts=(),
        entries=tuple(make.quotes.notes.values()),
        money=about.money,
        links=about.links,
    )


def _lead(make: Making, text: LeadText) -> Lead:
    """The first number, with the partners' sum where it is released."""
    ref = make.quote(text.indicator, section="lead")
    found = make.quotes.figures.get(Key(text.indicator))
    nothing = FigureRef(text.indicator, "", note=0)
    return Lead(
        figure=ref or nothing,
        value=found.value if found else None,
        meaning=make.say(text.meaning),
        partners_sum=found.registrations if found else None,
        participations=found.participations if found else None,
        explanation=make.quotes.spans(make.say(text.text), section="lead"),
        promised=found.target if found else None,
        promised_on=found.target_on if found else None,
    )


def _sections(make: Making, publication: Publication, kind: str) -> tuple[Section, ...]:
    """The sections of one kind, in the order of the publication."""
    return tuple(_section(make, text) for text in publication.sections if text.kind == kind)


def _section(make: Making, text: SectionText) -> Section:
    """A section, its large numbers before its text and its chart after it."""
    keys = [_key_figure(make, quoted, text.code) for quoted in text.figures]
    return Section(
        code=text.code,
        title=make.say(text.title),
        spans=make.quotes.spans(make.say(text.text), section=text.code),
        kind=text.kind,
        figures=tuple(key for key in keys if key),
        chart=make_chart(make, text.chart) if text.chart else None,
    )


def _key_figure(make: Making, quoted: QuotedFigure, section: str) -> KeyFigure | None:
    """A large number with its meaning, and the promise where one was made."""
    ref = make.quotes.reference(quoted.figure, section=section)
    if ref is None:
        return None
    source = next((r for r in make.quotes.figures.values() if r.key.code == ref.code), None)
    return KeyFigure(
        figure=ref,
        meaning=make.say(quoted.meaning),
        promised=source.target if source else None,
        promised_on=source.target_on if source else None,
    )
