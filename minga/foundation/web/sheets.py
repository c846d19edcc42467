"""Rows as files that grow while they are sent: CSV, and workbooks of one sheet.

However long a list is, a few rows of it are in memory. A text is never taken for a formula: in
a workbook it is marked as text, in CSV an apostrophe goes before what would begin one.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from django.utils import timezone

Cell = str | int | Decimal | date | datetime | bool | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST = 32_000  # of a cell, in characters: what spreadsheets take
AT_ONCE = 200
"""Rows that are sent together."""
DAY_ONE = date(1899, 12, 30)
"""The day from which spreadsheets count."""


def as_csv(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Rows with commas, in UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    for number, row in enumerate(rows, start=1):
        writer.writerow([_plain(cell) for cell in row])
        if number % AT_ONCE == 0:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return timezone.localtime(cell).isoformat(timespec="minutes")
    if cell is None or not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_workbook(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Rows as a workbook of one sheet; the first row is its heading."""
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in PARTS.items():
            book.writestr(name, XML + text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((XML + SHEET).encode())
            for number, row in enumerate(rows, start=1):
                style = HEADING if number == 1 else PLAIN
                cells = "".join(_cell(cell, style) for cell in row)
                sheet.write(f"<row>{cells}</row>".encode())
                if number % AT_ONCE == 0:
                    yield out.taken()
            sheet.write(b"</sheetData></worksheet>")
        yield out.taken()
    yield out.taken()


class _Pipe(io.RawIOBase):
    """What is written in here is taken out again at the other end."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It can be written to, and never gone back in."""
        return True

    def write(self, part: bytes) -> int:  # type: ignore[override]
        """Put something in."""
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """Everything that was put in since the last time."""
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole


PLAIN, HEADING, DAY, MOMENT = range(4)


def _cell(cell: Cell, style: int) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, datetime):
        local = timezone.localtime(cell)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'<c s="{MOMENT}"><v>{(local.date() - DAY_ONE).days + seconds / 86_400}</v></c>'
    if isinstance(cell, date):
        return f'<c s="{DAY}"><v>{(cell - DAY_ONE).days}</v></c>'
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return f"<c><v>{cell}</v></c>"
    text = escape(NOT_IN_XML.sub("", str(cell))[:LONGEST])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BASE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_BASE}/spreadsheetml/2006/main"'
_LINKS = f'xmlns="{_BASE}/package/2006/relationships"'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_REL = f"{_BASE}/officeDocument/2006/relationships"
SHEET = (
    f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><sheetFormatPr defaultColWidth="22"/><sheetData>'
)
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_BASE}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships {_LINKS}><Relationship Id="r1" Type="{_REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets>'
        '<sheet name="Minga" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f"<Relationships {_LINKS}>"
        f'<Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet {_MAIN}><numFmts count="2">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
        '<fonts count="2"><font/><font><b/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>'
        '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    ),
}
"""The parts of a workbook that are the same in every one."""
