"""How a list is laid out: titles, headings of one or two lines, rows, blanks and totals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from minga.engines.world.inputs import Column, ListKind
from minga.engines.world.settings import Style
from minga.engines.world.values import Cell

NAME_COLUMNS = {
    "full": ("person.full_name",),
    "given_surnames": ("person.given_names", "person.surnames"),
    "four": ("person.first_surname", "person.second_surname", "person.given_names"),
}
NAMES = frozenset(name for names in NAME_COLUMNS.values() for name in names)
MARK = "DATOS SINTÉTICOS - SYNTHETIC DATA"
GROUPS_ES = {
    "person": "DATOS PERSONALES",
    "date": "FECHAS",
    "answer": "ATENCIÓN",
    "tally": "ASISTENTES",
}
GROUPS_EN = {"person": "PERSON", "date": "DATES", "answer": "SERVICE", "tally": "PEOPLE"}


@dataclass
class Sheet:
    """A grid of cells; `merges` are (row, first column, last column), from one."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Placed:
    """Where an event's row came to stand: sheet and row, counted from one."""

    sheet: str
    row: int


def columns_for(kind: ListKind, style: Style) -> list[Column]:
    """The columns that an organisation of this style keeps, its way of names among them."""
    offered = {column.to for column in kind.columns}
    wanted = set(NAME_COLUMNS[style.names])
    if not wanted <= offered:
        fitting = [set(names) for names in NAME_COLUMNS.values() if set(names) <= offered]
        wanted = fitting[-1] if fitting else offered & NAMES
    kept = [column for column in kind.columns if column.to not in NAMES or column.to in wanted]
    both_ages = {"person.age", "person.birth_on"} <= {column.to for column in kept}
    if both_ages:
        # A notebook keeps the age, everybody else the birth date; a few keep both.
        dropped = "person.birth_on" if style.style == "parish_notebook" else "person.age"
        kept = [c for c in kept if c.to != dropped or (style.totals and c.to == "person.age")]
    kept = [column for column in kept if column.to != "ignore"]
    order = NAME_COLUMNS["four"] if style.surnames_first else ("person.given_names",)
    kept.sort(key=lambda column: _rank(column, order))
    return kept


def _rank(column: Column, order: Sequence[str]) -> tuple[int, int]:
    """Names come first, then what is known of the person, then the rest as the pack has it."""
    if column.to in NAMES:
        return 0, order.index(column.to) if column.to in order else len(order)
    return (1 if column.parts[0] == "person" else 2), 0


def heading(column: Column, style: Style, turn: int) -> str:
    """One of the headings that partners give the column; a style always uses the same.

    The pack writes those in Spanish first and one in English last.
    """
    spanish = column.headings[: (len(column.headings) + 1) // 2]
    text = spanish[0] if style.language == "both" else spanish[turn % len(spanish)]
    text = column.headings[-1] if style.language == "en" else text
    return text.upper() if style.headings_upper else text


def titles(style: Style, kind: ListKind, organisation: str, period: str) -> list[str]:
    """The lines above the headings; the mark comes first: nobody takes it for real."""
    name = kind.title_en if style.language == "en" else kind.title_es
    lines = [f"{MARK} · {name}", organisation, period, "Frontera Norte: Esmeraldas y Sucumbíos"]
    return lines[: max(1, style.titles)]


def _head(
    sheet: Sheet, style: Style, columns: Sequence[Column], lines: Sequence[str], turn: int
) -> None:
    width = len(columns) + style.numbered
    for line in lines:
        sheet.rows.append([line])
        if style.merged:
            sheet.merges.append((len(sheet.rows), 1, width))
    sheet.rows.extend([] for _ in range(style.blank_after_titles))
    if style.header_lines == 2:
        _group_line(sheet, style, columns)
    first: list[Cell] = ["No."] if style.numbered else []
    sheet.rows.append(first + [heading(column, style, turn) for column in columns])


def _group_line(sheet: Sheet, style: Style, columns: Sequence[Column]) -> None:
    """The upper of two heading lines: one word over each run of columns of a kind."""
    words = GROUPS_EN if style.language == "en" else GROUPS_ES
    row: list[Cell] = [None] * style.numbered
    last, start = "", 0
    for place, column in enumerate([*columns, None], 1 + style.numbered):
        group = words.get(column.parts[0], "GENERAL") if column else ""
        if group != last:
            if last and style.merged and place - 1 > start:
                sheet.merges.append((len(sheet.rows) + 1, start, place - 1))
            last, start = group, place
            row.append(group or None)
        elif column:
            row.append(None)
    sheet.rows.append(row[: len(columns) + style.numbered])


def lay_out(
    *,
    name: str,
    style: Style,
    columns: Sequence[Column],
    lines: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    turn: int,
) -> tuple[Sheet, list[Placed]]:
    """A sheet of rows under the style's head, and where each row came to stand."""
    sheet, placed = Sheet(name), []
    _head(sheet, style, columns, lines, turn)
    for number, row in enumerate(rows, 1):
        if style.blank_every and number > 1 and number % style.blank_every == 1:
            sheet.rows.append([])
        first: list[Cell] = [number] if style.numbered else []
        sheet.rows.append([*first, *row])
        placed.append(Placed(name, len(sheet.rows)))
    if style.totals:
        sheet.rows.append([])
        sheet.rows.append(_totals(style, columns, rows))
    return sheet, placed


def _totals(style: Style, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The partner's own total: of a tally each column, of a list the number of its rows."""
    word = "TOTAL" if style.language == "en" else "TOTAL GENERAL"
    total: list[Cell] = [word] if style.numbered else []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        is_sum = column.parts[0] == "tally"
        total.append(sum(cell for cell in cells if isinstance(cell, int)) if is_sum else None)
    free = next((i for i, cell in enumerate(total) if cell is None), None)
    if not style.numbered and free is not None:
        total[free] = word
        free = next((i for i, cell in enumerate(total) if cell is None), None)
    if free is not None:
        total[free] = len(rows)
    return total


def period_title(first: date, last: date, style: Style) -> str:
    """The span that a list covers, in its language."""
    if style.language == "en":
        return f"Period: {first.isoformat()} to {last.isoformat()}"
    return f"Período: {first.strftime('%d/%m/%Y')} al {last.strftime('%d/%m/%Y')}"
