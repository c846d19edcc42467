"""Who is trained in what, by whom and when: courses of one canton, some people twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from minga.engines.world.events import Calendar, Event
from minga.engines.world.people import Person
from minga.engines.world.settings import Calibration

GROUP = (18, 38)
OTHER_ROLES = ("media", "media", "community_member")
PROFESSIONS = (
    ("police_officer", "Policía Nacional"),
    ("judge_prosecutor", "Fiscalía"),
    ("health_worker", "Centro de Salud"),
    ("teacher", "Unidad Educativa"),
    ("state_official", "GAD"),
)


@dataclass(frozen=True)
class Trainee:
    """Somebody to be trained on a theme, in one role."""

    person: Person
    topic: str
    role: str


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
    """Every official learns what their profession asks for."""
    trainees = []
    for person in officials:
        role = _profession(rng, person)
        topic = {"teacher": "teaching", "state_official": "conflict_sensitive_planning"}.get(
            role, "victim_protection"
        )
        trainees.append(Trainee(person, topic, role))
    return trainees


def _courses(rng: Random, trainees: Sequence[Trainee]) -> list[list[Trainee]]:
    """Groups of one topic, role and canton, of the size of a room."""
    by_room: dict[tuple[str, str, str], list[Trainee]] = {}
    for trainee in trainees:
        key = (trainee.topic, trainee.role, trainee.person.canton)
        by_room.setdefault(key, []).append(trainee)
    courses = []
    for key in sorted(by_room):
        group = by_room[key]
        rng.shuffle(group)
        while group:
            size = rng.randint(*GROUP)
            courses.append(group[:size])
            group = group[size:]
    return courses


def _course_events(
    rng: Random,
    course: Sequence[Trainee],
    organisation: str,
    number: int,
    calendar: Calendar,
    sessions: int,
) -> list[Event]:
    start = calendar.weekday(rng)
    place = course[0].person.parish
    events = []
    for session in range(sessions):
        on = calendar.working(start + timedelta(days=7 * session))
        for trainee in course:
            if session and rng.random() < 0.08:
                continue
            trainee.person.seen(on)
            answers: dict[str, Any] = {"topic": trainee.topic, "trainee_role": trainee.role}
            answers |= {
                "role": trainee.role,
                "profession": trainee.role,
                "hours": rng.choice((2, 4, 6, 8)),
            }
            event = Event(
                list="training",
                organisation=organisation,
                on=on,
                place=place,
                person=trainee.person,
            )
            event.gathering = f"T{number:04d}-{session + 1}"
            event.dates, event.answers = {"attended": on}, answers
            events.append(event)
    return events


def train(
    rng: Random,
    trainees: Sequence[Trainee],
    c: Calibration,
    calendar: Calendar,
    organisations: Sequence[str],
) -> list[Event]:
    """All attendances: each trainee once, a share of them with a second organisation too."""
    for trainee in trainees:
        trainee.person.services.add(trainee.topic)
    half = max(1, len(organisations) // 2)
    first, second = organisations[:half], organisations[half:] or organisations
    again = [trainee for trainee in trainees if rng.random() < c.second_organisation]
    events: list[Event] = []
    number = 0
    for group, houses in ((trainees, first), (again, second)):
        for course in _courses(rng, group):
            number += 1
            sessions = rng.randint(*c.sessions)
            events += _course_events(rng, course, rng.choice(houses), number, calendar, sessions)
    return events
