"""The lists of the northern border are told apart by their own headings."""

from pathlib import Path

import pytest

from minga.engines.indicators.definition import SumCount
from minga.engines.lists.likeness import heading_score
from minga.engines.lists.mapping import guess_kind
from minga.foundation.definitions.pack.pack import read

PACK = Path(__file__).parents[5] / "programmes" / "northern-border"


@pytest.fixture(scope="module")
def pack():
    found, faults = read(PACK)
    assert found is not None
    assert faults == []
    return found


@pytest.mark.parametrize("choice", [0, -1], ids=["first_headings", "last_headings"])
def test_every_kind_of_list_knows_its_own_headings(pack, choice):
    kinds = list(pack.lists.values())
    for kind in kinds:
        headings = {code: column.headings[choice] for code, column in kind.columns.items()}
        best, second, *_ = guess_kind(list(headings.values()), kinds, pack.vocabularies)
        assert best.kind == kind.code
        assert best.score > 1.2 * second.score, (kind.code, second)
        assert {m.column: m.heading for m in best.mapping.columns} == headings


def test_every_pathway_has_a_list_that_carries_it(pack):
    assert {kind.pathway for kind in pack.lists.values()} == set(pack.pathways)


def test_every_step_stands_on_some_list(pack):
    listed = {(kind.pathway, step.step) for kind in pack.lists.values() for step in kind.steps}
    every = {(code, step) for code, each in pack.pathways.items() for step in each.steps}
    assert every - listed == set()


def test_every_pathway_has_a_good_and_a_bad_end(pack):
    for code, pathway in pack.pathways.items():
        assert sum(step.closes for step in pathway.steps.values()) >= 2, code


def test_no_heading_of_a_list_could_mean_another_column(pack):
    for kind in pack.lists.values():
        plain = {c: x for c, x in kind.columns.items() if x.target.kind not in {"person", "tally"}}
        for code, column in plain.items():
            others = [x for other, x in plain.items() if other != code]
            for heading in column.headings:
                near = max((heading_score(heading, other) for other in others), default=0.0)
                assert near < 96, (kind.code, code, heading)


def test_what_indicators_look_at_can_be_written_on_a_list(pack):
    listed = {
        (kind.pathway, column.target.name, column.target.field)
        for kind in pack.lists.values()
        for column in kind.columns.values()
        if column.target.kind == "answer"
    }
    for indicator in pack.indicators.values():
        for pathway, _, name in (step.partition(".") for step in indicator.of):
            step = pack.pathways[pathway].steps.get(name) if pathway in pack.pathways else None
            form = pack.forms[step.form] if step and step.form else None
            fields = {*indicator.where, *indicator.by}
            if isinstance(indicator.count, SumCount):
                fields.add(indicator.count.sum)
            asked = fields & set(form.names) if form else set()
            missing = asked - {field for *at, field in listed if at == [pathway, name]}
            assert missing == set(), indicator.indicator
