"""A pathway's graph is checked as a whole, with a mend for each fault."""

import pytest
from pydantic import ValidationError

from minga.engines.pathway.definition import Pathway, faults


def pathway(**steps):
    return Pathway.model_validate(
        {"pathway": "school", "title": {"es": "Escuela", "en": "School"}, "steps": steps}
    )


def test_a_sound_pathway_has_no_faults():
    sound = pathway(
        located={"opens": True},
        assessed={"after": "located", "within": {"from": "located", "days": 14}},
        checked={
            "after": ["assessed", "checked"],
            "repeats": True,
            "due": {"from": "assessed", "days": [30, 60]},
        },
        retained={
            "after": "checked",
            "requires": {"checked": {"at_least": 2, "where": {"attending": "yes"}}},
            "closes": True,
        },
    )
    assert faults(sound) == []
    assert sound.steps["retained"].requires["checked"].where == {"attending": ("yes",)}


@pytest.mark.parametrize(
    ("steps", "path", "words"),
    [
        ({"a": {"closes": True, "after": "a"}}, ("steps",), "no step opens"),
        ({"a": {"opens": True}}, ("steps",), "no step closes"),
        (
            {"a": {"opens": True, "closes": True}, "b": {"after": "a"}},
            ("steps", "b"),
            "never be reached",
        ),
        ({"a": {"opens": True}, "b": {"after": "c"}}, ("steps", "b", "after"), "step c"),
        (
            {"a": {"opens": True}, "b": {"after": "a", "requires": {"c": {}}}},
            ("steps", "b", "requires"),
            "step c",
        ),
        (
            {"a": {"opens": True}, "b": {"after": "a", "within": {"from": "c", "days": 1}}},
            ("steps", "b", "within"),
            "step c",
        ),
        ({"a": {"opens": True, "approval": True}}, ("steps", "a", "approval"), "opens the case"),
        (
            {"a": {"opens": True}, "b": {"after": "a", "approval": True, "gathering": []}},
            ("steps", "b", "approval"),
            "taken at a gathering",
        ),
        (
            {"a": {"opens": True}, "b": {"after": "a", "requires": {"a": {"at_least": 2}}}},
            ("steps", "b", "requires", "a", "at_least"),
            "happens once",
        ),
        (
            {"a": {"opens": True}, "b": {"after": "c"}, "c": {"after": "b"}},
            ("steps", "c"),
            "never be reached",
        ),
    ],
)
def test_each_fault_says_where_it_is(steps, path, words):
    assert any(f.path == path and words in f.message and f.mend for f in faults(pathway(**steps)))


def test_a_bare_yes_that_yaml_reads_as_true_is_refused():
    with pytest.raises(ValidationError):
        pathway(a={"opens": True, "requires": {"a": {"where": {"attending": [True]}}}})
