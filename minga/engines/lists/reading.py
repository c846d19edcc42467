"""Opens the files that partners send and gives their sheets row by row, refusing hostile ones."""

import csv
import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import python_calamine

from minga.engines.definition import Text
from minga.engines.lists.archives import look_into
from minga.engines.lists.contents import OLE, PROTECTED, has_macros, refuse_other

INSTRUCTIONS = "Instrucciones"
VALUES = "_valores"
OURS = frozenset((INSTRUCTIONS, VALUES))
"""The sheets of our own template that hold no list."""

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True)
class Limits:
    """How much of a file is read; beyond it the file is refused, never cut short."""

    file_bytes: int = 80_000_000
    unpacked_bytes: int = 800_000_000
    rows: int = 250_000
    columns: int = 400
    cells: int = 12_000_000
    sheets: int = 100


class Row(NamedTuple):
    """One row as it stands, with its number as the spreadsheet shows it (from 1)."""

    number: int
    cells: tuple[Cell, ...]


class Span(NamedTuple):
    """A merged range, inclusive; rows from 1 and columns from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Remark(NamedTuple):
    """Something of a file that is not read: `macros`, or `errors` with the first cells."""

    code: str
    places: tuple[str, ...] = ()
    many: int = 1


@dataclass(frozen=True)
class Sheet:
    """A sheet that can be read more than once; each reading starts at its first row."""

    name: str
    open_rows: Callable[[], Iterator[Row]]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    """Hidden by the partner, or one of our own template's helpers: no list to read."""
    remarks: tuple[Remark, ...] = ()
    """What of its file is not read though it is there; the first sheet tells."""

    @property
    def rows(self) -> Iterator[Row]:
        """The rows from the top."""
        return self.open_rows()


class UnreadableFile(ValueError):  # noqa: N818 - it names the file's state
    """The file cannot be read; `message` says why and what to do, in both languages."""

    def __init__(self, es: str, en: str) -> None:
        super().__init__(en)
        self.message = Text(es=es, en=en)


def read_sheets(
    source: bytes | Path, *, name: str = "", limits: Limits | None = None
) -> Iterator[Sheet]:
    """The sheets of an XLSX, XLS or CSV file, one at a time.

    `name` is the file's name where `source` is bytes; a CSV's only sheet takes it.
    Raises UnreadableFile for files that are damaged, encrypted, too large or of another kind.
    """
    limits = limits or Limits()
    content = source.read_bytes() if isinstance(source, Path) else source
    title = name or (source.name if isinstance(source, Path) else "lista.csv")
    if len(content) > limits.file_bytes:
        raise _too_large(f"{len(content) // 1_000_000} MB")
    if not content.strip():
        raise UnreadableFile("El archivo está vacío.", "The file is empty.")
    told: list[Remark] = []
    if content.startswith(b"PK"):
        look = look_into(
            content,
            unpacked_bytes=limits.unpacked_bytes,
            rows=limits.rows,
            columns=limits.columns,
            cells=limits.cells,
        )
        if look.fault is not None:
            raise UnreadableFile(look.fault.es, look.fault.en)
        told += [Remark("macros")] if look.macros else []
        told += [Remark("errors", look.errors[:10], len(look.errors))] if look.errors else []
    else:
        other = refuse_other(content)
        if other is not None:
            raise UnreadableFile(other.es, other.en)
        told += [Remark("macros")] if has_macros(content) else []
    if content.startswith((b"PK", OLE)):
        sheets = _workbook_sheets(content, limits)
    else:
        sheets = iter([_csv_sheet(content, Path(title).stem, limits)])
    for sheet in sheets:
        yield replace(sheet, remarks=tuple(told))
        told.clear()


def _too_large(what: str) -> UnreadableFile:
    return UnreadableFile(
        f"El archivo es demasiado grande ({what}). Divídalo en varios y envíelos por separado.",
        f"The file is too large ({what}). Split it and send the parts separately.",
    )


def _workbook_sheets(content: bytes, limits: Limits) -> Iterator[Sheet]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise UnreadableFile(PROTECTED.es, PROTECTED.en) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise _damaged() from error
    found = [
        m for m in workbook.sheets_metadata if m.typ is python_calamine.SheetTypeEnum.WorkSheet
    ]
    if len(found) > limits.sheets:
        raise _too_large(f"{len(found)} hojas / sheets")
    for metadata in found:
        hidden = metadata.visible is not python_calamine.SheetVisibleEnum.Visible
        hidden = hidden or metadata.name in OURS
        yield _workbook_sheet(workbook, metadata.name, hidden=hidden, limits=limits)


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "El archivo está dañado o no es una hoja de cálculo. Guárdelo como XLSX y reenvíelo.",
        "The file is damaged or is no spreadsheet. Open it, save it as XLSX and send it again.",
    )


def _workbook_sheet(
    workbook: python_calamine.CalamineWorkbook, name: str, *, hidden: bool, limits: Limits
) -> Sheet:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError) as error:
        raise _damaged() from error
    if sheet.total_height > limits.rows:
        raise _too_large(f"{sheet.total_height} filas / rows")
    if sheet.total_width > limits.columns:
        raise _too_large(f"{sheet.total_width} columnas / columns")
    first_column = sheet.start[1] if sheet.start else 0
    margin = (None,) * first_column
    ranges = sheet.merged_cell_ranges or []
    spans = tuple(Span(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in ranges)

    def rows() -> Iterator[Row]:
        start = sheet.start[0] + 1 if sheet.start else 1
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number >= start:
                yield Row(number, margin + tuple(None if c == "" else c for c in cells))

    return Sheet(name, rows, spans, hidden)


def _csv_sheet(content: bytes, name: str, limits: Limits) -> Sheet:
    text = decode(content)
    if "\0" in text:
        raise _damaged()
    delimiter, skipped = find_delimiter(text)

    def rows() -> Iterator[Row]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for number, cells in enumerate(reader, start=1):
                if number > limits.rows:
                    raise _too_large(f"> {limits.rows} filas / rows")
                if len(cells) > limits.columns:
                    raise _too_large(f"{len(cells)} columnas / columns")
                if number > skipped:
                    yield Row(number, tuple(c.strip() or None for c in cells))
        except csv.Error as error:
            raise _damaged() from error

    return Sheet(name, rows)


def decode(content: bytes) -> str:
    """The text of a CSV: UTF-8 with or without mark, UTF-16 with mark, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def find_delimiter(text: str) -> tuple[str, int]:
    """The delimiter of a CSV and how many first lines only announce it (`sep=;`)."""
    first = text[:6].lower()
    if first.startswith("sep=") and len(first) > 4:
        return first[4], 1
    lines = list(itertools.islice(io.StringIO(text, newline=""), 200))
    return max((";", "\t", ",", "|"), key=lambda mark: _evenness(lines, mark)), 0


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    """How far the lines fall into the same number (over one) of fields."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0.0
    usual = max(set(widths), key=lambda w: (w > 1, widths.count(w)), default=1)
    if usual < 2:
        return 0.0
    return widths.count(usual) / len(widths) + usual / 1_000
