"""What goes out is enough to count again, and no more."""

import json
from random import Random

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.engines.indicators.tests import worlds
from minga.engines.indicators.tests.worlds import define
from minga.figures.measure import counting
from minga.figures.measure.replication import Sealed, asked, lean, uncountable
from minga.figures.measure.tests.frozen import tables_of


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_sealed_steps_as_coded_facts_count_the_same(seed):
    random = Random(seed)
    tables = tables_of(worlds.facts(random, 30))
    frame, pack = worlds.frame(random), worlds.pack(random, 4)
    told = lean(tables, pack, Sealed({"grant", "visit"}, told=True))
    assert counting.count(told, pack, frame, list(pack)) == counting.count(
        tables, pack, frame, list(pack)
    )


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_nothing_is_left_of_what_is_sealed_nor_of_whoever_only_it_concerned(seed):
    random = Random(seed)
    tables, pack = tables_of(worlds.facts(random, 15)), worlds.pack(random, 3)
    left = lean(tables, pack, Sealed({"grant"}, told=False))
    kinds = {*left["steps"]["kind"].to_pylist(), *left["tallies"]["kind"].to_pylist()}
    assert not [kind for kind in kinds if kind.startswith("grant.")]
    cases = {s["case"] for s in tables["steps"].to_pylist() if s["kind"].startswith("grant.")}
    assert not cases & {*left["participants"]["case"].to_pylist()}
    gone = {*tables["registrations"]["id"].to_pylist()} - {*left["registrations"]["id"].to_pylist()}
    for name, column in (("facts", "registration"), ("persons", "registration")):
        assert not gone & {*left[name][column].to_pylist()}
    assert not gone & {*left["steps"]["subject"].to_pylist()}


def test_that_somebody_stands_apart_is_not_told_without_what_is_sealed():
    tables = tables_of(worlds.facts(Random(1), 15))
    marked = tables["persons"]
    place = marked.schema.get_field_index("apart")
    marked = marked.set_column(place, "apart", pa.array([True] * marked.num_rows))
    for told in (True, False):
        left = lean(tables | {"persons": marked}, {}, Sealed({"grant"}, told=told))
        assert set(left["persons"]["apart"].to_pylist()) <= {told}


def test_only_answers_that_an_indicator_asks_for_go_out():
    pack = {"i": define("i", of=["course.attended"], where={"topic": ["law"]})}
    assert asked(pack) == {"course.attended": {"topic"}}
    tables = lean(tables_of(worlds.facts(Random(1), 40)), pack, Sealed(set(), told=False))
    for step in tables["steps"].to_pylist():
        names = {"topic"} if step["kind"] == "course.attended" else set()
        assert set(json.loads(step["answers"])) <= names


def test_what_cannot_be_counted_again_is_told_through_every_indicator_that_needs_it():
    pack = {
        "paid": define("paid", of=["grant.paid"]),
        "taught": define("taught", of=["course.attended"]),
        "both": define("both", of=["course.attended"], also=["paid"]),
        "share": define("share", count={"ratio": {"of": "both", "over": "taught"}}),
        "soon": define("soon", of=["visit.made"], within={"days": 9, "of": "grant.paid"}),
    }
    assert uncountable(pack, Sealed({"grant"}, told=False)) == ["both", "paid", "share", "soon"]
    assert uncountable(pack, Sealed({"grant"}, told=True)) == []
