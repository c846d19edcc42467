"""Looks into an XLSX before it is opened: how large it becomes and how far its cells reach."""

import io
import re
import zipfile
import zlib

from minga.engines.definition import Text

_CHUNK = 1_048_576
_REFERENCE = re.compile(rb'<(?:\w+:)?(c|row)\b[^>]*?\br="([A-Z]{0,3})([0-9]{1,10})"')
_OVERLAP = 512


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
                if name.startswith(("xl/worksheets/", "xl/sharedStrings")):
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
    """The last row and column that a sheet's cells name; reading checks the size stated too."""
    height = width = 0
    tail = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            for found in _REFERENCE.finditer(tail + chunk):
                height = max(height, int(found[3]))
                if found[2]:
                    width = max(width, _column_number(found[2]))
            tail = chunk[-_OVERLAP:]
    return height, width


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
