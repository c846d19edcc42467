"""From extracted tables to counted rows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from minga.engines.indicators.count import Counter, Frame
from minga.engines.indicators.definition import Indicator
from minga.engines.indicators.facts import (
    BEGINNING,
    Fact,
    Facts,
    Observation,
    Registration,
    Row,
    Step,
    Tally,
)
from minga.figures.measure.extracts import Tables, canton_of

MEMBERSHIP = "network.member"


def count(
    tables: Tables, indicators: Mapping[str, Indicator], frame: Frame, codes: Sequence[str]
) -> list[Row]:
    """Every row of the indicators named, in order."""
    counter = Counter(facts(tables), frame, indicators)
    return [row for code in codes for row in counter.count(code)]


def facts(tables: Tables) -> Facts:
    """The tables as the counting engine's facts."""
    steps = list(_steps(tables))
    lowest = min((step.id for step in steps), default=0)
    return Facts(
        steps=(*steps, *_memberships(tables["organisations"], lowest)),
        registrations=_registrations(tables),
        tallies=tuple(map(_tally, _rows(tables, "tallies"))),
        organisation_kinds={row["id"]: row["kind"] for row in _rows(tables, "organisations")},
        cantons=canton_of(tables["places"]),
        observations=tuple(
            Observation(
                measure=row["measure"],
                place=row["place"],
                year=row["year"],
                value=row["value"],
                version=row["version"],
            )
            for row in _rows(tables, "observations")
        ),
    )


def _rows(tables: Tables, name: str) -> Iterator[dict[str, Any]]:
    for batch in tables[name].to_batches():
        yield from batch.to_pylist()


def _steps(tables: Tables) -> Iterator[Step]:
    taking_part: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(tables, "participants"):
        taking_part[row["case"]].append((row["role"], row["registration"]))
    for row in _rows(tables, "steps"):
        row["answers"] = json.loads(row["answers"])
        yield Step(**row, participants=tuple(taking_part.get(row["case"], ())))


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(**{**row, "answers": json.loads(row["answers"])})


def _memberships(organisations: pa.Table, lowest: int) -> Iterable[Step]:
    """Each organisation's membership of the network, as a step that lasts until it left."""
    for number, row in enumerate(organisations.to_pylist(), start=1):
        if row["joined_on"] is not None:
            yield Step(
                id=lowest - number,
                kind=MEMBERSHIP,
                case=f"{MEMBERSHIP}|{row['id']}",
                subject_kind="organisation",
                subject=row["id"],
                occurred_on=row["joined_on"],
                until=row["left_on"] or date.max,
                recorded_at=BEGINNING,
                organisation=row["id"],
                place=row["place"],
            )


def _registrations(tables: Tables) -> dict[str, Registration]:
    """Everybody who was not erased: of those who were, what was done is counted, and nobody."""
    person = {row["registration"]: row["person"] for row in _rows(tables, "persons")}
    apart = {row["registration"] for row in _rows(tables, "persons") if row["apart"]}
    held: dict[str, list[Fact]] = defaultdict(list)
    for row in _rows(tables, "facts"):
        held[row.pop("registration")].append(Fact(**row))
    homes: dict[str, list[tuple[str, date | None, date | None]]] = defaultdict(list)
    for row in _rows(tables, "household_members"):
        homes[row["registration"]].append((row["household"], row["from_on"], row["to_on"]))
    return {
        row["id"]: Registration(
            id=row["id"],
            person=person[row["id"]],
            organisation=row["organisation"],
            recorded_at=row["recorded_at"],
            sex=row["sex"] or "unknown",
            birth_on=row["birth_on"],
            birth_precision=row["birth_precision"],
            facts=tuple(held.get(row["id"], ())),
            households=tuple(homes.get(row["id"], ())),
            apart=row["id"] in apart,
        )
        for row in _rows(tables, "registrations")
        if not row["erased"]
    }
