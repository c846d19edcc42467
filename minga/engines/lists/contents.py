"""What a file is by what is in it, whatever its name ends in; one that is no list is refused."""

import re

from minga.engines.definition import Text

OLE = b"\xd0\xcf\x11\xe0"
"""How files of the older office programs begin; encrypted ones of the newer do too."""

PROTECTED = Text(
    es="El archivo tiene contraseña. Guárdelo sin contraseña y envíelo de nuevo.",
    en="The file has a password. Save it without one and send it again.",
)
_WEB_PAGE = Text(
    es="El archivo es una página web con el nombre de una hoja de cálculo. Ábralo, guárdelo como "
    "XLSX y reenvíelo.",
    en="The file is a web page under the name of a spreadsheet. Open it, save it as XLSX and send "
    "it again.",
)
_DOCUMENT = Text(
    es="El archivo es un documento o una imagen, no una lista. Copie la tabla a una hoja de "
    "cálculo y envíela.",
    en="The file is a document or a picture, not a list. Copy the table to a spreadsheet and send "
    "that.",
)

_LOOKED_AT = 4_096
_OTHER_PROGRAMS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(rb"^\s*<(?:!doctype|!--|\?xml|html|head|meta|style|table|body)", re.IGNORECASE)
_STREAM_NAMES = {
    "encrypted": "EncryptedPackage".encode("utf-16-le"),
    "document": "WordDocument".encode("utf-16-le"),
    "slides": "PowerPoint Document".encode("utf-16-le"),
    "macros": "_VBA_PROJECT_CUR".encode("utf-16-le"),
}


def refuse_other(content: bytes) -> Text | None:
    """Why a file that is no archive is neither a workbook nor a table of text, or None."""
    if content.startswith(OLE):
        if _STREAM_NAMES["encrypted"] in content:
            return PROTECTED
        named = ("document", "slides")
        return _DOCUMENT if any(_STREAM_NAMES[name] in content for name in named) else None
    if content.startswith(_OTHER_PROGRAMS):
        return _DOCUMENT
    first = content[:_LOOKED_AT]
    for mark in _MARKS:
        first = first.removeprefix(mark)
    return _WEB_PAGE if _MARKUP.match(first.replace(b"\0", b"")) else None


def has_macros(content: bytes) -> bool:
    """Whether an older workbook carries macros; they are never run."""
    return content.startswith(OLE) and _STREAM_NAMES["macros"] in content
