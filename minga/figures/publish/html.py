"""The fact sheet as one self-contained page: no scripts, nothing to fetch, every number opens."""

from collections.abc import Iterable
from html import escape

from minga.figures.publish.charts import SCREEN, bars, intervals, number_of, two_sums
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
    entries_list,
    money_table,
    mortality_table,
    two_columns,
)
from minga.figures.publish.words import bare_note_of, say, write_date, write_number

WIDTH = 360
"""User units across a drawing: what a small telephone is wide, so that type stays legible there."""


def render_html(sheet: Factsheet) -> str:
    """The whole page."""
    known = frozenset(entry.code for entry in sheet.entries)
    body = "".join(
        (
            _mark(sheet),
            "<main>",
            _head(sheet),
            _lead(sheet.lead, sheet.language),
            _context(sheet),
            _map(sheet.map, sheet.language) if sheet.map else "",
            _outcomes(sheet),
            _mortality(sheet.mortality, sheet.language) if sheet.mortality else "",
            money_table(sheet.money, sheet.language) if sheet.money else "",
            counted_table(sheet.counted, sheet.language, known=known) if sheet.counted else "",
            _doubts(sheet),
            _closing(sheet),
            entries_list(sheet),
            "</main>",
            _foot(sheet),
        )
    )
    return (
        f'<!doctype html><html lang="{sheet.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(sheet.title)}</title><style>{STYLE}</style></head>"
        f"<body>{body}</body></html>\n"
    )


def reference(ref: FigureRef, language: str) -> str:
    """A number as a link to its entry, or that it is withheld."""
    title = escape(say(language, "open_note", note=ref.note))
    if ref.suppressed:
        words = f'<span class="withheld">{escape(say(language, "suppressed"))}</span>'
    else:
        words = f"<b>{escape(ref.number)}</b>"
    before = f"{escape(ref.qualifier)} " if ref.qualifier and not ref.suppressed else ""
    return (
        f'{before}<a class="ref" href="#figure-{escape(ref.code)}" title="{title}">'
        f"{words}<sup>{ref.note}</sup></a>"
    )


def prose(spans: Iterable[Span], language: str) -> str:
    """A text with its numbers linked; an empty line starts a new paragraph."""
    parts = (escape(span) if isinstance(span, str) else reference(span, language) for span in spans)
    return "".join(f"<p>{part}</p>" for part in "".join(parts).split("\n\n") if part.strip())


def _mark(sheet: Factsheet) -> str:
    label = escape(say(sheet.language, "synthetic"))
    note = escape(bare_note_of(sheet.synthetic_note, language=sheet.language))
    return f'<div class="mark" role="note"><p><strong>{label}.</strong> {note}</p></div>'


def _head(sheet: Factsheet) -> str:
    language = sheet.language
    as_of = say(language, "as_of", date=write_date(sheet.as_of, language=language))
    released = say(language, "released", date=write_date(sheet.released_on, language=language))
    edition = say(language, "edition", edition=sheet.edition)
    return (
        f'<header class="top"><p class="kicker">{escape(sheet.kicker)}</p>'
        f"<h1>{escape(sheet.title)}</h1>"
        f'<p class="subtitle">{escape(sheet.subtitle)}</p>'
        f'<p class="small">{escape(as_of)}. {escape(released)}. {escape(edition)}.</p></header>'
    )


def _lead(lead: Lead, language: str) -> str:
    """The first number with its meaning, and the partners' sum beside it."""
    beside = ""
    if lead.value is not None and lead.partners_sum is not None:
        drawn = two_sums(
            unique=int(lead.value),
            partners_sum=lead.partners_sum,
            key="lead",
            width=WIDTH,
            ink=SCREEN,
            language=language,
        )
        repeats = write_number(lead.partners_sum - int(lead.value), language=language)
        sentence = say(language, "people_at_once", repeats=repeats)
        beside = (
            f"<figure><h2>{escape(say(language, 'once'))}</h2>{drawn}"
            f"<figcaption>{escape(sentence)}</figcaption></figure>"
        )
    return (
        f'<div class="lead"><div><div class="big">{reference(lead.figure, language)}</div>'
        f'<p class="meaning">{escape(lead.meaning)}</p></div>'
        f"<div>{beside}{prose(lead.explanation, language)}</div></div>"
    )


def _facts(sheet: Factsheet) -> str:
    rows = "".join(
        f"<div><dt>{escape(fact.label)}</dt><dd>{escape(fact.text)}</dd></div>"
        for fact in sheet.facts
    )
    title = escape(say(sheet.language, "facts"))
    return f'<aside class="facts"><h2>{title}</h2><dl>{rows}</dl></aside>'


def _context(sheet: Factsheet) -> str:
    """What the programme is, its facts, and the charts of who was reached."""
    texts = "".join(_section(section, sheet.language) for section in sheet.of_kind("context"))
    charts = "".join(chart_figure(chart, sheet.language) for chart in sheet.charts)
    return (
        f'<section class="pair"><div>{texts}</div>{_facts(sheet)}</section>'
        f'<section class="pair even">{charts}</section>'
    )


def _section(section: Section, language: str) -> str:
    keys = "".join(_key(key, language) for key in section.figures)
    return f"<h2>{escape(section.title)}</h2>{keys}{prose(section.spans, language)}"


def _closing(sheet: Factsheet) -> str:
    texts = (_section(section, sheet.language) for section in sheet.of_kind("closing"))
    return "".join(f"<section>{text}</section>" for text in texts)


def promise_words(key: KeyFigure, language: str) -> str:
    """What was promised and by when, or nothing."""
    if key.promised is None:
        return ""
    number = write_number(key.promised, language=language)
    if key.promised_on is None:
        return say(language, "promised_plain", number=number)
    day = write_date(key.promised_on, language=language)
    return say(language, "promised_by", number=number, date=day)


def _key(key: KeyFigure, language: str) -> str:
    promised = promise_words(key, language)
    line = f'<span class="small">{escape(promised)}</span>' if promised else ""
    return (
        f'<div class="key"><span class="n">{reference(key.figure, language)}</span>'
        f"<span>{escape(key.meaning)}</span>{line}</div>"
    )


def _outcomes(sheet: Factsheet) -> str:
    """The three outcomes side by side, each with its numbers first."""
    articles = []
    for section in sheet.of_kind("outcome"):
        keys = "".join(_key(key, sheet.language) for key in section.figures)
        text = prose(section.spans, sheet.language)
        articles.append(f"<article><h3>{escape(section.title)}</h3>{keys}{text}</article>")
    if not articles:
        return ""
    title = escape(say(sheet.language, "outcomes"))
    return f'<section><h2>{title}</h2><div class="outcomes">{"".join(articles)}</div></section>'


def chart_figure(chart: Chart, language: str) -> str:
    """A chart with its answer in words and its data behind it."""
    drawn = bars(chart, width=WIDTH, ink=SCREEN, language=language)
    notes = [chart.sentence]
    notes += [say(language, "overlaps")] if chart.overlaps else []
    withheld = any(bar.suppressed for bar in chart.bars)
    notes += [say(language, "suppressed_long")] if withheld else []
    rows = [(bar.label, number_of(bar, language=language), bar.code) for bar in chart.bars]
    return (
        f'<figure id="chart-{escape(chart.code)}"><h3>{escape(chart.title)}</h3>{drawn}'
        f"<figcaption>{escape(' '.join(notes))}{_total(chart.figure, language)}</figcaption>"
        f"{two_columns(rows, head=(chart.title, chart.unit), language=language)}</figure>"
    )


def _total(ref: FigureRef | None, language: str) -> str:
    """The figure that a drawing divides, so that it opens too."""
    return f" {escape(say(language, 'total'))}: {reference(ref, language)}." if ref else ""


def _map(chart: SymbolMap, language: str) -> str:
    """The panels of the map, and a table of its cantons."""
    panels = "".join(
        f"<figure><h3>{escape(panel.title)}</h3>"
        f"{panel_drawing(chart, panel, width=WIDTH, height=250, ink=SCREEN, language=language)}"
        "</figure>"
        for panel in chart.panels
    )
    cells = [cell for panel in chart.panels for cell in panel.cells]
    notes = [chart.sentence, say(language, "map_scale")]
    if any(cell.suppressed for cell in cells):
        notes.append(say(language, "suppressed_long"))
    rows = [(cell.name, cell_words(cell, language=language), "") for cell in cells]
    head = (say(language, "place"), chart.unit)
    return (
        f'<section id="map-{escape(chart.code)}"><h2>{escape(chart.title)}</h2>'
        f"<p>{escape(' '.join(notes))}{_total(chart.figure, language)}</p>"
        f'<div class="panels">{panels}</div>{two_columns(rows, head=head, language=language)}'
        "</section>"
    )


def _mortality(mortality: Mortality, language: str) -> str:
    drawn = intervals(mortality, width=WIDTH, ink=SCREEN, language=language)
    return (
        f'<section class="pair even"><figure><h2>{escape(mortality.title)}</h2>{drawn}'
        f"<figcaption>{escape(say(language, 'mortality_unit'))}.</figcaption></figure>"
        f"<div>{mortality_table(mortality, language)}"
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


def reading_tail(reading: Reading, language: str) -> str:
    """How many are in more than one group, and how many in none."""
    parts = []
    for count, key in ((reading.overlap, "overlap"), (reading.remainder, "remainder")):
        if count is not None:
            parts.append(f"{write_number(count, language=language)} {say(language, key)}")
    return "; ".join(parts)


def _reading(reading: Reading, language: str) -> str:
    parts = "".join(
        f"<span>{escape(label)}: {reference(ref, language)}</span>" for label, ref in reading.parts
    )
    tail = reading_tail(reading, language)
    return (
        f'<li><h3>{escape(reading.title)}</h3><div class="parts">{parts}'
        f"<span>{escape(tail)}</span></div>{escape(reading.explanation)}</li>"
    )


def _contradiction(item: Contradiction, language: str) -> str:
    planned, reached = (reference(ref, language) for ref in (item.planned, item.reached))
    return (
        f'<div class="conflict"><h3>{escape(item.title)}</h3><div class="parts">'
        f"<span>{escape(say(language, 'planned'))}: {planned}</span>"
        f"<span>{escape(say(language, 'reached'))}: {reached}</span></div>"
        f"<p>{escape(item.explanation)}</p></div>"
    )


def _foot(sheet: Factsheet) -> str:
    check = escape(say(sheet.language, "how_to_check", snapshot=sheet.snapshot))
    links = " · ".join(
        f'<a href="{escape(address)}">{escape(words)}</a>' for words, address in sheet.links
    )
    note = bare_note_of(sheet.synthetic_note, language=sheet.language)
    mark = escape(f"{say(sheet.language, 'synthetic')}. {note}")
    return f"<footer><p>{check}</p><p>{links}</p><p>{mark}</p></footer>"
