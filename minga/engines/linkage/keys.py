"""What is hashed: a document and a name, written so that the same ones come out the same."""

import hashlib
import hmac
import re
import unicodedata
from datetime import date

_NOT_WORD = re.compile(r"[^a-z0-9 ]+")
_PROVINCES = frozenset((*range(1, 25), 30))


def plain(text: str) -> str:
    """Lower case, without accents and signs, single spaces."""
    stripped = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(c for c in stripped if not unicodedata.combining(c))
    return " ".join(_NOT_WORD.sub(" ", letters).split())


def is_cedula(number: str) -> bool:
    """Whether ten digits are an Ecuadorian cédula: a province, and a check digit modulo 10.

    The first two digits are the province (01-24, 30 for those abroad) and the third is below 6.
    Every other digit from the first on is doubled, less 9 where that gives two digits; the tenth
    makes the sum a multiple of ten.
    """
    if len(number) != 10 or not (number.isascii() and number.isdigit()):
        return False
    if int(number[:2]) not in _PROVINCES or int(number[2]) > 5:
        return False
    digits = [int(digit) for digit in number]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[0::2]]
    return (sum(doubled) + sum(digits[1::2])) % 10 == 0


def document_text(document: str) -> str:
    """The document's number in one form; a cédula gets back the zero that a worksheet dropped.

    Nine digits are left alone when a zero does not make them a cédula: foreign numbers have nine
    digits too. No province is 00, so a cédula loses at most one zero.
    """
    text = plain(document).replace(" ", "")
    padded = "0" + text
    return padded if is_cedula(padded) else text


def name_birth_sex_text(given: str, surnames: str, birth_on: date | None, sex: str) -> str:
    """Name (surnames in either order), exact birth date and sex; empty if any is missing."""
    first, last = sorted(plain(given).split()), sorted(plain(surnames).split())
    if not (first and last and birth_on and sex):
        return ""
    return f"{' '.join(first)}|{' '.join(last)}|{birth_on.isoformat()}|{sex}"


def keyed(text: str, *, key: bytes, domain: str) -> str:
    """HMAC-SHA256 of a text in hex, within a domain; empty text has no hash.

    Equal texts of two domains (`document`, `name`) come out different, so that a document cannot
    be looked for among names.
    """
    if not text:
        return ""
    return hmac.new(key, f"{domain}|{text}".encode(), hashlib.sha256).hexdigest()
