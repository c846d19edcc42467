"""Lists as files, CSV and XLSX, written row by row: a long one needs no more memory."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from minga.engines.lists.workbooks import harmless

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AT_A_TIME = 64 * 1024


@dataclass(frozen=True, slots=True)
class Table:
    """A list to be given away as a file: what it is called, its headings, its rows."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[object]]


def streamed(table: Table, *, kind: str) -> StreamingHttpResponse:
    """The table as a file of this kind. A demonstration says on top that it is synthetic."""
    response = StreamingHttpResponse(WRITERS[kind](table), content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}.{kind}"'
    return response


class _Echo:
    """Gives a written line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _csv(table: Table) -> Iterator[bytes]:
    yield codecs.BOM_UTF8  # without it spreadsheets misread accents
    writer = csv.writer(_Echo())
    for row in _rows(table):
        line: str = writer.writerow(row)
        yield line.encode()


def _xlsx(table: Table) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    for row in _rows(table):
        sheet.append(row)
    with TemporaryFile() as out:
        book.save(out)
        out.seek(0)
        while piece := out.read(AT_A_TIME):
            yield piece


WRITERS = {"csv": _csv, "xlsx": _xlsx}


def _rows(table: Table) -> Iterator[list[object]]:
    """Every line of the file, with nothing that a spreadsheet would take for a formula."""
    if settings.DEMONSTRATION:
        yield [_("SYNTHETIC DATA.")]
    yield list(table.head)
    for row in table.rows:
        yield [_written(cell) for cell in row]


def _written(cell: object) -> object:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0)
    return cell
