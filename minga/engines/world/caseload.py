"""How many cases there are of what, and about whom: grants, schools, and every other pathway."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from minga.engines.world.cases import About, Cases, Plan, Stage
from minga.engines.world.events import Event
from minga.engines.world.pathways import Pathway
from minga.engines.world.people import Person
from minga.engines.world.settings import Calibration

PAID, ENROLLED = "disbursed", "enrolled"
SHARE = 0.55
"""The part of a grant for two homes that the first of them is paid."""
ADULT = (12, 18, 30, 60)


def all_cases(
    rng: Random, cases: Cases, stage: Stage, served: Sequence[Person], training: str
) -> list[Event]:
    """Cases on every pathway but training, as many as the calibration says."""
    events: list[Event] = []
    for code in sorted(stage.pathways):
        pathway = stage.pathways[code]
        if code == training or not stage.lists.get(code):
            continue
        if code == "seed_grant":
            events += grants(rng, cases, served, stage.calibration)
        elif code == "return_to_school":
            events += school(rng, cases, served, stage.calibration)
        elif pathway.subject == "registration":
            events += _of_people(rng, cases, stage, served, pathway)
        else:
            events += _of_others(rng, cases, stage, pathway)
    return events


def grants(rng: Random, cases: Cases, served: Sequence[Person], c: Calibration) -> list[Event]:
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
        home = f"H-{number % c.grants['families'] + 1:05d}"
        person.services.add("grant")
        amount = float(10 * rng.randint(30, 120))
        shared = number < second
        given = {"disbursed.amount": round(amount * SHARE, 2) if shared else amount}
        about = About(person=person, place=person.parish, household=home)
        rows = cases.open("seed_grant", about, Plan(through=PAID, given=given))
        events += rows
        if shared:
            other = f"H-{len(paid) + number + 1:05d}"
            events += _shared(cases, rows, other, round(amount * (1 - SHARE), 2))
    for person in refused:
        about = About(person=person, place=person.parish)
        events += cases.open("seed_grant", about, Plan(without=(PAID,)))
    return events


def _shared(cases: Cases, rows: Sequence[Event], home: str, amount: float) -> list[Event]:
    """An enterprise of two families: the partner lists the payment once for each of them."""
    paid = f"{PAID}.amount"
    first = next(step for step in reversed(cases.happened) if step.step == PAID)
    answers = {**first.answers, "amount": amount}
    cases.happened.append(replace(first, household=home, answers=answers))
    return [
        replace(row, household=home, answers={**row.answers, paid: amount})
        for row in rows
        if paid in row.answers
    ]


def school(rng: Random, cases: Cases, served: Sequence[Person], c: Calibration) -> list[Event]:
    """Returns to school: all the youngest, then adolescents; some are only located."""
    small = [person for person in served if person.band < 12]
    grown = [person for person in served if person.band == 12]
    rng.shuffle(grown)
    wanted = max(0, c.school["enrolled"] - len(small))
    events: list[Event] = []
    for person in (*small, *grown[:wanted]):
        person.services.add("school")
        about = About(person=person, place=person.parish)
        events += cases.open("return_to_school", about, Plan(through=ENROLLED))
    for person in grown[wanted : wanted + c.school["located_only"]]:
        about = About(person=person, place=person.parish)
        events += cases.open("return_to_school", about, Plan(without=(ENROLLED,)))
    return events


def _plans(stage: Stage, pathway: str) -> list[Plan]:
    """How each case of a pathway goes: in the calibration's groups, or as it comes."""
    c = stage.calibration
    groups = c.groups.get(pathway)
    if groups is None:
        return [Plan()] * c.cases.get(pathway, c.cases["default"])
    return [
        Plan(group.get("through"), tuple(group.get("without", ())), group.get("given"))
        for group in groups
        for _ in range(int(group["count"]))
    ]


def _of_people(
    rng: Random, cases: Cases, stage: Stage, served: Sequence[Person], pathway: Pathway
) -> list[Event]:
    """Cases of any other pathway whose subject is a person."""
    rule = stage.life.eligible.get(pathway.code, {})
    bands = rule.get("bands", ADULT)
    able = [p for p in served if rule.get("sex", p.sex) == p.sex and p.band in bands]
    plans = _plans(stage, pathway.code)
    events: list[Event] = []
    for person, plan in zip(rng.sample(able, min(len(plans), len(able))), plans, strict=False):
        events += cases.open(pathway.code, About(person=person, place=person.parish), plan)
    return events


def _of_others(rng: Random, cases: Cases, stage: Stage, pathway: Pathway) -> list[Event]:
    """Cases whose subject is an organisation, a site, a place, a household or the matter itself."""
    events: list[Event] = []
    subjects = _subjects(rng, stage, pathway)
    for plan, about in zip(_plans(stage, pathway.code), subjects, strict=False):
        events += cases.open(pathway.code, about, plan)
    return events


def _subjects(rng: Random, stage: Stage, pathway: Pathway) -> Iterator[About]:
    """Subjects without end; each organisation and site once before any of them again."""
    parishes = stage.parishes
    prefix = stage.life.sites.get(pathway.code, "")
    sites: list[Any] = [p for p in stage.places if p.kind == "site" and p.code.startswith(prefix)]
    members: list[Any] = [o for o in stage.organisations if o.kind not in ("un_agency", "donor")]
    rng.shuffle(members)
    number = 0
    while True:
        place = rng.choice(parishes).code
        if pathway.subject == "site" and sites:
            site = sites[number % len(sites)]
            yield About(place=site.parent or place, subject=site.code, name=site.name)
        elif pathway.subject == "organisation":
            member = members[number % len(members)]
            yield About(place=place, subject=member.code, name=member.name)
        else:
            subject = {"place": place, "household": f"HS-{number + 1:05d}"}.get(pathway.subject, "")
            yield About(place=place, subject=subject, household=subject)
        number += 1
