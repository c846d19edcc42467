"""What an export holds, made without a database: for recounting and for measuring."""

import csv
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from minga.figures.measure.extracts import SCHEMAS

LATER = datetime(2026, 1, 1, tzinfo=UTC)


def written(folder, tables, pack, frame):
    """An opened export with these tables."""
    folder.mkdir(exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    indicators = {
        code: {"version": 1, "content": each.model_dump(by_alias=True, mode="json")}
        for code, each in pack.items()
    }
    programme = {
        "starts": frame.starts.isoformat(),
        "ends": frame.until.isoformat(),
        "periods": [{"starts": str(p[0]), "ends": str(p[1])} for p in frame.periods],
        "bands": {"age_band": frame.age_bands},
    }
    definitions = {"programme": programme, "indicators": indicators}
    (folder / "definitions.json").write_text(json.dumps(definitions), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"as_of": LATER.isoformat()}))
    return folder


def world_tables(truth, pack):
    """The true people and steps, each person registered by every organisation that served them."""
    with (truth / "people.csv").open(encoding="utf-8") as file:
        people = {row["code"]: row for row in csv.DictReader(file)}
    with (truth / "steps.csv").open(encoding="utf-8") as file:
        steps = list(csv.DictReader(file))
    held = sorted({(s["person"], s["organisation"]) for s in steps if s["person"]})
    known = {pair: f"r{number:05}" for number, pair in enumerate(held)}
    places = {place.code for place in pack.places}
    cases: dict[str, str] = {}
    found: dict[str, list[dict[str, object]]] = {name: [] for name in SCHEMAS}
    for number, step in enumerate(steps, start=1):
        subject = known.get((step["person"], step["organisation"])) or step["subject"] or None
        kind = "registration" if step["person"] else "none"
        if subject and not step["person"]:
            kind = "place" if subject in places else "organisation"
        case = f"{step['pathway']}|{step['case']}|{step['organisation']}|{subject}"
        found["steps"].append(
            {
                "id": number,
                "kind": f"{step['pathway']}.{step['step']}",
                "case": cases.setdefault(case, f"c{len(cases)}"),
                "subject_kind": kind,
                "subject": subject,
                "occurred_on": date.fromisoformat(step["on"]),
                "recorded_at": LATER,
                "voided": False,
                "place": step["place"] or None,
                "organisation": step["organisation"],
                "answers": step["answers"],
            }
        )
    for (person, organisation), code in known.items():
        told = people[person]
        found["registrations"].append(
            {
                "id": code,
                "organisation": organisation,
                "sex": told["sex"],
                "birth_on": date.fromisoformat(told["birth_on"]),
                "birth_precision": "day",
                "recorded_at": LATER,
                "erased": False,
            }
        )
        found["persons"].append({"registration": code, "person": person})
        found["facts"] += [
            {"registration": code, "kind": kind, "value": told[kind]}
            for kind in ("group", "status")
            if told[kind]
        ]
        if told["household"]:
            found["household_members"].append(
                {"registration": code, "household": told["household"]}
            )
    found["organisations"] = [
        {"id": o.code, "kind": o.kind, "place": o.place, "joined_on": o.joined_on}
        | {"left_on": o.left_on}
        for o in pack.organisations
    ]
    found["places"] = [
        {"code": p.code, "name": p.name, "kind": p.kind, "parent": p.parent} for p in pack.places
    ]
    found["observations"] = [
        {"measure": o.measure, "place": o.place, "year": o.year, "value": o.value}
        | {"source": "", "method": "", "version": o.version}
        for o in pack.observations
    ]
    return {name: pa.Table.from_pylist(found[name], schema=SCHEMAS[name]) for name in SCHEMAS}
