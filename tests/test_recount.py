"""An auditor's recount, in another tool and from the exported rows alone, gives the same figures.

The statements are those of docs/recount.md, as they stand there. All people are synthetic.
"""

import csv
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.recount import Recount, agree, statements
from minga.engines.indicators.count import Frame
from minga.engines.indicators.tests import worlds
from minga.engines.world.generate import generate
from minga.engines.world.reading import read_inputs
from minga.figures.measure import counting
from minga.figures.measure.extracts import SCHEMAS
from minga.figures.measure.pseudonyms import under_pseudonyms
from minga.figures.measure.replication import Sealed, lean
from minga.figures.measure.tests.frozen import tables_of
from minga.foundation.definitions.pack.pack import read
from minga.foundation.definitions.pack.publication import indicators_of

PACK = Path(__file__).parents[1] / "programmes" / "northern-border"
KEY = b"k" * 32
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


def compare(recount, rows):
    """Every cell that either knows is the same; how many."""
    axis = [row.axes[0] if row.axes else ("", "") for row in rows]
    told = {
        (row.indicator, row.period, *on): row
        for row, on in zip(rows, axis, strict=True)
        if row.value or not row.axes
    }
    counted = recount.count()
    for cell, row in told.items():
        again = counted[cell]
        assert agree(row.value, again.value), (cell, row, again)
        if row.numerator is None:
            assert (row.participations, row.registrations) == (
                again.participations,
                again.registrations,
            ), (cell, row, again)
    more = {cell for cell, again in counted.items() if again.value} - set(told)
    assert not more
    return len(told)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_random_packs_are_counted_the_same(seed, tmp_path_factory):
    random = Random(seed)
    frame = worlds.frame(random)
    tables = tables_of(worlds.facts(random, 30), as_of=frame.as_of)
    pack = worlds.pack(random, 4)
    rows = counting.count(tables, pack, frame, list(pack))
    folder = tmp_path_factory.mktemp("export")
    compare(Recount(written(folder, tables, pack, frame)), rows)


# The programme of the northern border.


@pytest.fixture(scope="module")
def pack():
    return read(PACK)[0]


@pytest.fixture(scope="module")
def frame(pack):
    plan = pack.programme
    periods = tuple((p.starts, p.ends) for p in plan.periods)
    return Frame(
        starts=plan.starts,
        until=plan.ends,
        as_of=LATER,
        periods=periods,
        age_bands=plan.bands["age_band"],
    )


@pytest.fixture(scope="module")
def tables(pack, tmp_path_factory):
    """What a perfect register would hold of a small synthetic world."""
    out = tmp_path_factory.mktemp("world")
    generate(out=out, seed=3, scale=0.05, calibrate="source", **read_inputs(PACK))
    return world_tables(out / "truth", pack)


@pytest.fixture(scope="module")
def recount(pack, frame, tables, tmp_path_factory):
    sealed = Sealed(
        {code for code, each in pack.pathways.items() if each.confidentiality == "sealed"},
        told=True,
    )
    handed = under_pseudonyms(lean(tables, pack.indicators, sealed), key=KEY)
    return Recount(written(tmp_path_factory.mktemp("export"), handed, pack.indicators, frame))


@pytest.fixture(scope="module")
def rows(pack, frame, tables):
    return counting.count(tables, pack.indicators, frame, sorted(pack.indicators))


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


def test_every_indicator_of_the_programme_is_counted_the_same(pack, recount, rows):
    """All kinds, all axes: totals and breakdowns, participations and partners' totals."""
    assert compare(recount, rows) > 2000
    alive = {row.indicator for row in rows if row.value}
    assert len(alive) > 0.8 * len(pack.indicators), "the world is too small to prove anything"
    kinds = {pack.indicators[code].unit_kind for code in alive}
    assert kinds >= {
        "people", "households", "cases", "steps", "organisations", "sites", "sum", "ratio",
        "observation", "catchment",
    }  # fmt: skip


def test_what_the_fact_sheet_quotes_is_among_them(pack, rows):
    quoted = indicators_of(pack.publications["factsheet"])
    assert quoted <= {row.indicator for row in rows if row.value is not None}


def test_the_statements_of_the_document_give_the_released_figures(recount, rows):
    totals = {row.indicator: row for row in rows if not row.axes}
    asked = [each for each in statements() if each.startswith("-- ")]
    assert len(asked) >= 15
    for statement in asked:
        named = re.match(r"-- (\w+)(, partners' total)?\n", statement)
        assert named, statement
        code, beside = named.groups()
        ((number,),) = recount.database.execute(statement).fetchall()
        row = totals[code]
        assert agree(row.registrations if beside else row.value, Decimal(str(number))), code
        assert number > 0, code
