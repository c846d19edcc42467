"""The fact sheet as a tagged PDF (PDF/UA-1): two designed A4 pages, then the list of figures."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from minga.figures.publish.charts import PRINT, bars, describe, interval_words, intervals, two_sums
from minga.figures.publish.factsheet import Chart, Factsheet, FigureRef, Section, Span, SymbolMap
from minga.figures.publish.html import promise_words, reading_tail
from minga.figures.publish.maps import cell_words, panel_drawing
from minga.figures.publish.tables import (
    GROUPS,
    count_cells,
    count_headings,
    entry_lines,
    money_cells,
    money_headings,
    money_ties,
    rate_cells,
)
from minga.figures.publish.words import WORDS, bare_note_of, say, write_date, write_number

TEMPLATE = Path(__file__).parent / "typst" / "factsheet.typ"
SCALES = ("1.1", "1.05", "1.0", "0.96", "0.92", "0.88", "0.84")
"""Sizes of type tried from the largest, until the sheet keeps to its two pages."""
HALF_WIDTH = 240
"""Points across half the page: what a drawing is made for."""
Plain = dict[str, Any]
"""What the template reads: nothing but text, lists and mappings."""


class SheetTooLongError(Exception):
    """The texts do not fit on two pages even in the smallest type that can be read."""


def render_pdf(sheet: Factsheet) -> bytes:
    """The PDF; the same sheet always gives the same bytes.

    Raises:
        SheetTooLongError: when the sheet needs more than two pages at the smallest size.
    """
    data = json.dumps(plain_sheet(sheet), ensure_ascii=False)
    stamp = datetime.combine(sheet.released_on, time(), tzinfo=UTC)
    for scale in SCALES:
        compiler = typst.Compiler(
            TEMPLATE, font_paths=_fonts(), sys_inputs={"sheet": data, "scale": scale}
        )
        page = json.loads(compiler.query("<notes-page>", field="value", one=True))
        if page == 3:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
            if isinstance(made, bytes):
                return made
    raise SheetTooLongError(
        f"«{sheet.title}» does not fit on two pages; shorten the longest section or drop a chart"
    )


@cache
def _fonts() -> typst.Fonts:
    """The type that comes with the packages, and nothing from this machine."""
    packages = ("font_source_sans_pro", "font_source_serif_pro")
    folders = [str(files(package) / "files") for package in packages]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def plain_sheet(sheet: Factsheet) -> Plain:
    """Everything the template shows, already written in the sheet's language."""
    language = sheet.language
    as_of = say(language, "as_of", date=write_date(sheet.as_of, language=language))
    released = say(language, "released", date=write_date(sheet.released_on, language=language))
    check = say(language, "how_to_check", snapshot=sheet.snapshot)
    return {
        "language": language,
        "words": {key: text for key, text in WORDS[language].items() if "{" not in text},
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
        "charts": [_chart(chart, language) for chart in sheet.charts],
        "map": _map(sheet.map, language) if sheet.map else None,
        "money": _money(sheet),
        "counted": _counted(sheet),
        "mortality": _mortality(sheet),
        "readings": _readings(sheet),
        "contradictions": _contradictions(sheet),
        "entries": _entries(sheet),
    }


def _ref(ref: FigureRef, language: str) -> Plain:
    return {
        "code": ref.code,
        "number": say(language, "suppressed") if ref.suppressed else ref.number,
        "qualifier": ref.qualifier,
        "note": ref.note,
        "suppressed": ref.suppressed,
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
                "figure": _ref(key.figure, language),
                "meaning": key.meaning,
                "promised": promise_words(key, language),
            }
            for key in section.figures
        ],
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
        written = write_number(total - unique, language=language)
        repeats = say(language, "people_at_once", repeats=written)
        drawing = {"svg": svg, "alt": f"{say(language, 'once')}. {repeats}"}
    return {
        "figure": _ref(lead.figure, language),
        "meaning": lead.meaning,
        "drawing": drawing,
        "repeats": repeats,
        "explanation": paragraphs(lead.explanation, language),
    }


def _chart(chart: Chart, language: str) -> Plain:
    notes = [chart.sentence]
    notes += [say(language, "overlaps")] if chart.overlaps else []
    withheld = any(bar.suppressed for bar in chart.bars)
    notes += [say(language, "suppressed_long")] if withheld else []
    words = "; ".join(describe(bar, language=language) for bar in chart.bars)
    return {
        "title": chart.title,
        "notes": " ".join(notes),
        "figure": _ref(chart.figure, language) if chart.figure else None,
        "svg": bars(chart, width=HALF_WIDTH, ink=PRINT, language=language),
        "alt": f"{chart.title} {words}",
    }


def _map(chart: SymbolMap, language: str) -> Plain:
    cells = [cell for panel in chart.panels for cell in panel.cells]
    notes = [chart.sentence, say(language, "map_scale")]
    if any(cell.suppressed for cell in cells):
        notes.append(say(language, "suppressed_long"))
    width = HALF_WIDTH * 2 / max(len(chart.panels), 1)
    panels = [
        {
            "title": panel.title,
            "svg": panel_drawing(
                chart, panel, width=width, height=150, ink=PRINT, language=language
            ),
            "alt": "; ".join(f"{c.name}: {cell_words(c, language=language)}" for c in panel.cells),
        }
        for panel in chart.panels
    ]
    figure = _ref(chart.figure, language) if chart.figure else None
    return {"title": chart.title, "notes": " ".join(notes), "panels": panels, "figure": figure}


def _row(cells: Sequence[str], kind: str = "row") -> Plain:
    return {"kind": kind, "cells": list(cells)}


def _money(sheet: Factsheet) -> Plain | None:
    money, language = sheet.money, sheet.language
    if money is None:
        return None

    def written(organisation: str | None) -> list[str]:
        return [
            write_number(x, language=language, places=2) for x in money_cells(money, organisation)
        ]

    rows = [_row([name, *written(name)]) for name in money.organisations]
    rows.append(_row([say(language, "total"), *written(None)], "sum"))
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
    ordered = sorted(sheet.counted, key=lambda row: GROUPS.index(row.about))
    for group, members in groupby(ordered, key=lambda row: row.about):
        rows.append(_row([say(language, group)], "group"))
        rows += [_row([row.title, *count_cells(row, language)]) for row in members]
    head = [say(language, "figure"), *count_headings(language)]
    return {"lead": say(language, "counted_lead"), "table": {"head": head, "rows": rows}}


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
            "rows": [_row([p.label, *rate_cells(p, language)]) for p in mortality.periods],
        },
        "caution": f"{mortality.caution} {source}",
    }


def _readings(sheet: Factsheet) -> list[Plain]:
    return [
        {
            "title": reading.title,
            "parts": [
                {"label": label, "figure": _ref(ref, sheet.language)}
                for label, ref in reading.parts
            ],
            "tail": f"{tail}." if (tail := reading_tail(reading, sheet.language)) else "",
            "explanation": reading.explanation,
        }
        for reading in sheet.readings
    ]


def _contradictions(sheet: Factsheet) -> list[Plain]:
    return [
        {
            "title": item.title,
            "planned": _ref(item.planned, sheet.language),
            "reached": _ref(item.reached, sheet.language),
            "explanation": item.explanation,
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
