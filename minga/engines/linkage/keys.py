"""What is hashed: a document and a name, written so that the same ones come out the same."""

import re
import unicodedata
from datetime import date

_NOT_WORD = re.compile(r"[^a-z0-9 ]+")


def plain(text: str) -> str:
    """Lower case, without accents and signs, single spaces."""
    stripped = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(c for c in stripped if not unicodedata.combining(c))
    return " ".join(_NOT_WORD.sub(" ", letters).split())


def document_text(document: str) -> str:
    """The document's number in one form: a cédula of nine digits gets its lost zero back."""
    text = plain(document).replace(" ", "")
    return text.zfill(10) if text.isdigit() and len(text) == 9 else text


def name_birth_sex_text(given: str, surnames: str, birth_on: date | None, sex: str) -> str:
    """Name (surnames in either order), exact birth date and sex; empty if any is missing."""
    first, last = sorted(plain(given).split()), sorted(plain(surnames).split())
    if not (first and last and birth_on and sex):
        return ""
    return f"{' '.join(first)}|{' '.join(last)}|{birth_on.isoformat()}|{sex}"
