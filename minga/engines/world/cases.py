"""Cases: grants, returns to school, and some on every other pathway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from minga.engines.world.events import Calendar, Event
from minga.engines.world.inputs import ListKind, ListStep, Organisation, Pathway, Place
from minga.engines.world.people import Person
from minga.engines.world.settings import Calibration
from minga.engines.world.walks import Walk, answers_of, goals, walk

PAID, ENROLLED = "disbursed", "enrolled"
SITES = {
    "school": ("Unidad Educativa", "Escuela"),
    "network": ("Red CONE",),
    "facility": ("Centro de Salud", "Subcentro de Salud", "Hospital Básico"),
    "mid": ("Centro de Salud",),
}


@dataclass(frozen=True)
class Stage:
    """What cases are made from: the pathways, their lists, and who delivers."""

    pathways: Mapping[str, Pathway]
    lists: Mapping[str, Sequence[ListKind]]
    houses: Sequence[str]
    organisations: Sequence[Organisation]
    places: Sequence[Place]
    calendar: Calendar
    calibration: Calibration


def rows_of(kind: ListKind, walked: Walk) -> list[dict[str, date]]:
    """The dates of a case's rows in a list: one row, or one for each repetition."""
    names = [step.step for step in kind.steps]
    days: dict[str, list[date]] = {name: [] for name in names}
    for name, on, _ in walked.steps:
        if name in days:
            days[name].append(on)
    slots = {name: max(1, names.count(name)) for name in names}
    if not any(days.values()) or any(not days[s.step] for s in kind.steps if not s.optional):
        return []
    rows = max(-(-len(days[name]) // slots[name]) for name in days if days[name])
    filled = []
    for row in range(rows):
        dates: dict[str, date] = {}
        seen: dict[str, int] = {}
        for step in kind.steps:
            slot = row * slots[step.step] + seen.get(step.step, 0)
            seen[step.step] = seen.get(step.step, 0) + 1
            known = days[step.step]
            if slot < len(known):
                dates[dated_by(kind, step)] = known[slot]
            elif known and rows > 1 and slots[step.step] == 1:
                dates[dated_by(kind, step)] = known[-1]
        filled.append(dates)
    return filled


def dated_by(kind: ListKind, step: ListStep) -> str:
    """The code of the column that dates a step, or the step's own name."""
    if step.date:
        return step.date
    wanted = f"date.{step.step}"
    return next((column.code for column in kind.columns if column.to == wanted), step.step)


def case_events(stage: Stage, pathway: str, walked: Walk, base: Event) -> list[Event]:
    """One case's rows in every list of its pathway."""
    events = []
    answers: dict[str, Any] = {**answers_of(walked), **base.answers}
    for kind in stage.lists.get(pathway, ()):
        if kind.tallies():
            continue
        for dates in rows_of(kind, walked):
            on = max(dates.values()) if dates else base.on
            event = replace(base, list=kind.code, on=on, dates=dates, answers=answers)
            events.append(event)
            if event.person:
                for day in dates.values():
                    event.person.seen(day)
    return events


def _goal(rng: Random, pathway: Pathway, through: str | None, number: int) -> str | None:
    """A closing step: each in turn first, so that every end is reached; then at random."""
    if through is not None and through not in pathway.steps:
        through = None
    ends = goals(pathway, through)
    if not ends:
        return None
    return ends[number] if number < len(ends) else rng.choice(ends)


class Cases:
    """Makes cases and numbers them by pathway."""

    def __init__(self, rng: Random, stage: Stage) -> None:
        self._rng, self._stage = rng, stage
        self._numbers: dict[str, int] = {}
        self.walked: dict[str, list[Walk]] = {}

    def open(
        self,
        pathway: str,
        *,
        person: Person | None = None,
        subject: str = "",
        place: str = "",
        through: str | None = None,
        stop_before: Sequence[str] = (),
        household: str = "",
        answers: Mapping[str, Any] | None = None,
    ) -> list[Event]:
        """Walk one case to one of its ends and give its rows."""
        rng, stage = self._rng, self._stage
        definition = stage.pathways[pathway]
        number = self._numbers[pathway] = self._numbers.get(pathway, 0) + 1
        goal = _goal(rng, definition, through, number - 1)
        if goal is None:
            return []
        starts = stage.calendar.weekday(
            rng, 20, (stage.calendar.ends - stage.calendar.starts).days - 260
        )
        walked = walk(rng, definition, goal, starts, stage.calendar.ends, stop_before)
        self.walked.setdefault(pathway, []).append(walked)
        base = Event(
            list="",
            organisation=self.house(pathway, place),
            on=starts,
            place=place,
            person=person,
            subject=subject,
            household=household,
            case=f"{''.join(word[0] for word in pathway.split('_')).upper()}-{number:05d}",
            answers=dict(answers or {}),
        )
        return case_events(stage, pathway, walked, base)

    def house(self, pathway: str, place: str) -> str:
        """The organisation that keeps the cases of a pathway in a province: always the same few."""
        houses = self._stage.houses
        start = sum(pathway.encode()) % len(houses)
        pool = [houses[(start + turn) % len(houses)] for turn in range(3)]
        return pool[sum(place[:4].encode()) % len(pool)]


def grants(
    rng: Random, cases: Cases, served: Sequence[Person], c: Calibration, pathway: Pathway
) -> list[Event]:
    """Seed grants to women, young people, refugees; some for two homes, some refused."""
    wanted = [
        p
        for p in served
        if p.band in (18, 30) and (p.sex == "f" or p.band == 18 or p.status == "refugee")
    ]
    chosen = rng.sample(wanted, min(len(wanted), c.grants["recipients"] + c.grants["applicants"]))
    paid, refused = chosen[: c.grants["recipients"]], chosen[c.grants["recipients"] :]
    events: list[Event] = []
    second = max(0, c.grants["families"] - len(paid))
    for number, person in enumerate(paid):
        # A home of its own for each grant, as far as there are enough homes.
        household = f"H-{number % c.grants['families'] + 1:05d}"
        person.services.add("grant")
        amount = 10 * rng.randint(30, 120)
        shared = number < second
        rows = cases.open(
            pathway.code,
            person=person,
            place=person.parish,
            through=PAID,
            household=household,
            answers={"amount": amount / 2 if shared else amount},
        )
        events += rows
        if shared:
            # An enterprise of two families: the partner lists it once for each, with its half.
            other = f"H-{len(paid) + number + 1:05d}"
            events += [replace(row, household=other) for row in rows]
    for person in refused:
        events += cases.open(pathway.code, person=person, place=person.parish, stop_before=(PAID,))
    return events


def school(
    rng: Random, cases: Cases, served: Sequence[Person], c: Calibration, pathway: Pathway
) -> list[Event]:
    """Returns to school: all the youngest, then adolescents; some are only located."""
    small = [person for person in served if person.band < 12]
    grown = [person for person in served if person.band == 12]
    rng.shuffle(grown)
    wanted = max(0, c.school["enrolled"] - len(small))
    events: list[Event] = []
    for person in (*small, *grown[:wanted]):
        person.services.add("school")
        events += cases.open(pathway.code, person=person, place=person.parish, through=ENROLLED)
    for person in grown[wanted : wanted + c.school["located_only"]]:
        events += cases.open(
            pathway.code, person=person, place=person.parish, stop_before=(ENROLLED,)
        )
    return events


def _groups(stage: Stage, pathway: str) -> list[dict[str, Any]]:
    """How each case of a pathway is opened: in the calibration's groups, or all alike."""
    c = stage.calibration
    groups = c.groups.get(pathway)
    if groups is None:
        return [{}] * c.cases.get(pathway, c.cases["default"])
    plans = []
    for group in groups:
        stop = group.get("stop_before")
        plan = {
            "through": group.get("through"),
            "stop_before": (stop,) if stop else (),
            "answers": group.get("answers"),
        }
        plans += [plan] * int(group["count"])
    return plans


def of_people(
    rng: Random, cases: Cases, stage: Stage, served: Sequence[Person], pathway: Pathway
) -> list[Event]:
    """Cases of any other pathway whose subject is a person."""
    rule = stage.calibration.eligible.get(pathway.code, {})
    bands = rule.get("bands", (12, 18, 30, 60))
    able = [p for p in served if rule.get("sex", p.sex) == p.sex and p.band in bands]
    plans = _groups(stage, pathway.code)
    events: list[Event] = []
    for person, plan in zip(rng.sample(able, min(len(plans), len(able))), plans, strict=False):
        events += cases.open(pathway.code, person=person, place=person.parish, **plan)
    return events


def of_others(rng: Random, cases: Cases, stage: Stage, pathway: Pathway) -> list[Event]:
    """Cases whose subject is an organisation, a site, a place, a household or the matter itself."""
    parishes = [place for place in stage.places if place.kind == "parish" and not place.valid_to]
    members = [house for house in stage.organisations if house.kind not in ("un_agency", "donor")]
    events: list[Event] = []
    for number, plan in enumerate(_groups(stage, pathway.code)):
        place = rng.choice(parishes)
        subject = {
            "organisation": rng.choice(members).name,
            "site": f"{_site(pathway.code, number)} {place.name} {number + 1}",
            "place": place.code,
            "household": f"HS-{number + 1:05d}",
        }.get(pathway.subject, "")
        events += cases.open(
            pathway.code, subject=subject, place=place.code, household=subject, **plan
        )
    return events


def _site(pathway: str, number: int) -> str:
    """What kind of site a pathway is about, as its name tells."""
    for word, names in SITES.items():
        if word in pathway:
            return names[number % len(names)]
    return "Casa Comunal"
