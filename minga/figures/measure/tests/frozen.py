"""The engine's random worlds as the tables that a snapshot would hold of them."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa

from minga.engines.indicators.tests import worlds
from minga.figures.measure.extracts import SCHEMAS

FOREVER = datetime.max.replace(tzinfo=UTC)


def tables_of(known, as_of=FOREVER):
    """Every table of some facts as of a moment. Who takes part does so in the whole case."""
    rows = {
        "steps": [_step(each) for each in known.steps if each.recorded_at <= as_of],
        "participants": sorted(
            {
                (step.case, role, who): {"case": step.case, "role": role, "registration": who}
                for step in known.steps
                for role, who in step.participants
            }.items()
        ),
        "registrations": [
            {
                "id": each.id,
                "organisation": each.organisation,
                "sex": each.sex or None,
                "birth_on": each.birth_on,
                "birth_precision": each.birth_precision,
                "recorded_at": each.recorded_at,
                "erased": False,
            }
            for each in known.registrations.values()
        ],
        "persons": [
            {"registration": each.id, "person": each.person, "apart": each.apart}
            for each in known.registrations.values()
        ],
        "facts": [
            {"registration": each.id, "kind": f.kind, "value": f.value}
            | {"from_on": f.from_on, "to_on": f.to_on}
            for each in known.registrations.values()
            for f in each.facts
        ],
        "household_members": [
            {"household": home, "registration": each.id, "from_on": start, "to_on": end}
            for each in known.registrations.values()
            for home, start, end in each.households
        ],
        "tallies": [_tally(each) for each in known.tallies if each.recorded_at <= as_of],
        "organisations": [{"id": code, "kind": kind} for code, kind in _organisations(known)],
        "places": list(_places()),
        "observations": [
            {"measure": o.measure, "place": o.place, "year": o.year, "version": o.version}
            | {"value": o.value.quantize(Decimal("0.0001")), "source": "", "method": ""}
            for o in known.observations
        ],
    }
    rows["participants"] = [row for _, row in rows["participants"]]
    return {name: pa.Table.from_pylist(rows[name], schema=SCHEMAS[name]) for name in SCHEMAS}


def _step(step):
    return {
        "id": step.id,
        "kind": step.kind,
        "case": step.case,
        "subject_kind": step.subject_kind if step.subject else "none",
        "subject": step.subject,
        "occurred_on": step.occurred_on,
        "recorded_at": step.recorded_at,
        "supersedes": step.supersedes,
        "voided": step.voided,
        "place": step.place,
        "organisation": step.organisation,
        "role": step.role,
        "answers": json.dumps(step.answers),
    }


def _tally(tally):
    names = set(SCHEMAS["tallies"].names) - {"answers"}
    return {name: getattr(tally, name) for name in names} | {"answers": json.dumps(tally.answers)}


def _organisations(known):
    return sorted(known.organisation_kinds.items())


def _places():
    for code, (canton, province) in worlds.CANTONS.items():
        above = next((each for each in (canton, province) if each not in (None, code)), None)
        kind = {canton: "canton", province: "province"}.get(code, "parish")
        yield {"code": code, "name": code, "kind": kind, "parent": above}
