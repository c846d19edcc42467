"""Workbooks that go out, and one of them: the rows that a partner should mend."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from minga.engines.lists.findings import Problem, Severity
from minga.engines.lists.rows import ListRow
from minga.engines.lists.words import ROW_ID

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
HEAD = Font(bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="1F4E5F")
_REVIEW_FILL = PatternFill("solid", fgColor="FFF2CC")
_REJECT_FILL = PatternFill("solid", fgColor="F8CBAD")
WRAP = Alignment(wrap_text=True, vertical="top")
_STAMP = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date: same content, same bytes
_LONGEST_CELL = 32_000


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before its signs."""
    clean = _CONTROL.sub("", text)[:_LONGEST_CELL]
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


@dataclass(frozen=True)
class CorrectionSheet:
    """The rows of one sheet that a partner should mend, each with the id to find it by."""

    name: str
    headings: tuple[str, ...]
    rows: Iterable[tuple[str, ListRow]]


def write_corrections(sheets: Iterable[CorrectionSheet], *, mark: str = "") -> bytes:
    """The workbook that goes back: rows as they came, the cells to mend marked and commented.

    The first column is hidden and holds the row's id; the last says in words what to mend.
    """
    book = Workbook(write_only=True)
    used: set[str] = set()
    for content in sheets:
        sheet = book.create_sheet(free_name(content.name, used))
        sheet.column_dimensions["A"].hidden = True
        width = len(content.headings)
        sheet.column_dimensions[get_column_letter(width + 2)].width = 70
        if mark:
            sheet.append([None, harmless(mark)])
        labels = [ROW_ID, *content.headings, "Qué corregir / What to mend"]
        sheet.append([_head_cell(sheet, label) for label in labels])
        for row_id, row in content.rows:
            sheet.append(_correction_cells(sheet, row_id, row, width))
    if not used:
        book.create_sheet("Lista").append([ROW_ID])
    return saved(book)


def free_name(name: str, used: set[str]) -> str:
    """A sheet's name as spreadsheets allow it, not used before."""
    base = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:26] or "Lista"
    free, again = base, 1
    while free.casefold() in used:
        again += 1
        free = f"{base} ({again})"
    used.add(free.casefold())
    return free


def _text_cell(sheet: object, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, harmless(text))  # type: ignore[arg-type]
    return cell


def _head_cell(sheet: object, label: str) -> Cell:
    cell = _text_cell(sheet, label)
    cell.font, cell.fill, cell.alignment = HEAD, HEAD_FILL, WRAP
    return cell


def _correction_cells(sheet: object, row_id: str, row: ListRow, width: int) -> list[Cell]:
    problems: dict[int | None, list[Problem]] = {}
    for problem in row.problems:
        problems.setdefault(problem.index, []).append(problem)
    padded = [*row.cells, *[""] * width][:width]
    cells = [_text_cell(sheet, row_id)]
    for index, text in enumerate(padded):
        cell = _text_cell(sheet, text)
        cell.number_format = "@"
        if index in problems:
            _mark(cell, problems[index])
        cells.append(cell)
    summary = _text_cell(sheet, "\n".join(_lines(row.problems)))
    summary.alignment = WRAP
    return [*cells, summary]


def _lines(problems: Iterable[Problem]) -> list[str]:
    return [
        f"{p.column + ': ' if p.column else ''}{p.message.es} {p.mend.es}"
        f" / {p.message.en} {p.mend.en}"
        for p in problems
    ]


def _mark(cell: Cell, problems: Sequence[Problem]) -> None:
    rejected = any(problem.severity is Severity.REJECT for problem in problems)
    cell.fill = _REJECT_FILL if rejected else _REVIEW_FILL
    spanish = " ".join(f"{p.message.es} {p.mend.es}" for p in problems)
    english = " ".join(f"{p.message.en} {p.mend.en}" for p in problems)
    cell.comment = Comment(f"{spanish}\n\n{english}", "Minga", height=140, width=320)


def saved(book: Workbook) -> bytes:
    """The workbook as bytes; the same content is the same bytes."""
    book.properties.creator = "Minga"
    book.properties.created = book.properties.modified = _STAMP
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
