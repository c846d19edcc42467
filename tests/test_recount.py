"""An auditor's recount, in another tool and from the exported rows alone, gives the same figures.

The statements are those of docs/recount.md, as they stand there. All people are synthetic.
"""

import json
import re
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.recount import Recount, agree, main, statements
from minga.engines.indicators.count import Frame
from minga.engines.indicators.tests import worlds
from minga.engines.world.generate import generate
from minga.engines.world.reading import read_inputs
from minga.figures.measure import counting
from minga.figures.measure.exports import FIGURES
from minga.figures.measure.pseudonyms import under_pseudonyms
from minga.figures.measure.replication import Sealed, lean
from minga.figures.measure.tests.frozen import tables_of
from minga.foundation.definitions.pack.pack import read
from minga.foundation.definitions.pack.publication import indicators_of
from tests.exported import LATER, world_tables, written

PACK = Path(__file__).parents[1] / "programmes" / "northern-border"
KEY = b"k" * 32


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


def test_one_command_tells_which_released_figure_is_not_what_the_rows_say(tmp_path, capsys):
    random = Random(5)
    frame, pack = worlds.frame(random), worlds.pack(random, 4)
    tables = tables_of(worlds.facts(random, 30), as_of=frame.as_of)
    rows = counting.count(tables, pack, frame, list(pack))
    folder = written(tmp_path / "export", tables, pack, frame)
    told = [figure(row) for row in rows if row.unit != "observation"]
    (folder / "manifest.json").write_text(
        json.dumps({"as_of": LATER.isoformat(), "cannot_be_counted_again": []})
    )
    pq.write_table(pa.Table.from_pylist(told, schema=FIGURES), folder / "figures.parquet")
    assert main(folder) == 0
    assert f"{len(told)} released figures are the same, 0 differ, 0 are hidden" in (
        capsys.readouterr().out
    )
    told[0]["value"] += 1
    told[1] |= {"suppressed": True, "value": None}
    pq.write_table(pa.Table.from_pylist(told, schema=FIGURES), folder / "figures.parquet")
    assert main(folder) == 1
    assert "1 differ, 1 are hidden" in (said := capsys.readouterr().out)
    assert told[0]["indicator"] in said


def figure(row):
    """A row as an export writes what was released of it."""
    ((axis, cell),) = row.axes or (("", ""),)
    return {
        "indicator": row.indicator,
        "version": 1,
        "period_start": row.period[0],
        "period_end": row.period[1],
        "axis": axis,
        "cell": cell,
        "suppressed": False,
        "value": None if row.value is None else round(Decimal(row.value), 6),
    }
