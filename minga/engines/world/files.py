"""Workbooks and delimited text from sheets, byte for byte the same for the same cells."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from minga.engines.world.layout import Sheet
from minga.engines.world.settings import Style

STAMP = (2017, 4, 1, 0, 0, 0)


def write_file(path: Path, sheets: Sequence[Sheet], style: Style) -> None:
    """Write the sheets in the style's format; a CSV holds the first sheet only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if style.file == "csv":
        path.write_bytes(csv_bytes(sheets[0], style))
    else:
        path.write_bytes(workbook_bytes(sheets))


def csv_bytes(sheet: Sheet, style: Style) -> bytes:
    """A sheet as delimited text; letters that the encoding lacks become question marks."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=style.delimiter, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow(["" if cell is None else cell for cell in row])
    return buffer.getvalue().encode(style.encoding, errors="replace")


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a workbook, without the hour of writing in it."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(*STAMP)  # noqa: DTZ001 (the format has no zone)
    book.properties.title = "SYNTHETIC DATA"
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row in sheet.rows:
            page.append(row)
        for row_number, first, last in sheet.merges:
            page.merged_cells.add(f"{_letters(first)}{row_number}:{_letters(last)}{row_number}")
    raw = io.BytesIO()
    book.save(raw)
    return _without_time(raw.getvalue())


def _letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _without_time(data: bytes) -> bytes:
    """The same archive with one fixed time on every member."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _fixed_properties(content)
            info = zipfile.ZipInfo(name, date_time=STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, content)
    return out.getvalue()


def _fixed_properties(content: bytes) -> bytes:
    """Saving writes the hour into the properties: put the fixed one there."""
    start = content.find(b"<dcterms:modified")
    end = content.find(b"</dcterms:modified>")
    if start < 0 or end < 0:
        return content
    open_end = content.index(b">", start) + 1
    stamp = date(*STAMP[:3]).isoformat().encode() + b"T00:00:00Z"
    return content[:open_end] + stamp + content[end:]
