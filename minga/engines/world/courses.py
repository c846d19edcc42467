"""Who is trained in what, by whom and when: courses of one canton, some people twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from minga.engines.world.events import Calendar
from minga.engines.world.people import Person
from minga.engines.world.settings import Calibration

GROUP = (18, 38)
MISSES = 0.08
"""How often somebody misses a later session."""
OTHER_ROLES = ("media", "media", "community_member")
PROFESSIONS = (
    ("police_officer", "Policía Nacional"),
    ("judge_prosecutor", "Fiscalía"),
    ("health_worker", "Centro de Salud"),
    ("teacher", "Unidad Educativa"),
    ("state_official", "GAD"),
)


BESIDE = {
    "teacher": "victim_protection",
    "police_officer": "conflict_sensitive_planning",
    "state_official": "teaching",
}
"""What some officials of a profession learn besides their own duty."""
BESIDES, BOTH = 0.15, 0.04
"""How often an official learns that too, and how often somebody both topics of rights."""


@dataclass(frozen=True)
class Trainee:
    """Somebody to be trained on a theme, in one role."""

    person: Person
    topic: str
    role: str


@dataclass(frozen=True)
class Attendance:
    """A trainee and the days on which they came."""

    trainee: Trainee
    days: tuple[date, ...]


@dataclass(frozen=True)
class Course:
    """A course of one organisation in one place."""

    code: str
    organisation: str
    place: str
    attendances: tuple[Attendance, ...]


def _take(rng: Random, persons: Sequence[Person], count: int) -> list[Person]:
    return rng.sample(list(persons), min(count, len(persons)))


def choose_peace(
    rng: Random, served: Sequence[Person], officials: Sequence[Person], c: Calibration
) -> list[Trainee]:
    """Those trained in peace: officials, civil society, young people, a few others."""
    young = [person for person in served if person.band in (12, 18)]
    adults = [person for person in served if person.band == 30]
    adults = _take(rng, adults, c.peace["civil_society"] + c.peace["other"])
    chosen = [
        Trainee(person, "peace", "young_person")
        for person in _take(rng, young, c.peace["young_person"])
    ]
    for place, person in enumerate(adults):
        role = "civil_society" if place < c.peace["civil_society"] else rng.choice(OTHER_ROLES)
        chosen.append(Trainee(person, "peace", role))
    for person in _take(rng, officials, c.peace["state_official"]):
        chosen.append(Trainee(person, "peace", "state_official"))
    return chosen


def choose_rights(
    rng: Random, served: Sequence[Person], officials: Sequence[Person], c: Calibration
) -> list[Trainee]:
    """Those trained in sexual rights or against violence: first who has nothing yet."""
    able = [person for person in served if person.band >= 12]
    waiting = [person for person in able if not person.services]
    others = [person for person in able if person.services]
    wanted = c.trained_srhr_gbv["served"]
    chosen = _take(rng, waiting, wanted)
    chosen += _take(rng, others, wanted - len(chosen))
    topics = ("srhr", "gbv")
    trainees = [Trainee(person, rng.choice(topics), "community_member") for person in chosen]
    for trainee in rng.sample(trainees, round(BOTH * len(trainees))):
        other = topics[trainee.topic == topics[0]]
        trainees.append(Trainee(trainee.person, other, trainee.role))
    for person in _take(rng, officials, c.trained_srhr_gbv["duty_bearers"]):
        trainees.append(Trainee(person, rng.choice(topics), _profession(rng, person)))
    return trainees


def _profession(rng: Random, person: Person) -> str:
    person.profession = person.profession or rng.choice(PROFESSIONS)[0]
    return person.profession


def choose_vocational(rng: Random, served: Sequence[Person], c: Calibration) -> list[Trainee]:
    """Those who learn a trade: whoever has nothing yet, and others up to the number."""
    able = [person for person in served if person.band >= 12]
    waiting = [person for person in able if not person.services]
    others = [person for person in able if person.services and person.band in (18, 30)]
    chosen = waiting + _take(rng, others, c.vocational - len(waiting))
    return [Trainee(person, "vocational", "community_member") for person in chosen]


def choose_duties(rng: Random, officials: Sequence[Person]) -> list[Trainee]:
    """Every official learns what their profession asks for, and some what another's does."""
    trainees = []
    for person in officials:
        role = _profession(rng, person)
        topic = {"teacher": "teaching", "state_official": "conflict_sensitive_planning"}.get(
            role, "victim_protection"
        )
        trainees.append(Trainee(person, topic, role))
        if role in BESIDE and rng.random() < BESIDES:
            trainees.append(Trainee(person, BESIDE[role], role))
    return trainees


def choose_trainees(
    rng: Random, served: Sequence[Person], officials: Sequence[Person], c: Calibration
) -> list[Trainee]:
    """Everybody to be trained; the order matters: later themes reach who has nothing yet."""
    peace = choose_peace(rng, served, officials, c)
    for trainee in peace:
        trainee.person.services.add("peace")
    rights = choose_rights(rng, served, officials, c)
    for trainee in rights:
        trainee.person.services.add("rights")
    return [*peace, *rights, *choose_vocational(rng, served, c), *choose_duties(rng, officials)]


def _rooms(rng: Random, trainees: Sequence[Trainee]) -> list[list[Trainee]]:
    """Groups of one topic, role and canton, of the size of a room."""
    by_room: dict[tuple[str, str, str], list[Trainee]] = {}
    for trainee in trainees:
        key = (trainee.topic, trainee.role, trainee.person.canton)
        by_room.setdefault(key, []).append(trainee)
    rooms = []
    for key in sorted(by_room):
        group = by_room[key]
        rng.shuffle(group)
        while group:
            size = rng.randint(*GROUP)
            rooms.append(group[:size])
            group = group[size:]
    return rooms


def _sessions(
    rng: Random, course: Sequence[Trainee], calendar: Calendar, sessions: int
) -> list[Attendance]:
    """Who came to a course, and on which days: all to the first session, most to the next."""
    start = calendar.weekday(rng)
    days = [calendar.working(start + timedelta(days=7 * number)) for number in range(sessions)]
    return [
        Attendance(trainee, tuple(on for on in days if on == days[0] or rng.random() > MISSES))
        for trainee in course
    ]


def train(
    rng: Random,
    trainees: Sequence[Trainee],
    c: Calibration,
    calendar: Calendar,
    organisations: Sequence[str],
) -> list[Course]:
    """All courses: each trainee in one, a share of them with a second organisation too."""
    for trainee in trainees:
        trainee.person.services.add(trainee.topic)
    half = max(1, len(organisations) // 2)
    first, second = organisations[:half], organisations[half:] or organisations
    again = [trainee for trainee in trainees if rng.random() < c.second_organisation]
    courses: list[Course] = []
    for group, houses in ((trainees, first), (again, second)):
        for room in _rooms(rng, group):
            came = _sessions(rng, room, calendar, rng.choice(c.sessions))
            code = f"C{len(courses) + 1:04d}"
            courses.append(Course(code, rng.choice(houses), room[0].person.parish, tuple(came)))
    return courses
