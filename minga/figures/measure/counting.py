"""From extracted tables to counted rows."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from minga.engines.indicators.count import Counter, Frame
from minga.engines.indicators.definition import Indicator
from minga.engines.indicators.facts import (
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


def facts(tables: Tables) -> Facts:
    """The tables as the counting engine's facts."""
    steps = [_step(row) for row in tables["steps"].to_pylist()]
    lowest = min((step.id for step in steps), default=0)
    steps += _memberships(tables, lowest)
    return Facts(
        steps=tuple(steps),
        registrations=_registrations(tables),
        tallies=tuple(_tally(row) for row in tables["tallies"].to_pylist()),
        organisation_kinds={r["id"]: r["kind"] for r in tables["organisations"].to_pylist()},
        cantons=canton_of(tables["places"]),
        observations=tuple(
            Observation(
                measure=row["measure"], place=row["place"], year=row["year"], value=row["value"]
            )
            for row in tables["observations"].to_pylist()
        ),
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(**{**row, "answers": json.loads(row["answers"])})


def _memberships(tables: Tables, lowest: int) -> list[Step]:
    """An organisation's standing membership of the network, as a step on the day it joined."""
    found = []
    for number, row in enumerate(tables["organisations"].to_pylist(), start=1):
        if row["joined_on"] is None or row["left_on"] is not None:
            continue
        found.append(
            Step(
                id=lowest - number,
                kind=MEMBERSHIP,
                case=f"{MEMBERSHIP}|{row['id']}",
                subject_kind="organisation",
                subject=row["id"],
                occurred_on=row["joined_on"],
                recorded_at=datetime.min.replace(tzinfo=UTC),
                organisation=row["id"],
                place=row.get("place"),
            )
        )
    return found


def _registrations(tables: Tables) -> dict[str, Registration]:
    person = dict(
        zip(
            tables["persons"]["registration"].to_pylist(),
            tables["persons"]["person"].to_pylist(),
            strict=True,
        )
    )
    held: dict[str, list[Fact]] = defaultdict(list)
    for row in tables["facts"].to_pylist():
        held[row.pop("registration")].append(Fact(**row))
    homes: dict[str, list[tuple[str, date | None, date | None]]] = defaultdict(list)
    for row in tables["household_members"].to_pylist():
        homes[row["registration"]].append((row["household"], row["from_on"], row["to_on"]))
    return {
        row["id"]: Registration(
            id=row["id"],
            person=person[row["id"]],
            organisation=row["organisation"],
            sex=row["sex"] or "unknown",
            birth_on=row["birth_on"],
            birth_precision=row["birth_precision"],
            facts=tuple(held.get(row["id"], ())),
            households=tuple(homes.get(row["id"], ())),
        )
        for row in tables["registrations"].to_pylist()
    }


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(**{**row, "answers": json.loads(row["answers"])})


def count(
    tables: Tables, indicators: Mapping[str, Indicator], frame: Frame, codes: Sequence[str]
) -> list[Row]:
    """Every row of the indicators named, in order."""
    counter = Counter(facts(tables), frame, indicators)
    return [row for code in codes for row in counter.count(code)]
