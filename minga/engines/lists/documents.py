"""Identity documents and telephones as they survive spreadsheets: lost zeros, spaces, prefixes."""

import re
from typing import NamedTuple

from minga.engines.lists.findings import Reading, finding
from minga.engines.lists.reading import Cell
from minga.engines.lists.words import is_missing, plain

CEDULA = "cedula"
"""The term of the vocabulary `document_type` for Ecuador's identity card."""

_PUNCTUATION = re.compile(r"[\s.\-/_,'’]+")
_NO_DOCUMENT = re.compile(r"^(sin|no)\b|^(x+|-+|0+|\?+)$|indocumentad|en tr[aá]mite", re.IGNORECASE)
_PROVINCES = frozenset((*range(1, 25), 30))


class Document(NamedTuple):
    """A document's number and, where the number itself shows it, its type."""

    number: str
    type: str | None = None


def is_cedula(number: str) -> bool:
    """Whether ten digits are an Ecuadorian cédula.

    The first two are the province (01-24, 30 abroad), the third is below 6, and the last is the
    check digit modulo 10 with coefficients 2,1,2,1,2,1,2,1,2.
    """
    if len(number) != 10 or not number.isascii() or not number.isdigit():
        return False
    if int(number[:2]) not in _PROVINCES or int(number[2]) > 5:
        return False
    return check_digit(number[:9]) == int(number[9])


def check_digit(nine: str) -> int:
    """The check digit of a cédula's first nine digits."""
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(nine))
    return -sum(d - 9 if d > 9 else d for d in doubled) % 10


def read_document(
    cell: Cell, *, type_given: str | None = None, national: str = CEDULA
) -> Reading[Document]:
    """The document of a cell; a cédula that lost its zero gets it back if the check digit agrees.

    `type_given` is what the list says the document is. Foreign documents are taken as they stand.
    """
    text = plain(cell)
    if is_missing(text) or _NO_DOCUMENT.search(text):
        return Reading(None)
    number = _PUNCTUATION.sub("", text).upper()
    if not number.isalnum() or not any(c.isdigit() for c in number) or len(number) > 20:
        return Reading(None, finding("document_unreadable", cell=text))
    if type_given not in {None, national}:
        return Reading(Document(number, type_given))
    if not number.isdigit():
        doubt = finding("document_check") if type_given == national or len(number) < 4 else None
        return Reading(Document(number, type_given), doubt)
    return _digits(number, type_given, national, text)


def _digits(number: str, type_given: str | None, national: str, text: str) -> Reading[Document]:
    if len(set(number)) == 1:
        return Reading(None)
    whole = number.zfill(10) if len(number) == 9 else number
    if len(whole) == 13 and whole.endswith("001"):
        whole = whole[:10]
    if is_cedula(whole):
        return Reading(Document(whole, national))
    if type_given is None and 5 <= len(number) <= 8:
        return Reading(Document(number))
    if len(number) < 5:
        return Reading(None, finding("document_unreadable", cell=text))
    return Reading(Document(number, type_given), finding("document_check"))


def read_phone(cell: Cell) -> Reading[str]:
    """The first telephone of a cell, with country code where it can be told: `+593991234567`.

    Nine digits from 9 are an Ecuadorian mobile that lost its zero; ten from 3 a Colombian mobile.
    """
    text = plain(cell)
    if is_missing(text) or _NO_DOCUMENT.search(text):
        return Reading(None)
    first = re.split(r"[/;,]| y | o |\s{2,}", text)[0]
    digits = re.sub(r"\D", "", first)
    if first.strip().startswith(("+", "00")) and len(digits) >= 9:
        return Reading("+" + digits.removeprefix("00").replace("5930", "593", 1))
    if re.fullmatch(r"(593)?0?9\d{8}", digits):
        return Reading("+593" + digits[-9:])
    if re.fullmatch(r"(593)?0?[2-7]\d{7}", digits) and (digits[0] == "0" or len(digits) != 10):
        return Reading("+593" + digits[-8:])
    if re.fullmatch(r"(57)?3\d{9}", digits):
        return Reading("+57" + digits[-10:])
    if 6 <= len(digits) <= 7:
        return Reading(digits)
    return Reading(None, finding("phone_unreadable", cell=text))
