"""What the pages of published figures show: one figure with everything behind it, in a language."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minga.engines.indicators.definition import Indicator
from minga.engines.indicators.units import PARTITIONS
from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.publish.charts import SCREEN, bars
from minga.figures.publish.entries import entry_lines
from minga.figures.publish.factsheet import Bar, Chart, Number
from minga.figures.publish.figures import axis_titles, definitions_of, in_words, labels
from minga.figures.publish.html import WIDTH
from minga.figures.publish.released import UNKNOWN, Released
from minga.figures.publish.tables import bounds, cell, number_or_why
from minga.figures.publish.words import promise_words, say, write_date

BANDS = frozenset({"age_band"})
"""Axes whose values are lower bounds, in an order of their own."""


@dataclass(frozen=True)
class CellRow:
    """A released cell as a row of a table."""

    label: str
    value: str
    partners_sum: str
    participations: str
    withheld: bool


@dataclass(frozen=True)
class Breakdown:
    """The released cells of a figure along one axis, drawn and as a table."""

    title: str
    drawing: str
    rows: tuple[CellRow, ...]
    overlaps: bool
    withheld: bool


@dataclass(frozen=True)
class FigurePage:
    """One figure: its number, what it means, how it was counted, and its cells."""

    code: str
    title: str
    number: str
    shown: bool
    unit: str
    as_of: str
    promised: str
    definition: str
    lines: tuple[tuple[str, str], ...]
    periods: tuple[CellRow, ...]
    breakdowns: tuple[Breakdown, ...]
    content: str
    """The definition itself, as data."""


def figure_page(snapshot: Snapshot, code: str, language: str) -> FigurePage | None:
    """The page of a figure, or nothing where the snapshot has none of that name."""
    rows = list(
        ReleasedFigure.objects.filter(snapshot=snapshot, indicator=code).order_by(
            "period_end", "id"
        )
    )
    if not rows:
        return None
    indicator = definitions_of(rows)[code, rows[-1].definition_version]
    figures = [in_words(row, indicator, snapshot, language) for row in rows]
    last = figures[-1].as_of
    totals = [figure for figure in figures if not figure.key.axes]
    total = totals[-1]
    shown = total.value is not None and not total.suppressed
    return FigurePage(
        code=code,
        title=total.title,
        number=number_or_why(total.value, language, withheld=total.suppressed),
        shown=shown,
        unit=total.unit,
        as_of=say(language, "as_of", date=write_date(last, language=language)),
        promised=promise_words(total.target, total.target_on, language=language),
        definition=total.definition,
        lines=_lines(total, language),
        periods=tuple(
            _row(figure, write_date(figure.as_of, language=language), language)
            for figure in totals
            if len(totals) > 1
        ),
        breakdowns=_breakdowns(figures, indicator, last, language),
        content=json.dumps(
            indicator.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            ensure_ascii=False,
            indent=2,
        ),
    )


def _lines(total: Released, language: str) -> tuple[tuple[str, str], ...]:
    entry = total.entry(note=0)
    source = ((say(language, "source"), total.source),) if total.source else ()
    return (*entry_lines(entry, language), *source)


def _breakdowns(
    figures: Sequence[Released], indicator: Indicator, last: date, language: str
) -> tuple[Breakdown, ...]:
    """The cells of the last period, axis by axis in the order of the definition."""
    names, titles = labels(language), axis_titles(language)
    found = []
    for axis in indicator.by:
        cells = [
            figure
            for figure in figures
            if figure.as_of == last and [name for name, _ in figure.key.axes] == [axis]
        ]
        if cells:
            title = titles.get(axis, axis)
            overlaps = indicator.unit_kind == "people" and axis not in PARTITIONS
            found.append(_breakdown(axis, title, cells, names, language, overlaps=overlaps))
    return tuple(found)


def _breakdown(
    axis: str,
    title: str,
    cells: Sequence[Released],
    names: dict[tuple[str, str], str],
    language: str,
    *,
    overlaps: bool,
) -> Breakdown:
    named = [
        (names.get((axis, each.key.axes[0][1]), each.key.axes[0][1]), each)
        for each in sorted(cells, key=_place)
    ]
    chart = Chart(
        code=f"by-{axis}",
        title=title,
        sentence="",
        bars=tuple(Bar(label, each.value, None, each.suppressed) for label, each in named),
    )
    return Breakdown(
        title=title,
        drawing=bars(chart, width=WIDTH, ink=SCREEN, language=language),
        rows=tuple(_row(each, label, language) for label, each in named),
        overlaps=overlaps,
        withheld=any(each.suppressed for _, each in named),
    )


def _place(cell: Released) -> tuple[bool, int, bool, Number]:
    """Where a cell stands among its like: ages in their order, others the largest first."""
    value = cell.key.axes[0][1]
    age = int(value) if value.isdecimal() and cell.key.axes[0][0] in BANDS else 0
    return value == UNKNOWN, age, cell.suppressed, -(cell.value or 0)


def _row(figure: Released, label: str, language: str) -> CellRow:
    tally = bounds(figure.tally_low, figure.tally_high, language)
    value = number_or_why(figure.value, language, withheld=figure.suppressed)
    if interval := bounds(figure.low, figure.high, language):
        value = f"{value} ({interval})"
    return CellRow(
        label=label,
        value=f"{value} + {tally}" if tally else value,
        partners_sum=cell(figure.registrations, language),
        participations=cell(figure.participations, language),
        withheld=figure.suppressed,
    )
