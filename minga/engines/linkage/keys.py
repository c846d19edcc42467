"""What is hashed: a document and a name, written so that the same ones come out the same."""

import hashlib
import hmac
import re
import unicodedata
from datetime import date

_NOT_WORD = re.compile(r"[^a-z0-9 ]+")
_HEARD = [
    (re.compile(written), said)
    for written, said in (
        ("ch", "x"), ("ph", "f"), ("h", ""), ("qu", "k"), ("g(?=[ei])", "j"), ("gu(?=[ei])", "g"),
        ("c(?=[ei])", "s"), ("[cq]", "k"), ("z", "s"), ("v", "b"), ("w", "u"), ("ll", "y"),
        ("y(?![aeiou])", "i"), (r"(.)\1", r"\1"),
    )
]  # fmt: skip
"""What is written, and how it sounds: in this order, for words that are plain already."""
SLIPPERY = 4
"""From how many letters on one of them may be wrong."""
_PROVINCES = frozenset((*range(1, 25), 30))
PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "da", "do", "dos"])
TWO_WORDS, THREE_WORDS, LONG = 2, 3, 4
PHONE = 8
"""How many last digits tell a telephone: leading zeros and country codes come and go."""


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


def document_letters(document: str) -> str:
    """The document's letters and digits in an order that no slip of the pen can disturb."""
    return "".join(sorted(document_text(document)))


def phone_text(phone: str) -> str:
    """A telephone number without what countries put before it; empty for one too short to tell."""
    digits = "".join(character for character in phone if character.isdigit())
    return digits[-PHONE:] if len(digits) >= PHONE else ""


def name_words(given: str, surnames: str) -> tuple[str, ...]:
    """The words of a name in an order that no list can disturb, without particles.

    Which of them are given names is not asked: lists swap the columns, and split one column of
    full names wrongly.
    """
    return tuple(sorted(set(plain(f"{given} {surnames}").split()) - PARTICLES))


def sound(word: str) -> str:
    """How a plain word is heard in Spanish: what people write in several ways comes out one."""
    heard = word
    for written, said in _HEARD:
        heard = written.sub(said, heard)
    return heard


def near(word: str) -> frozenset[str]:
    """The sound of a word, and the same with a letter less: two that share one differ by a slip.

    A letter more, less, other or swapped with its neighbour is a slip.
    """
    heard = sound(plain(word))
    if len(heard) < SLIPPERY:
        return frozenset([heard]) - {""}
    return frozenset([heard, *(heard[:at] + heard[at + 1 :] for at in range(len(heard)))])


def birth_text(birth_on: date) -> str:
    """A birth date; day and month are not told apart where lists can have swapped them."""
    low, high = sorted((birth_on.month, birth_on.day))
    return f"{birth_on.year}-{low:02}-{high:02}"


def name_birth_sex_text(given: str, surnames: str, birth_on: date | None, sex: str) -> str:
    """Name, exact birth date and sex (if known); empty without two words and a birth date."""
    words = name_words(given, surnames)
    if len(words) < TWO_WORDS or birth_on is None:
        return ""
    return _text(words, sex, birth_text(birth_on))


def lesser_texts(given: str, surnames: str, birth_on: date | None, sex: str) -> tuple[str, ...]:
    """The same with one word of the name left out, each in turn, and with the sex left out.

    Whoever is written with one word less has such a text for a name: `Ana Mina` and
    `Ana Luz Mina` born on one day.
    """
    words = name_words(given, surnames)
    if len(words) < TWO_WORDS or birth_on is None:
        return ()
    born = birth_text(birth_on)
    fewer = [words[:at] + words[at + 1 :] for at in range(len(words))]
    texts = [_text(rest, sex, born) for rest in fewer if len(rest) >= TWO_WORDS]
    return tuple(texts + ([_text(words, "", born)] if sex else []))


def name_year_texts(
    given: str, surnames: str, birth_on: date | None, sex: str, *, exact: bool
) -> tuple[str, ...]:
    """Name, sex and year of birth, for a name of three words or more.

    A birth date computed from an age may lie a year off either way: all three years are said,
    the likeliest first.
    """
    words = name_words(given, surnames)
    if len(words) < THREE_WORDS or birth_on is None or not sex:
        return ()
    offsets = (0,) if exact else (0, -1, 1)
    return tuple(_text(words, sex, str(birth_on.year + offset)) for offset in offsets)


def _text(words: tuple[str, ...], sex: str, born: str) -> str:
    return f"{' '.join(words)}|{born}|{sex}"


def keyed(text: str, *, key: bytes, domain: str) -> str:
    """HMAC-SHA256 of a text in hex, within a domain; empty text has no hash.

    Equal texts of two domains (`document`, `name`) come out different, so that a document cannot
    be looked for among names.
    """
    if not text:
        return ""
    return hmac.new(key, f"{domain}|{text}".encode(), hashlib.sha256).hexdigest()
