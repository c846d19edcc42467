"""Looks into an XLSX before it is opened: how large it becomes, how far its cells reach.

And what its cells hold that reading would lose in silence: formulas without their results, errors.
"""

import io
import re
import zipfile
import zlib
from typing import NamedTuple

from minga.engines.definition import Text

_CHUNK = 1_048_576
_LONGEST_TAG = 65_536
_TOLD_ERRORS = 1_000
"""How many places of errors are kept; beyond it they are no longer counted."""
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_PLACE = re.compile(rb"([A-Z]{0,3})([0-9]{1,10})")
_MACROS = "xl/vbaProject.bin"
_ERROR = re.compile(rb"""<(?:\w+:)?c\b[^>]*\st\s*=\s*["']e["'][^>]*>""")
_NO_RESULT = re.compile(
    # A formula, then no value or an empty one; text that is empty (`t="str"`) is a result.
    rb"""<((?:\w+:)?)c\b([^>]*)>\s*<\1f\b(?:[^>]*/>|[^>]*>[^<]*</\1f>)\s*"""
    rb"""(?:(<\1v\s*/>|<\1v\s*>\s*</\1v>)|</\1c>)"""
)
_TEXT_RESULT = re.compile(rb"""\st\s*=\s*["']str["']""")


class Look(NamedTuple):
    """What was seen: why the archive must not be opened, or what is to be told of it."""

    fault: Text | None = None
    macros: bool = False
    errors: tuple[str, ...] = ()
    """Cells whose formula failed (`#N/A`), by their places; they are read as empty."""


def look_into(content: bytes, *, unpacked_bytes: int, rows: int, columns: int, cells: int) -> Look:
    """Look into an archive without opening it.

    The stated dimension of a sheet is not believed: the cells themselves are scanned as a stream.
    """
    errors: set[str] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if not any(name.startswith("xl/") for name in names) or "xl/workbook.bin" in names:
                return Look(_OTHER_KIND)
            if sum(info.file_size for info in archive.infolist()) > unpacked_bytes:
                return Look(_BOMB)
            for name in names:
                reach = _reach(archive, name)
                if (
                    reach.height > rows
                    or reach.width > columns
                    or reach.height * reach.width > cells
                ):
                    return Look(_too_wide(reach.height, reach.width))
                if reach.unfinished:
                    return Look(_no_result(reach.unfinished))
                errors |= reach.errors
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        return Look(_BROKEN)
    return Look(None, _MACROS in names, tuple(sorted(errors, key=lambda one: (len(one), one))))


_OTHER_KIND = Text(
    es="El archivo no es un libro XLSX. Guárdelo como XLSX o CSV y reenvíelo.",
    en="The file is not an XLSX workbook. Save it as XLSX or CSV and resend it.",
)
_BOMB = Text(
    es="El archivo se vuelve enorme al abrirse. Copie solo los datos a un libro nuevo.",
    en="The file grows huge when opened. Copy only the data to a new workbook.",
)
_BROKEN = Text(
    es="El archivo está dañado. Ábralo, guárdelo de nuevo como XLSX y reenvíelo.",
    en="The file is damaged. Open it, save it again as XLSX and resend it.",
)


def _too_wide(height: int, width: int) -> Text:
    return Text(
        es=f"Una hoja llega hasta la fila {height} y la columna {width}: es demasiado. "
        "Borre las filas y columnas vacías o divida el archivo.",
        en=f"A sheet reaches row {height} and column {width}: that is too much. "
        "Delete empty rows and columns or split the file.",
    )


def _no_result(place: str) -> Text:
    return Text(
        es=f"La celda {place} tiene una fórmula sin su resultado. Abra el archivo en su programa "
        "de hojas de cálculo, guárdelo y reenvíelo.",
        en=f"Cell {place} holds a formula without its result. Open the file in your spreadsheet "
        "program, save it and send it again.",
    )


class _Reach:
    """What was seen of one part: its last row and column, and cells that reading would lose."""

    def __init__(self) -> None:
        self.height = self.width = 0
        self.unfinished = ""
        """A formula without its result."""
        self.errors: set[str] = set()

    def scan(self, block: bytes) -> None:
        """Look at a piece of a sheet; a piece that is seen twice changes nothing."""
        for found in _REFERENCE.finditer(block):
            row, column = _place(found[1])
            self.height, self.width = max(self.height, row), max(self.width, column)
        if not self.unfinished and (b"<f" in block or b":f" in block):
            self.unfinished = next(filter(None, map(_unfinished, _NO_RESULT.finditer(block))), "")
        for found in _ERROR.finditer(block):
            if len(self.errors) < _TOLD_ERRORS:
                self.errors.add(_named(found[0]))


def _unfinished(found: re.Match[bytes]) -> str:
    text = found[3] and _TEXT_RESULT.search(found[2])
    return "" if text else _named(found[2])


def _named(tag: bytes) -> str:
    place = _REFERENCE.search(tag)
    return place[1].decode("ascii", "replace") if place else "?"


def _reach(archive: zipfile.ZipFile, name: str) -> _Reach:
    """The last row and column that a part's cells name; reading checks the size stated too.

    Every part is scanned, since any may be declared a sheet. Raises BadZipFile for parts written
    so that this scan and the reader might not see the same.
    """
    reach = _Reach()
    tail, is_sheet = b"", False
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            if name.endswith(".xml") and b"\0" in chunk:
                raise zipfile.BadZipFile("not UTF-8")
            block = tail + chunk
            is_sheet = is_sheet or b"sheetData" in block
            if is_sheet:
                reach.scan(block)
            # A cell that is cut in two is seen whole the next time.
            cell = max(block.rfind(b"<c "), block.rfind(b":c "))
            cut = cell if cell >= 0 else block.rfind(b"<")
            tail = block[cut:] if cut >= 0 else block
            tail = tail[-_LONGEST_TAG:]
    return reach


def _place(reference: bytes) -> tuple[int, int]:
    if b"&" in reference:
        raise zipfile.BadZipFile("a cell's place is disguised")
    found = _PLACE.fullmatch(reference.strip())
    if found is None:
        return 0, 0
    return int(found[2]), _column_number(found[1])


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
