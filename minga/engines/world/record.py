"""How an organisation writes a person down: the noise of real registers."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from minga.engines.world.people import Person

NEIGHBOURS = {
    "b": "v",
    "v": "b",
    "s": "z",
    "z": "s",
    "c": "s",
    "i": "y",
    "y": "i",
    "ll": "y",
    "h": "",
    "q": "k",
}
ACCENTS = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")


@dataclass(frozen=True)
class Written:
    """A person as one organisation wrote them; empty where nothing was written."""

    given: str
    first_surname: str
    second_surname: str
    document: str
    phone: str
    sex: str
    birth: date | None
    group: str
    status: str


def typo(rng: Random, name: str) -> str:
    """The name with one slip of hand or ear."""
    if len(name) < 4:
        return name
    place = rng.randrange(1, len(name) - 1)
    slip = rng.randrange(4)
    letter = name[place]
    if slip == 0:
        return name[:place] + name[place + 1] + letter + name[place + 2 :]
    if slip == 1:
        return name[:place] + name[place + 1 :]
    if slip == 2:
        return name[:place] + letter + name[place:]
    return name[:place] + NEIGHBOURS.get(letter.lower(), letter) + name[place + 1 :]


def _wrong_birth(rng: Random, birth: date) -> date | None:
    chance = rng.random()
    if chance < 0.03:
        return None
    if chance < 0.042 and birth.day <= 12:
        return date(birth.year, birth.day, birth.month)
    if chance < 0.05:
        # Only the year was known, so the first of January was written.
        return date(birth.year, 1, 1)
    if chance < 0.056:
        return birth + timedelta(days=rng.choice((-1, 1, 10, -10, 365)))
    return birth


def _document(rng: Random, person: Person) -> str:
    number = person.document
    chance = rng.random()
    if not number or chance < 0.055:
        return ""
    if chance < 0.065 and len(number) > 6:
        place = rng.randrange(3, len(number) - 1)
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if chance < 0.11 and len(number) == 10 and number.isdigit():
        return f"{number[:9]}-{number[9]}"
    return number


def write_down(rng: Random, person: Person) -> Written:
    """What an organisation writes about the person when it first meets them."""
    given, first, second = person.given, person.first_surname, person.second_surname
    chance = rng.random()
    if chance < 0.02:
        first, second = second, first
    elif chance < 0.04:
        first = typo(rng, first)
    elif chance < 0.05:
        given = typo(rng, given)
    if rng.random() < 0.04:
        second = ""
    if " " in given and rng.random() < 0.05:
        given = given.split(" ", 1)[0]
    if rng.random() < 0.3:
        given, first, second = (name.translate(ACCENTS) for name in (given, first, second))
    return Written(
        given=given,
        first_surname=first,
        second_surname=second,
        document=_document(rng, person),
        phone=person.phone if rng.random() < 0.8 else "",
        sex=person.sex if rng.random() > 0.01 else "",
        birth=_wrong_birth(rng, person.birth),
        group=person.group if rng.random() > 0.05 else "",
        status=person.status if rng.random() > 0.05 else "",
    )


class Registers:
    """What each organisation knows: it writes a person down once, then copies."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._known: dict[tuple[str, int], Written] = {}

    def written(self, organisation: str, person: Person) -> Written:
        """The person as the organisation knows them."""
        key = (organisation, person.number)
        if key not in self._known:
            self._known[key] = write_down(self._rng, person)
        return self._known[key]
