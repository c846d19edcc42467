"""A fact sheet as the PDF's template reads it: words and drawings, each in its language."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from minga.figures.publish.charts import (
    PRINT,
    Ink,
    bars,
    describe,
    interval_words,
    intervals,
    two_sums,
)
from minga.figures.publish.entries import entry_lines
from minga.figures.publish.factsheet import (
    Chart,
    Factsheet,
    FigureRef,
    Reading,
    Section,
    Span,
    SymbolMap,
)
from minga.figures.publish.html import chart_notes, map_notes
from minga.figures.publish.maps import cell_words, panel_drawing
from minga.figures.publish.phrases import PHRASES, RULES
from minga.figures.publish.tables import (
    GROUPS,
    count_cells,
    count_headings,
    counted_words,
    has_tallies,
    money_headings,
    money_ties,
    money_written,
    rate_cells,
)
from minga.figures.publish.words import (
    bare_note_of,
    promise_words,
    repeats_words,
    say,
    say_missing,
    write_date,
)

HALF_WIDTH = 240
"""Points across half the page: what a drawing is made for."""
THIRD_WIDTH = 156
SMALL = replace(PRINT, size=7.4)
"""The type of drawings inside a column of the second page."""
MAP_HEIGHT = 138
Plain = dict[str, Any]
"""What the template reads: nothing but text, lists and mappings."""


def chart_widths(count: int) -> tuple[float, ...]:
    """What the charts of the first page are drawn for: of two, the second has more room."""
    return (190, 300) if count == 2 else (HALF_WIDTH,) * count


def plain_sheet(sheet: Factsheet) -> Plain:
    """Everything the template shows, already written in the sheet's language."""
    language = sheet.language
    as_of = say(language, "as_of", date=write_date(sheet.as_of, language=language))
    released = say(language, "released", date=write_date(sheet.released_on, language=language))
    check = say(language, "how_to_check", snapshot=sheet.snapshot)
    return {
        "language": language,
        "words": {key: say(language, key) for key, (text, _) in PHRASES.items() if "{" not in text},
        "rules": [
            {"title": say(language, rule), "text": say(language, f"{rule}_text")} for rule in RULES
        ],
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "kicker": f"{sheet.kicker}. {as_of}.",
        "author": "Minga",
        "synthetic_note": bare_note_of(sheet.synthetic_note, language=language),
        "footer": f"{released}. {say(language, 'edition', edition=sheet.edition)}. {check}",
        "facts": [{"label": fact.label, "text": fact.text} for fact in sheet.facts],
        "lead": _lead(sheet),
        "context": [_section(x, language) for x in sheet.of_kind("context")],
        "outcomes": [_section(x, language) for x in sheet.of_kind("outcome")],
        "closing": [_section(x, language) for x in sheet.of_kind("closing")],
        "charts": [
            _chart(chart, language, width=width)
            for chart, width in zip(sheet.charts, chart_widths(len(sheet.charts)), strict=True)
        ],
        "map": _map(sheet.map, language) if sheet.map else None,
        "money": _money(sheet),
        "counted": _counted(sheet),
        "mortality": _mortality(sheet),
        "readings": _readings(sheet),
        "contradictions": _contradictions(sheet),
        "entries": _entries(sheet),
    }


def _ref(ref: FigureRef, language: str, *, alone: bool = False) -> Plain:
    """A number with its note; `alone` is where it does not stand inside a sentence."""
    missing = say_missing(language, withheld=ref.suppressed, alone=alone)
    return {
        "code": ref.code,
        "number": ref.number if ref.shown else missing,
        "qualifier": ref.qualifier if ref.shown else "",
        "note": ref.note,
        "shown": ref.shown,
    }


def paragraphs(spans: Sequence[Span], language: str) -> list[list[str | Plain]]:
    """A text as paragraphs of words and references; an empty line starts a new paragraph."""
    found: list[list[str | Plain]] = [[]]
    for span in spans:
        if isinstance(span, FigureRef):
            found[-1].append(_ref(span, language))
            continue
        for index, part in enumerate(span.split("\n\n")):
            if index:
                found.append([])
            found[-1].append(part)
    return [paragraph for paragraph in found if paragraph]


def _section(section: Section, language: str) -> Plain:
    return {
        "title": section.title,
        "paragraphs": paragraphs(section.spans, language),
        "figures": [
            {
                "figure": _ref(key.figure, language, alone=True),
                "meaning": key.meaning,
                "promised": promise_words(key.promised, key.promised_on, language=language),
            }
            for key in section.figures
        ],
        "chart": (
            _chart(section.chart, language, width=THIRD_WIDTH, ink=SMALL) if section.chart else None
        ),
    }


def _lead(sheet: Factsheet) -> Plain:
    lead, language = sheet.lead, sheet.language
    drawing, repeats = None, ""
    if lead.value is not None and lead.partners_sum is not None:
        unique, total = int(lead.value), lead.partners_sum
        svg = two_sums(
            unique=unique,
            partners_sum=total,
            key="lead",
            width=HALF_WIDTH,
            ink=PRINT,
            language=language,
        )
        repeats = repeats_words(total - unique, language=language)
        drawing = {"svg": svg, "alt": f"{say(language, 'once')}. {repeats}"}
    return {
        "figure": _ref(lead.figure, language, alone=True),
        "meaning": lead.meaning,
        "promised": promise_words(lead.promised, lead.promised_on, language=language),
        "drawing": drawing,
        "repeats": repeats,
        "explanation": paragraphs(lead.explanation, language),
    }


def _chart(chart: Chart, language: str, *, width: float, ink: Ink = PRINT) -> Plain:
    words = "; ".join(describe(bar, language=language) for bar in chart.bars)
    return {
        "title": chart.title,
        "unit": chart.unit,
        "notes": chart_notes(chart, language),
        "figure": _ref(chart.figure, language) if chart.figure else None,
        "svg": bars(chart, width=width, ink=ink, language=language),
        "alt": f"{chart.title} {words}",
    }


def _map(chart: SymbolMap, language: str) -> Plain:
    width = HALF_WIDTH * 2 / max(len(chart.panels), 1)
    panels = [
        {
            "title": panel.title,
            "svg": panel_drawing(
                chart, panel, width=width, height=MAP_HEIGHT, ink=PRINT, language=language
            ),
            "alt": "; ".join(f"{c.name}: {cell_words(c, language=language)}" for c in panel.cells),
        }
        for panel in chart.panels
    ]
    return {
        "title": chart.title,
        "unit": chart.unit,
        "notes": map_notes(chart, language),
        "panels": panels,
        "figure": _ref(chart.figure, language) if chart.figure else None,
        "unplaced": _ref(chart.unplaced, language) if chart.unplaced else None,
    }


def _row(cells: Sequence[str], kind: str = "row", *, code: str = "") -> Plain:
    """A row of a table; its name opens the entry of `code`."""
    return {"kind": kind, "cells": list(cells), "code": code}


def _money(sheet: Factsheet) -> Plain | None:
    money, language = sheet.money, sheet.language
    if money is None:
        return None

    rows = [_row([name, *money_written(money, name, language)]) for name in money.organisations]
    rows.append(_row([say(language, "total"), *money_written(money, None, language)], "sum"))
    day = write_date(money.cutoff_on, language=language)
    caption = say(language, "money_caption", currency=money.currency, date=day)
    head = [say(language, "organisation"), *money_headings(money, language)]
    return {
        "ties": " ".join(money_ties(money, language)),
        "note": " ".join(part for part in (f"{caption}.", money.note) if part),
        "table": {"head": head, "rows": rows},
    }


def _counted(sheet: Factsheet) -> Plain | None:
    language = sheet.language
    if not sheet.counted:
        return None
    rows = []
    tallies = has_tallies(sheet.counted)
    ordered = sorted(sheet.counted, key=lambda row: GROUPS.index(row.about))
    for group, members in groupby(ordered, key=lambda row: row.about):
        rows.append(_row([say(language, group)], "group"))
        rows += [
            _row([row.title, *count_cells(row, language, tallies=tallies)], code=row.code)
            for row in members
        ]
    head = [say(language, "figure"), *count_headings(language, tallies=tallies)]
    lead = counted_words(sheet.counted, language)
    return {"lead": lead, "table": {"head": head, "rows": rows}}


def _mortality(sheet: Factsheet) -> Plain | None:
    mortality, language = sheet.mortality, sheet.language
    if mortality is None:
        return None
    head = [say(language, key) for key in ("period", "deaths", "births", "rate")]
    words = "; ".join(interval_words(p, language=language) for p in mortality.periods)
    svg = intervals(mortality, width=HALF_WIDTH * 0.9, ink=PRINT, language=language)
    source = f"{say(language, 'source')}: {mortality.source}."
    return {
        "title": mortality.title,
        "unit": say(language, "mortality_unit") + ".",
        "drawing": {"svg": svg, "alt": f"{mortality.title} {words}"},
        "table": {
            "head": head,
            "rows": [
                _row([p.label, *rate_cells(p, language)], code=p.figure.code)
                for p in mortality.periods
            ],
        },
        "answer": mortality.answer,
        "caution": f"{mortality.caution} {source}",
    }


def _readings(sheet: Factsheet) -> list[Plain]:
    return [
        {
            "title": reading.title,
            "parts": [
                {"label": label, "figure": _ref(ref, sheet.language, alone=True)}
                for label, ref in (*reading.parts, *_tail(reading, sheet.language))
            ],
            "explanation": paragraphs(reading.explanation, sheet.language),
        }
        for reading in sheet.readings
    ]


def _tail(reading: Reading, language: str) -> list[tuple[str, FigureRef]]:
    """How many are in more than one part, and how many in none."""
    ends = (("overlap", reading.overlap), ("remainder", reading.remainder))
    return [(say(language, key), ref) for key, ref in ends if ref]


def _contradictions(sheet: Factsheet) -> list[Plain]:
    return [
        {
            "title": item.title,
            "planned": _ref(item.planned, sheet.language),
            "reached": _ref(item.reached, sheet.language),
            "explanation": paragraphs(item.explanation, sheet.language),
        }
        for item in sheet.contradictions
    ]


def _entries(sheet: Factsheet) -> list[Plain]:
    """The list of all figures; the date is among the lines of each."""
    language = sheet.language
    return [
        {
            "code": entry.code,
            "note": entry.note,
            "title": entry.title,
            "definition": entry.definition,
            "lines": [
                *entry_lines(entry, language),
                (say(language, "date"), write_date(entry.as_of, language=language)),
                *([(say(language, "source"), entry.source)] if entry.source else []),
            ],
        }
        for entry in sheet.entries
    ]
