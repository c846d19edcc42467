"""The truth apart: who the people are, whose each row is, and what a perfect count would give."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.engines.world.cases import ENROLLED, PAID, dated_by
from minga.engines.world.deliveries import Delivery
from minga.engines.world.events import Event
from minga.engines.world.inputs import ListKind
from minga.engines.world.layout import Placed
from minga.engines.world.people import ABROAD, Person

README = """SYNTHETIC DATA - DATOS SINTÉTICOS

Nobody in these files exists. people.csv holds the invented people, rows.csv says whose each
row of a partner's list is, totals.json what a perfect count of the lists would give. Nothing but
the last comparison of a demonstration reads this folder.

Nadie en estos archivos existe. people.csv contiene las personas inventadas, rows.csv dice de
quién es cada fila de las listas y totals.json lo que daría un conteo perfecto. Nada más que la
comparación final de una demostración lee esta carpeta.
"""
PERSON_COLUMNS = [
    "code",
    "given",
    "first_surname",
    "second_surname",
    "sex",
    "birth_on",
    "group",
    "people",
    "status",
    "document_type",
    "document",
    "phone",
    "canton",
    "parish",
    "household",
    "duty_bearer",
    "profession",
    "synthetic",
]

ROW_COLUMNS = (
    "file",
    "sheet",
    "row",
    "list",
    "organisation",
    "person",
    "case",
    "gathering",
    "on",
    "synthetic",
)


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def _person_row(person: Person) -> tuple[Any, ...]:
    return (
        person.code,
        person.given,
        person.first_surname,
        person.second_surname,
        person.sex,
        person.birth.isoformat(),
        person.group,
        person.people,
        person.status,
        person.document_type,
        person.document,
        person.phone,
        person.canton,
        person.parish,
        person.household,
        "yes" if person.duty_bearer else "no",
        person.profession,
        "SYNTHETIC",
    )


def write_truth(
    out: Path, people: Iterable[Person], deliveries: Sequence[Delivery], totals: dict[str, Any]
) -> None:
    """Write the truth's files into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "README.txt").write_text(README, encoding="utf-8")
    _write(out / "people.csv", PERSON_COLUMNS, (_person_row(person) for person in people))
    rows = (_row(sent, placed, event) for sent in deliveries for placed, event in sent.rows)
    _write(out / "rows.csv", ROW_COLUMNS, rows)
    (out / "totals.json").write_text(
        json.dumps({"synthetic": True} | totals, ensure_ascii=False, indent=2, sort_keys=True)
        + "\n",
        encoding="utf-8",
    )


def _row(sent: Delivery, placed: Placed, event: Event) -> tuple[Any, ...]:
    return (
        sent.file,
        placed.sheet,
        placed.row,
        sent.list,
        sent.organisation,
        event.person.code if event.person else "",
        event.case,
        event.gathering,
        event.on.isoformat(),
        "SYNTHETIC",
    )


class Tellers:
    """Counts the truth: people once, and as the organisations' own totals add up."""

    def __init__(self, deliveries: Sequence[Delivery], lists: Mapping[str, ListKind]) -> None:
        self._events: dict[int, Event] = {}
        self.rows = sum(len(delivery.rows) for delivery in deliveries)
        self.files = len(deliveries)
        for delivery in deliveries:
            for _, event in delivery.rows:
                self._events[id(event)] = event
        self._lists = lists

    def people(self, pathway: str, **where: str | tuple[str, ...]) -> set[int]:
        """Numbers of the people with a row on the pathway whose answers are as wanted."""
        return {number for number, _ in self.registrations(pathway, **where)}

    def registrations(self, pathway: str, **where: str | tuple[str, ...]) -> set[tuple[int, str]]:
        """The same people once for each organisation that lists them."""
        found = set()
        for event in self._events.values():
            if event.person is None or self._lists[event.list].pathway != pathway:
                continue
            if all(_is(event.answers.get(key), wanted) for key, wanted in where.items()):
                found.add((event.person.number, event.organisation))
        return found

    def reached(self, pathway: str, step: str) -> list[Event]:
        """Rows of the pathway on which the step is dated."""
        found = []
        for event in self._events.values():
            kind = self._lists[event.list]
            dated = {dated_by(kind, entry) for entry in kind.steps if entry.step == step}
            if kind.pathway == pathway and dated & set(event.dates):
                found.append(event)
        return found

    def duty_bearers(self) -> set[int]:
        """Numbers of the listed people who bear duties."""
        people = (event.person for event in self._events.values())
        return {person.number for person in people if person and person.duty_bearer}


def _is(value: Any, wanted: str | tuple[str, ...]) -> bool:
    return value in wanted if isinstance(wanted, tuple) else value == wanted


PEACE_ROLES = ("state_official", "civil_society", "young_person")


def totals_of(tellers: Tellers, served: Sequence[Person]) -> dict[str, Any]:
    """What a perfect count would give, by the indicators' names where there is one."""
    peace = {
        role: tellers.people("training", topic="peace", trainee_role=role) for role in PEACE_ROLES
    }
    all_peace = tellers.people("training", topic="peace")
    rights = tellers.people("training", topic=("srhr", "gbv"))
    grants, school = (
        tellers.reached("seed_grant", PAID),
        tellers.reached("return_to_school", ENROLLED),
    )
    return _direct(tellers, served, [*grants, *school]) | {
        "trained_srhr_gbv": len(rights),
        "trained_srhr_gbv_served": len(rights - tellers.duty_bearers()),
        "trained_srhr_gbv_partner_totals": len(
            tellers.registrations("training", topic=("srhr", "gbv"))
        ),
        "peace_trained": len(all_peace),
        "peace_trained_officials": len(peace["state_official"]),
        "peace_trained_civil_society": len(peace["civil_society"]),
        "peace_trained_young": len(peace["young_person"]),
        "peace_trained_other": len(all_peace - set().union(*peace.values())),
        "grants": len({event.person.number for event in grants if event.person}),
        "grant_families": len({event.household for event in grants}),
        "children_in_school": len({event.person.number for event in school if event.person}),
        "duty_bearers_trained": len(tellers.duty_bearers()),
        "files": tellers.files,
        "rows": tellers.rows,
    }


def _direct(tellers: Tellers, served: Sequence[Person], others: Sequence[Event]) -> dict[str, Any]:
    """The people served: once each, by what they are, and as the totals add them up."""
    registrations = tellers.registrations("training")
    registrations |= {(event.person.number, event.organisation) for event in others if event.person}
    duty = tellers.duty_bearers()
    registrations = {entry for entry in registrations if entry[0] not in duty}
    numbers = {number for number, _ in registrations}
    mine = [person for person in served if person.number in numbers]
    return {
        "direct_people": len(mine),
        "direct_people_partner_totals": len(registrations),
        "direct_youth": sum(person.band == 18 for person in mine),
        "direct_afro": sum(person.group == "afro_ecuadorian" for person in mine),
        "direct_indigenous": sum(person.group == "indigenous" for person in mine),
        "direct_refugees": sum(person.status == "refugee" for person in mine),
        "direct_protection_need": sum(person.status in ABROAD for person in mine),
        "direct_women_girls": sum(person.sex == "f" for person in mine),
    }
