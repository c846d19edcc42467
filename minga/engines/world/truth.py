"""The truth apart: who the people are, whose each row is, and what a perfect count would give."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.engines.world.deliveries import Delivery
from minga.engines.world.events import Event, TrueStep
from minga.engines.world.layout import Placed
from minga.engines.world.people import Person

README = """SYNTHETIC DATA - DATOS SINTÉTICOS

Nobody in these files exists. people.csv holds the invented people, steps.csv what happened to
them and to others, rows.csv says whose each row of a partner's list is, totals.json what a perfect
count would give. Nothing but the last comparison of a demonstration reads this folder.

Nadie en estos archivos existe. people.csv contiene las personas inventadas, steps.csv lo que les
pasó a ellas y a otros, rows.csv dice de quién es cada fila de las listas y totals.json lo que daría
un conteo perfecto. Nada más que la comparación final de una demostración lee esta carpeta.
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

STEP_COLUMNS = (
    "pathway",
    "case",
    "step",
    "on",
    "organisation",
    "place",
    "person",
    "subject",
    "household",
    "answers",
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
    out: Path,
    *,
    people: Iterable[Person],
    steps: Iterable[TrueStep],
    deliveries: Sequence[Delivery],
    totals: Mapping[str, Any],
) -> None:
    """Write the truth's files into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "README.txt").write_text(README, encoding="utf-8")
    _write(out / "people.csv", PERSON_COLUMNS, (_person_row(person) for person in people))
    _write(out / "steps.csv", STEP_COLUMNS, (_step_row(step) for step in steps))
    rows = (_row(sent, placed, event) for sent in deliveries for placed, event in sent.rows)
    _write(out / "rows.csv", ROW_COLUMNS, rows)
    (out / "totals.json").write_text(
        json.dumps({"synthetic": True, **totals}, ensure_ascii=False, indent=2, sort_keys=True)
        + "\n",
        encoding="utf-8",
    )


def _step_row(step: TrueStep) -> tuple[Any, ...]:
    return (
        step.pathway,
        step.case,
        step.step,
        step.on.isoformat(),
        step.organisation,
        step.place,
        step.person.code if step.person else "",
        step.subject,
        step.household,
        json.dumps(step.answers, ensure_ascii=False, sort_keys=True),
        "SYNTHETIC",
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
