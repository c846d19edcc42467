"""The fact sheet as one self-contained page: no scripts, nothing to fetch, every number opens."""

from collections.abc import Iterable
from html import escape

from minga.figures.publish.charts import SCREEN, bars, intervals, number_of, two_sums
from minga.figures.publish.entries import entries_list
from minga.figures.publish.factsheet import (
    Chart,
    Contradiction,
    Factsheet,
    FigureRef,
    KeyFigure,
    Lead,
    Mortality,
    Reading,
    Section,
    Span,
    SymbolMap,
)
from minga.figures.publish.maps import cell_words, panel_drawing
from minga.figures.publish.style import STYLE
from minga.figures.publish.tables import (
    counted_table,
    money_table,
    mortality_table,
    two_columns,
)
from minga.figures.publish.words import (
    bare_note_of,
    promise_words,
    repeats_words,
    say,
    say_missing,
    write_date,
)

WIDTH = 360
"""User units across a drawing: what a small telephone is wide, so that type stays legible there."""


def render_html(sheet: Factsheet) -> str:
    """The whole page."""
    language = sheet.language
    main = "".join(
        (
            _lead(sheet.lead, language),
            _context(sheet),
            _map(sheet.map, language) if sheet.map else "",
            _outcomes(sheet),
            _mortality(sheet.mortality, language) if sheet.mortality else "",
            money_table(sheet.money, language) if sheet.money else "",
            counted_table(sheet.counted, language) if sheet.counted else "",
            _doubts(sheet),
            _closing(sheet),
            entries_list(sheet),
        )
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(sheet.title)}</title><style>{STYLE}</style></head>"
        f'<body><a class="skip" href="#content">{escape(say(language, "skip"))}</a><!--site-->'
        f'{_mark(sheet)}{_head(sheet)}<main id="content" class="wide">{main}</main>'
        f"{_foot(sheet)}</body></html>\n"
    )


def reference(ref: FigureRef, language: str, *, alone: bool = False) -> str:
    """A number as a link to its entry, or that it is withheld or missing.

    `alone` is where it does not stand inside a sentence.
    """
    title = escape(say(language, "open_note", note=ref.note))
    words = f"<b>{escape(ref.number)}</b>"
    if not ref.shown:
        missing = say_missing(language, withheld=ref.suppressed, alone=alone)
        words = f'<span class="withheld">{escape(missing)}</span>'
    before = f'<span class="q">{escape(ref.qualifier)}</span> ' if _qualified(ref) else ""
    return (
        f'{before}<a class="ref" href="#figure-{escape(ref.code)}" title="{title}">'
        f"{words}<sup>{ref.note}</sup></a>"
    )


def _qualified(ref: FigureRef) -> bool:
    return bool(ref.qualifier) and ref.shown


def inline(spans: Iterable[Span], language: str) -> str:
    """A text with its numbers linked."""
    return "".join(
        escape(span) if isinstance(span, str) else reference(span, language) for span in spans
    )


def prose(spans: Iterable[Span], language: str) -> str:
    """A text with its numbers linked; an empty line starts a new paragraph."""
    text = inline(spans, language)
    return "".join(f"<p>{part}</p>" for part in text.split("\n\n") if part.strip())


def _mark(sheet: Factsheet) -> str:
    """That the data are synthetic, where they are."""
    if not sheet.synthetic_note:
        return ""
    label = escape(say(sheet.language, "synthetic"))
    note = escape(bare_note_of(sheet.synthetic_note, language=sheet.language))
    return f'<aside class="mark"><p><strong>{label}.</strong> {note}</p></aside>'


def _head(sheet: Factsheet) -> str:
    language = sheet.language
    as_of = say(language, "as_of", date=write_date(sheet.as_of, language=language))
    released = say(language, "released", date=write_date(sheet.released_on, language=language))
    edition = say(language, "edition", edition=sheet.edition)
    return (
        f'<header class="wide"><div class="top"><p class="kicker">{escape(sheet.kicker)}</p>'
        f"<h1>{escape(sheet.title)}</h1>"
        f'<p class="subtitle">{escape(sheet.subtitle)}</p>'
        f'<p class="small">{escape(as_of)}. {escape(released)}. {escape(edition)}.</p>'
        f"{_contents(sheet)}</div></header>"
    )


def _contents(sheet: Factsheet) -> str:
    """Where to jump to on a page that is long on a telephone."""
    parts = (
        ("outcomes", bool(sheet.of_kind("outcome"))),
        ("money", sheet.money is not None),
        ("counted", bool(sheet.counted)),
        ("figures", True),
    )
    links = "".join(
        f'<li><a href="#{key}">{escape(say(sheet.language, key))}</a></li>'
        for key, there in parts
        if there
    )
    label = escape(say(sheet.language, "contents"))
    return f'<nav aria-label="{label}"><ul>{links}</ul></nav>'


def _lead(lead: Lead, language: str) -> str:
    """The first number with its meaning, and the partners' sum beside it."""
    beside = ""
    if lead.value is not None and lead.partners_sum is not None:
        unique = int(lead.value)
        drawn = two_sums(
            unique=unique,
            partners_sum=lead.partners_sum,
            key="lead",
            width=WIDTH,
            ink=SCREEN,
            language=language,
        )
        sentence = repeats_words(lead.partners_sum - unique, language=language)
        beside = (
            f"<figure><h2>{escape(say(language, 'once'))}</h2>{drawn}"
            f"<figcaption>{escape(sentence)}</figcaption></figure>"
        )
    promised = promise_words(lead.promised, lead.promised_on, language=language)
    line = f'<p class="small">{escape(promised)}</p>' if promised else ""
    number = reference(lead.figure, language, alone=True)
    return (
        f'<div class="lead"><div><div class="big">{number}</div>'
        f'<p class="meaning">{escape(lead.meaning)}</p>{line}</div>'
        f"<div>{beside}{prose(lead.explanation, language)}</div></div>"
    )


def _context(sheet: Factsheet) -> str:
    """What the programme is, and the charts of who was reached."""
    facts = "".join(
        f"<div><dt>{escape(fact.label)}</dt><dd>{escape(fact.text)}</dd></div>"
        for fact in sheet.facts
    )
    texts = "".join(
        f"<div>{_section(section, sheet.language)}</div>" for section in sheet.of_kind("context")
    )
    charts = "".join(chart_figure(chart, sheet.language) for chart in sheet.charts)
    return (
        f'<dl class="facts">{facts}</dl><section class="columns">{texts}</section>'
        f'<section class="columns two">{charts}</section>'
    )


def _section(section: Section, language: str, *, level: str = "h2") -> str:
    keys = "".join(_key(key, language) for key in section.figures)
    chart = chart_figure(section.chart, language, level="h4") if section.chart else ""
    title = f"<{level}>{escape(section.title)}</{level}>"
    return f"{title}{keys}{prose(section.spans, language)}{chart}"


def _closing(sheet: Factsheet) -> str:
    texts = (_section(section, sheet.language) for section in sheet.of_kind("closing"))
    return "".join(f"<section>{text}</section>" for text in texts)


def _key(key: KeyFigure, language: str) -> str:
    promised = promise_words(key.promised, key.promised_on, language=language)
    line = f'<span class="small">{escape(promised)}</span>' if promised else ""
    return (
        f'<div class="key"><span class="n">{reference(key.figure, language, alone=True)}</span>'
        f"<span>{escape(key.meaning)}</span>{line}</div>"
    )


def _outcomes(sheet: Factsheet) -> str:
    """The three outcomes side by side, each with its numbers first."""
    sections = sheet.of_kind("outcome")
    if not sections:
        return ""
    articles = "".join(
        f"<article>{_section(section, sheet.language, level='h3')}</article>"
        for section in sections
    )
    title = escape(say(sheet.language, "outcomes"))
    return (
        f'<section id="outcomes"><h2>{title}</h2><div class="outcomes">{articles}</div></section>'
    )


def chart_figure(chart: Chart, language: str, *, level: str = "h3") -> str:
    """A chart with its answer in words and its data behind it."""
    drawn = bars(chart, width=WIDTH, ink=SCREEN, language=language)
    notes = chart_notes(chart, language)
    rows = [(bar.label, number_of(bar, language=language), bar.code) for bar in chart.bars]
    return (
        f'<figure id="chart-{escape(chart.code)}"><{level}>{escape(chart.title)}</{level}>{drawn}'
        f"<figcaption>{escape(notes)}{_opening('total', chart.figure, language)}</figcaption>"
        f"{two_columns(rows, head=(chart.title, chart.unit), language=language)}</figure>"
    )


def chart_notes(chart: Chart, language: str) -> str:
    """What stands under a chart: its answer, that groups overlap, why a bar is withheld."""
    notes = [chart.sentence] if chart.sentence else []
    notes += [say(language, "overlaps")] if chart.overlaps else []
    notes += [say(language, "suppressed_long")] if any(bar.suppressed for bar in chart.bars) else []
    return " ".join(notes)


def _opening(key: str, ref: FigureRef | None, language: str) -> str:
    """A figure beside a drawing (its total, what it has no place for), so that it opens too."""
    return f" {escape(say(language, key))}: {reference(ref, language)}." if ref else ""


def _map(chart: SymbolMap, language: str) -> str:
    """The panels of the map, and a table of its cantons."""
    panels = "".join(
        f"<figure><h3>{escape(panel.title)}</h3>"
        f"{panel_drawing(chart, panel, width=WIDTH, height=270, ink=SCREEN, language=language)}"
        "</figure>"
        for panel in chart.panels
    )
    cells = [cell for panel in chart.panels for cell in panel.cells]
    rows = [(cell.name, cell_words(cell, language=language), "") for cell in cells]
    head = (say(language, "place"), chart.unit)
    return (
        f'<section id="map-{escape(chart.code)}"><h2>{escape(chart.title)}</h2>'
        f"<p>{escape(map_notes(chart, language))}{_opening('total', chart.figure, language)}"
        f"{_opening('unplaced', chart.unplaced, language)}</p>"
        f'<div class="panels">{panels}</div>{two_columns(rows, head=head, language=language)}'
        "</section>"
    )


def map_notes(chart: SymbolMap, language: str) -> str:
    """What stands beside a map: its answer, its scale, why a canton is withheld."""
    notes = [chart.sentence, say(language, "map_scale")]
    if any(cell.suppressed for panel in chart.panels for cell in panel.cells):
        notes.append(say(language, "suppressed_long"))
    return " ".join(notes)


def _mortality(mortality: Mortality, language: str) -> str:
    drawn = intervals(mortality, width=WIDTH, ink=SCREEN, language=language)
    answer = f"<p>{escape(mortality.answer)}</p>" if mortality.answer else ""
    return (
        f'<section class="columns two"><figure><h2>{escape(mortality.title)}</h2>{drawn}'
        f"<figcaption>{escape(say(language, 'mortality_unit'))}.</figcaption></figure>"
        f"<div>{answer}{mortality_table(mortality, language)}"
        f'<p class="small">{escape(mortality.caution)}</p>'
        f'<p class="small">{escape(say(language, "source"))}: {escape(mortality.source)}</p>'
        "</div></section>"
    )


def _doubts(sheet: Factsheet) -> str:
    """Readings of ambiguous statements, and what does not agree."""
    language = sheet.language
    found = ""
    if sheet.readings:
        items = "".join(_reading(reading, language) for reading in sheet.readings)
        title = escape(say(language, "readings"))
        found += f'<section><h2>{title}</h2><ul class="readings">{items}</ul></section>'
    if sheet.contradictions:
        title = escape(say(language, "contradictions"))
        items = "".join(_contradiction(item, language) for item in sheet.contradictions)
        found += f"<section><h2>{title}</h2>{items}</section>"
    return found


def _reading(reading: Reading, language: str) -> str:
    parts = "".join(
        f"<span>{escape(label)}: {reference(ref, language)}</span>" for label, ref in reading.parts
    )
    for ref, key in ((reading.overlap, "overlap"), (reading.remainder, "remainder")):
        if ref:
            parts += f"<span>{escape(say(language, key))}: {reference(ref, language)}</span>"
    return (
        f'<li><h3>{escape(reading.title)}</h3><div class="parts">{parts}</div>'
        f"{prose(reading.explanation, language)}</li>"
    )


def _contradiction(item: Contradiction, language: str) -> str:
    planned, reached = (reference(ref, language) for ref in (item.planned, item.reached))
    return (
        f'<div class="conflict"><h3>{escape(item.title)}</h3><div class="parts">'
        f"<span>{escape(say(language, 'planned'))}: {planned}</span>"
        f"<span>{escape(say(language, 'reached'))}: {reached}</span></div>"
        f"{prose(item.explanation, language)}</div>"
    )


def _foot(sheet: Factsheet) -> str:
    check = escape(say(sheet.language, "how_to_check", snapshot=sheet.snapshot))
    links = " · ".join(
        f'<a href="{escape(address)}">{escape(words)}</a>' for words, address in sheet.links
    )
    line = f"<p>{links}</p>" if links else ""
    return f'<footer class="wide"><p>{check}</p>{line}</footer>'
