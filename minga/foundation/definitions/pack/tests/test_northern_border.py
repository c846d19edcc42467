"""The lists of the northern border are told apart by their own headings."""

from pathlib import Path

import pytest

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
