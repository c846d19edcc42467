"""Full names taken apart: two surnames and given names, in the order that the column uses."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from minga.engines.lists.findings import Reading, finding
from minga.engines.lists.reading import Cell
from minga.engines.lists.words import is_missing, normal, plain

_PARTICLES = frozenset(("de", "del", "la", "las", "los", "y", "da", "do", "san", "santa", "von"))
_LOWER = _PARTICLES - {"san", "santa"}
_STRANGE = re.compile(r"[\d@#$%*=<>\[\]{}_]")
_GIVEN = frozenset(
    [
        "maria",
        "jose",
        "luis",
        "juan",
        "carlos",
        "jorge",
        "ana",
        "rosa",
        "carmen",
        "luz",
        "angel",
        "miguel",
        "pedro",
        "pablo",
        "andres",
        "diego",
        "daniel",
        "david",
        "jesus",
        "manuel",
        "francisco",
        "fernando",
        "gabriel",
        "rafael",
        "victor",
        "hugo",
        "edison",
        "jefferson",
        "kevin",
        "bryan",
        "anthony",
        "cristian",
        "christian",
        "marcos",
        "marco",
        "antonio",
        "alberto",
        "eduardo",
        "enrique",
        "ricardo",
        "roberto",
        "sergio",
        "santiago",
        "sebastian",
        "mateo",
        "nicolas",
        "alejandro",
        "alexander",
        "oscar",
        "wilson",
        "washington",
        "segundo",
        "byron",
        "darwin",
        "elvis",
        "freddy",
        "henry",
        "ivan",
        "javier",
        "jaime",
        "jairo",
        "joel",
        "johnny",
        "jonathan",
        "leonardo",
        "mario",
        "martin",
        "mauricio",
        "nelson",
        "oswaldo",
        "patricio",
        "ramon",
        "raul",
        "ruben",
        "vicente",
        "walter",
        "william",
        "wilmer",
        "xavier",
        "yandri",
        "john",
        "jhon",
        "jhonny",
        "milton",
        "estuardo",
        "martha",
        "marta",
        "gladys",
        "elena",
        "isabel",
        "teresa",
        "patricia",
        "blanca",
        "sonia",
        "nelly",
        "olga",
        "norma",
        "piedad",
        "esperanza",
        "mercedes",
        "dolores",
        "lucia",
        "laura",
        "paola",
        "andrea",
        "diana",
        "karen",
        "katherine",
        "gabriela",
        "daniela",
        "valeria",
        "camila",
        "sofia",
        "valentina",
        "nicole",
        "melanie",
        "mayra",
        "maira",
        "jessica",
        "jenny",
        "jennifer",
        "johanna",
        "yolanda",
        "yadira",
        "viviana",
        "veronica",
        "vanessa",
        "tatiana",
        "susana",
        "silvia",
        "sandra",
        "rocio",
        "narcisa",
        "monica",
        "miriam",
        "margarita",
        "magdalena",
        "lorena",
        "liliana",
        "leidy",
        "leydi",
        "karina",
        "juana",
        "julia",
        "josefina",
        "ingrid",
        "gloria",
        "fanny",
        "fabiola",
        "eva",
        "estefania",
        "erika",
        "elizabeth",
        "elsa",
        "dora",
        "consuelo",
        "cecilia",
        "carolina",
        "beatriz",
        "angela",
        "alicia",
        "alexandra",
        "adriana",
        "nathaly",
        "genesis",
        "emilia",
        "mariana",
        "paula",
        "marisol",
        "ximena",
        "zoila",
        "luisa",
        "cristina",
        "catalina",
        "clara",
        "irene",
        "ines",
        "guadalupe",
        "pilar",
        "fatima",
        "eugenia",
        "belen",
        "fernanda",
        "alejandra",
        "victoria",
        "esther",
        "ruth",
        "sara",
    ]
)


class NameOrder(StrEnum):
    """Whether a column writes surnames or given names first."""

    SURNAMES_FIRST = "surnames_first"
    GIVEN_FIRST = "given_first"


class Name(NamedTuple):
    """A name in its two parts, tidied, with its accents as they were written."""

    given_names: str
    surnames: str


def name_order(cells: Iterable[Cell]) -> NameOrder | None:
    """The order that a column's names give evidence of, by where common given names stand."""
    first = last = 0
    for cell in cells:
        text = plain(cell)
        if "," in text:
            continue
        groups = [normal(group) for group in _groups(text)]
        if len(groups) >= 2:
            first += groups[0] in _GIVEN
            last += groups[-1] in _GIVEN
    if first == last or max(first, last) < 1.5 * min(first, last):
        return None
    return NameOrder.GIVEN_FIRST if first > last else NameOrder.SURNAMES_FIRST


def _groups(text: str) -> list[str]:
    """Words of a name with their particles: `DE LA CRUZ`, `San Martín`."""
    groups: list[str] = []
    pending: list[str] = []
    for word in text.split():
        pending.append(word)
        if normal(word) not in _PARTICLES:
            groups.append(" ".join(pending))
            pending = []
    if pending:
        groups.append(" ".join(pending))
    return groups


def tidy(text: str) -> str:
    """A name in ordinary case where it was written in capitals or small letters only."""
    words = " ".join(text.split()).strip(" .,;")
    if not (words.isupper() or words.islower()):
        return words
    parts = words.lower().split(" ")
    return " ".join(
        part if i and normal(part) in _LOWER else _capital(part) for i, part in enumerate(parts)
    )


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def read_part(cell: Cell) -> Reading[str]:
    """Given names or surnames from a column of their own."""
    text = plain(cell)
    if is_missing(text):
        return Reading(None)
    doubt = finding("name_strange", cell=text) if _STRANGE.search(text) else None
    return Reading(tidy(text), doubt)


def read_full_name(cell: Cell, *, order: NameOrder | None) -> Reading[Name]:
    """A full name taken apart; without comma and without a known order it needs review."""
    text = plain(cell)
    if is_missing(text):
        return Reading(None)
    if _STRANGE.search(text):
        return Reading(Name(tidy(text), ""), finding("name_strange", cell=text))
    if text.count(",") == 1:
        surnames, given = text.split(",")
        if given.strip() and surnames.strip():
            return Reading(Name(tidy(given), tidy(surnames)))
    groups = _groups(text.replace(",", " "))
    if len(groups) < 2:
        return Reading(Name(tidy(text), ""), finding("name_single"))
    own = order or _guess(groups)
    given_groups, surname_groups = _parted(groups, own or NameOrder.SURNAMES_FIRST)
    name = Name(tidy(" ".join(given_groups)), tidy(" ".join(surname_groups)))
    return Reading(name, None if own else finding("name_order", cell=text))


def _guess(groups: Sequence[str]) -> NameOrder | None:
    first, last = normal(groups[0]) in _GIVEN, normal(groups[-1]) in _GIVEN
    if first == last:
        return None
    return NameOrder.GIVEN_FIRST if first else NameOrder.SURNAMES_FIRST


def _parted(groups: Sequence[str], order: NameOrder) -> tuple[Sequence[str], Sequence[str]]:
    """Given names and surnames: two surnames where there are words enough for them."""
    many = len(groups)
    if order is NameOrder.GIVEN_FIRST:
        single = many == 2 or (many == 3 and normal(groups[1]) in _GIVEN)
        cut = many - (1 if single else 2)
        return groups[:cut], groups[cut:]
    single = many == 2 or (many == 3 and normal(groups[1]) in _GIVEN)
    cut = 1 if single else 2
    return groups[cut:], groups[:cut]
