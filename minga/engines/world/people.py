"""The true people of the world: who they are, before anybody writes them down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from minga.engines.world.inputs import Place
from minga.engines.world.settings import Calibration, NamePool, Peoples

ESMERALDAS_PEOPLES = {"chachi": 0.62, "awa": 0.24, "epera": 0.14}
SUCUMBIOS_PEOPLES = {
    "kichwa": 0.60,
    "cofan": 0.14,
    "shuar": 0.10,
    "siona": 0.06,
    "siekopai": 0.06,
    "awa": 0.04,
}
ABROAD = frozenset({"refugee", "asylum_seeker", "other_protection_need"})
OLDEST = 85


@dataclass
class Person:
    """A true person. `birth` is settled once it is known when they took part."""

    number: int
    sex: str
    band: int
    group: str
    people: str
    status: str
    canton: str
    parish: str
    given: str = ""
    first_surname: str = ""
    second_surname: str = ""
    birth: date = date.min
    document_type: str = "none"
    document: str = ""
    phone: str = ""
    household: str = ""
    duty_bearer: bool = False
    profession: str = ""
    first_on: date | None = None
    last_on: date | None = None
    services: set[str] = field(default_factory=set)

    @property
    def code(self) -> str:
        """The code by which the truth speaks of the person."""
        return f"P{self.number:06d}"

    def seen(self, on: date) -> None:
        """Note that the person took part on a day, so that a birth date can fit the age band."""
        self.first_on = min(self.first_on or on, on)
        self.last_on = max(self.last_on or on, on)

    def age(self, on: date) -> int:
        """Age in completed years on a day."""
        return on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))


def drawn(rng: Random, shares: Mapping[str, float]) -> str:
    """One key, as often as its share says."""
    return rng.choices(tuple(shares), tuple(shares.values()))[0]


def _named(rng: Random, pool: NamePool) -> str:
    return rng.choices(pool.names, pool.weights)[0]


def name_person(rng: Random, person: Person, peoples: Mapping[str, Peoples]) -> None:
    """Give the person one or two given names and two surnames of their people."""
    pools = peoples[person.people]
    given = pools.given_f if person.sex == "f" else pools.given_m
    first = _named(rng, given)
    second = _named(rng, given) if rng.random() < 0.72 else ""
    person.given = f"{first} {second}" if second and second != first else first
    person.first_surname = _named(
        rng, pools.mixed if rng.random() < pools.mixing / 2 else pools.surnames
    )
    person.second_surname = _named(
        rng, pools.mixed if rng.random() < pools.mixing else pools.surnames
    )


def cedula(rng: Random, province: str) -> str:
    """An Ecuadorian identity number of a province, with its check digit (modulus 10)."""
    digits = [int(d) for d in province] + [rng.randrange(6)] + [rng.randrange(10) for _ in range(6)]
    total = 0
    for place, digit in enumerate(digits):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return "".join(map(str, digits)) + str(-total % 10)


def give_document(rng: Random, person: Person, used: set[str]) -> None:
    """Give the person the paper that somebody of their status and age would have, or none."""
    chance = rng.random()
    while True:
        if person.status in ABROAD:
            if chance < 0.12:
                return
            kind = "refugee_visa" if person.status == "refugee" and chance < 0.7 else "foreign"
            letters = "VR" if kind == "refugee_visa" else ""
            number = f"{letters}{rng.randrange(10_000_000, 1_150_000_000)}"
        elif chance < (0.10 if person.band < 18 else 0.03):
            return
        else:
            province = drawn(
                rng,
                {person.canton[:2].replace("23", "08"): 0.86, "17": 0.06, "13": 0.05, "04": 0.03},
            )
            kind, number = "cedula", cedula(rng, province)
        if number not in used:
            break
    used.add(number)
    person.document_type, person.document = kind, number


def settle_birth(rng: Random, person: Person, upper: int | None) -> None:
    """Choose a birth date that keeps the person in their band from first to last participation."""
    first = person.first_on or date(2015, 6, 1)
    last = person.last_on or first
    lower = max(person.band, 5 if person.band == 0 else person.band)
    earliest = _years_before(last, upper or OLDEST) + timedelta(days=1)
    latest = _years_before(first, lower)
    person.birth = earliest + timedelta(days=rng.randrange(max(1, (latest - earliest).days + 1)))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _spread(rng: Random, counts: Mapping[str, int], rest: str, size: int) -> list[str]:
    """A shuffled list of `size` keys in which each key of `counts` stands exactly so often."""
    keys = [key for key, count in counts.items() for _ in range(count)][:size]
    keys += [rest] * (size - len(keys))
    rng.shuffle(keys)
    return keys


def _groups(rng: Random, statuses: Sequence[str], calibration: Calibration) -> list[str]:
    """A group for everybody: exact among refugees and in all, the rest as it comes."""
    groups = [""] * len(statuses)
    refugees = [i for i, status in enumerate(statuses) if status == "refugee"]
    others = [i for i, status in enumerate(statuses) if status not in ABROAD]
    rng.shuffle(refugees)
    rng.shuffle(others)
    for group, total in calibration.group.items():
        abroad = min(calibration.refugee_groups.get(group, 0), total)
        for source, count in ((refugees, abroad), (others, total - abroad)):
            for _ in range(min(count, len(source))):
                groups[source.pop()] = group
    return [group or drawn(rng, calibration.other_groups) for group in groups]


def _province(rng: Random, group: str, status: str) -> str:
    if group == "afro_ecuadorian":
        return "08" if rng.random() < 0.9 else "21"
    if group == "indigenous":
        return "08" if rng.random() < 0.36 else "21"
    return "21" if rng.random() < (0.62 if status in ABROAD else 0.5) else "08"


def _people(rng: Random, group: str, status: str, province: str) -> str:
    if group == "indigenous":
        if status in ABROAD:
            return "awa"
        return drawn(rng, ESMERALDAS_PEOPLES if province == "08" else SUCUMBIOS_PEOPLES)
    if status in ABROAD:
        return "colombian_afro" if group == "afro_ecuadorian" else "colombian"
    return "mestizo" if group == "prefers_not_to_say" else group


class Homes:
    """Where people live: cantons of a province by the number of their parishes."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.parishes: dict[str, list[str]] = {}
        for place in places:
            if place.kind == "parish" and place.parent and not place.valid_to:
                self.parishes.setdefault(place.parent, []).append(place.code)
        self.cantons: dict[str, list[str]] = {}
        for canton in sorted(self.parishes):
            self.cantons.setdefault(canton[:2], []).append(canton)

    def home(self, rng: Random, province: str) -> tuple[str, str]:
        """A canton and parish of the province, or of any province when it has none."""
        cantons = self.cantons.get(province) or [
            code for codes in self.cantons.values() for code in codes
        ]
        canton = rng.choices(cantons, [3 + len(self.parishes[code]) for code in cantons])[0]
        return canton, rng.choice(self.parishes[canton])


def _person(
    rng: Random, number: int, band: int, women: float, group: str, status: str, homes: Homes
) -> Person:
    province = _province(rng, group, status)
    canton, parish = homes.home(rng, province)
    return Person(
        number=number,
        sex="f" if rng.random() < women else "m",
        band=band,
        group=group,
        people=_people(rng, group, status, province),
        status=status,
        canton=canton,
        parish=parish,
    )


def _house(rng: Random, persons: Sequence[Person]) -> None:
    """Let people of one parish and people share households of one to five."""
    by_home: dict[tuple[str, str], list[Person]] = {}
    for person in persons:
        by_home.setdefault((person.parish, person.people), []).append(person)
    number = 0
    for members in by_home.values():
        left = 0
        for person in members:
            if left == 0:
                number, left = number + 1, rng.choice((1, 2, 2, 3, 3, 4, 5))
            person.household, left = f"HG-{number:05d}", left - 1


def population(
    rng: Random, calibration: Calibration, places: Sequence[Place], peoples: Mapping[str, Peoples]
) -> tuple[list[Person], list[Person]]:
    """The people whom the programme serves, and the duty-bearers whom it trains besides."""
    homes = Homes(places)
    bands = [band for band, count in calibration.bands.items() for _ in range(count)]
    rng.shuffle(bands)
    statuses = _spread(rng, calibration.status, "host_community", len(bands))
    groups = _groups(rng, statuses, calibration)
    served = [
        _person(rng, number, band, calibration.women, group, status, homes)
        for number, (band, group, status) in enumerate(zip(bands, groups, statuses, strict=True), 1)
    ]
    officials = []
    for number in range(calibration.duty_bearers):
        group = drawn(rng, calibration.other_groups)
        official = _person(rng, len(served) + number + 1, 30, 0.47, group, "host_community", homes)
        official.duty_bearer = True
        officials.append(official)
    _house(rng, served)
    used: set[str] = set()
    for person in (*served, *officials):
        name_person(rng, person, peoples)
        give_document(rng, person, used)
        if person.band >= 12 and rng.random() < 0.55:
            person.phone = f"09{rng.randrange(10_000_000, 99_999_999)}"
    return served, officials
