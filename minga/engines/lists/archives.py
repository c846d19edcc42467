"""Looks into an XLSX before it is opened: how large it becomes and how far its cells reach."""

import io
import re
import zipfile
import zlib

from minga.engines.definition import Text

_CHUNK = 1_048_576
_LONGEST_TAG = 65_536
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_PLACE = re.compile(rb"([A-Z]{0,3})([0-9]{1,10})")


def refuse_bombs(
    content: bytes, *, unpacked_bytes: int, rows: int, columns: int, cells: int
) -> Text | None:
    """Why the archive must not be opened, or None.

    The stated dimension of a sheet is not believed: the cells themselves are scanned as a stream.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if not any(name.startswith("xl/") for name in names) or "xl/workbook.bin" in names:
                return _OTHER_KIND
            if sum(info.file_size for info in archive.infolist()) > unpacked_bytes:
                return _BOMB
            for name in names:
                height, width = _reach(archive, name)
                if height > rows or width > columns or height * width > cells:
                    return _too_wide(height, width)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        return _BROKEN
    return None


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


def _reach(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """The last row and column that a part's cells name; reading checks the size stated too.

    Every part is scanned, since any may be declared a sheet. Raises BadZipFile for parts written
    so that this scan and the reader might not see the same.
    """
    height = width = 0
    tail, is_sheet = b"", False
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            if name.endswith(".xml") and b"\0" in chunk:
                raise zipfile.BadZipFile("not UTF-8")
            block = tail + chunk
            cut = block.rfind(b"<")
            is_sheet = is_sheet or b"sheetData" in block
            for found in _REFERENCE.finditer(block) if is_sheet else ():
                row, column = _place(found[1])
                height, width = max(height, row), max(width, column)
            tail = block[cut:] if cut >= 0 else block
            tail = tail[-_LONGEST_TAG:]
    return height, width


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
