"""Workbooks that go out: the template of a kind of list, and rows that a partner should mend."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from minga.engines.lists.definition import Column, ListKind, ValueType, Vocabulary
from minga.engines.lists.findings import Problem, Severity
from minga.engines.lists.reading import INSTRUCTIONS, VALUES
from minga.engines.lists.rows import ListRow
from minga.engines.lists.words import ROW_ID

TEMPLATE_ROWS = 1_000
"""How many rows of the template have drop-downs."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEAD = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="1F4E5F")
_REQUIRED_FILL = PatternFill("solid", fgColor="8A3B12")
_REVIEW_FILL = PatternFill("solid", fgColor="FFF2CC")
_REJECT_FILL = PatternFill("solid", fgColor="F8CBAD")
_WRAP = Alignment(wrap_text=True, vertical="top")
_STAMP = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date: same content, same bytes
_LONGEST_CELL = 32_000


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before its signs."""
    clean = _CONTROL.sub("", text)[:_LONGEST_CELL]
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def write_template(
    kind: ListKind, vocabularies: Mapping[str, Vocabulary], *, mark: str = ""
) -> bytes:
    """The workbook that partners are asked to use: a list with drop-downs, and instructions.

    `mark` (such as a notice that data is synthetic) stands above the list when given.
    """
    book = Workbook()
    del book["Sheet"]
    sheet: Worksheet = book.create_sheet("Lista")
    columns = [(c, column) for c, column in kind.columns.items() if column.to != "ignore"]
    top = 1
    if mark:
        sheet.append([harmless(mark)])
        top = 2
    sheet.append([_heading(column) for _, column in columns])
    values: Worksheet = book.create_sheet(VALUES)
    values.sheet_state = "hidden"
    for place, (_, column) in enumerate(columns, start=1):
        _dress(sheet, place, top, column)
        vocabulary = vocabularies.get(column.vocabulary_code or "")
        if vocabulary is not None:
            _drop_down(sheet, values, place, top, column, vocabulary)
    sheet.freeze_panes = f"A{top + 1}"
    _instructions(book.create_sheet(INSTRUCTIONS), kind, columns, vocabularies)
    return _bytes(book)


def _heading(column: Column) -> str:
    spanish, english = column.heading("es"), column.heading("en")
    return spanish if spanish == english else f"{spanish} / {english}"


def _dress(sheet: Worksheet, place: int, top: int, column: Column) -> None:
    head = sheet.cell(top, place)
    head.font = _HEAD
    head.fill = _REQUIRED_FILL if column.required else _HEAD_FILL
    head.alignment = _WRAP
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width = max(14, min(40, len(str(head.value)) + 4))
    if _is_date(column):
        dimension.number_format = "DD/MM/YYYY"
    elif column.to in {"person.document", "person.phone", "case.code", "gathering.code"}:
        dimension.number_format = "@"


def _is_date(column: Column) -> bool:
    dated = column.target.kind == "date" or column.to == "person.birth_on"
    return dated or column.type is ValueType.DATE


def _drop_down(
    sheet: Worksheet,
    values: Worksheet,
    place: int,
    top: int,
    column: Column,
    vocabulary: Vocabulary,
) -> None:
    terms = list(dict.fromkeys(term.es for term in vocabulary.terms.values()))
    for row, term in enumerate(terms, start=1):
        values.cell(row, place, harmless(term))
    letter = get_column_letter(place)
    rule = DataValidation(
        type="list", formula1=f"'{VALUES}'!${letter}$1:${letter}${len(terms)}", allow_blank=True
    )
    rule.showErrorMessage = not (column.several or column.to in {"person.group", "person.status"})
    rule.add(f"{letter}{top + 1}:{letter}{top + TEMPLATE_ROWS}")
    sheet.add_data_validation(rule)


def _instructions(
    sheet: Worksheet,
    kind: ListKind,
    columns: Sequence[tuple[str, Column]],
    vocabularies: Mapping[str, Vocabulary],
) -> None:
    sheet.append([f"{kind.title.es} / {kind.title.en}"])
    sheet.append(["Una fila por persona o hecho. No deje títulos ni totales dentro de la lista."])
    sheet.append(["One row per person or event. Leave no titles or totals within the list."])
    sheet.append([])
    sheet.append(["Columna / Column", "Qué escribir / What to write", "Valores / Values"])
    for _, column in columns:
        vocabulary = vocabularies.get(column.vocabulary_code or "")
        terms = vocabulary.terms.values() if vocabulary else ()
        listed = "; ".join(f"{term.es} / {term.en}" for term in terms)
        sheet.append([_heading(column), _guidance(column), harmless(listed)])
    for letter, width in (("A", 36), ("B", 60), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.alignment = _WRAP
            cell.font = Font(bold=cell.row == 5)
    sheet["A1"].font = Font(bold=True, size=14)


def _guidance(column: Column) -> str:
    if column.to == "person.full_name":
        words = "APELLIDOS, Nombres / SURNAMES, Given names"
    elif column.to == "person.document":
        words = "Número completo, con ceros / Whole number, with its zeros"
    elif column.to == "person.age":
        words = "Años cumplidos / Completed years"
    elif _is_date(column):
        words = "día/mes/año, 05/03/2015 / day/month/year"
    elif column.vocabulary_code:
        words = "Elija de la lista / Choose from the list"
    elif column.target.kind == "tally":
        words = "Cuántas personas / How many people"
    else:
        words = "Texto o número / Text or number"
    return f"{words} (obligatorio / required)" if column.required else words


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
        sheet = book.create_sheet(_free_name(content.name, used))
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
    return _bytes(book)


def _free_name(name: str, used: set[str]) -> str:
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
    cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, _WRAP
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
    summary.alignment = _WRAP
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


def _bytes(book: Workbook) -> bytes:
    book.properties.creator = "Minga"
    book.properties.created = book.properties.modified = _STAMP
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
