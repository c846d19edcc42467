"""What definitions tell about one another holds in whatever happens."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.engines.indicators.count import Counter
from minga.engines.indicators.nesting import axis_cells, cells_lie_within, lies_within
from minga.engines.indicators.tests import worlds
from minga.engines.indicators.tests.worlds import define

ALL = {"of": ["course.attended", "grant.paid"], "by": ["sex", "topic", "canton", "age_band"]}
AFTER_90 = {"within": {"days": 90, "of": "grant.paid"}}


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (ALL | {"where": {"topic": ["law"]}}, ALL, True),
        (ALL, ALL | {"where": {"topic": ["law"]}}, False),
        (ALL | {"of": ["grant.paid"]}, ALL, True),
        (ALL | {"at_least": 2}, ALL, True),
        (ALL | {"who": {"age": {"from": 12, "to": 18}}}, ALL | {"who": {"age": {"to": 30}}}, True),
        (ALL | {"who": {"age": {"from": 12}}}, ALL | {"who": {"age": {"to": 30}}}, False),
        (ALL | {"who": {"sex": ["f"]}}, ALL | {"who": {"sex": ["f", "m"]}}, True),
        (ALL | AFTER_90, ALL, True),
        (ALL, ALL | AFTER_90, False),
        (ALL | {"pick": "latest"}, ALL, True),
        (ALL | {"pick": "latest", "of": ["grant.paid"]}, ALL | {"pick": "latest"}, False),
        (ALL | {"except": ["other"]}, ALL, True),
        (ALL, ALL | {"except": ["other"]}, False),
        (ALL | {"also": ["outer"], "of": ["visit.made"]}, ALL, True),
        (ALL | {"count": "cases"}, ALL, False),
        (ALL | {"count": {"sum": "amount"}}, ALL | {"count": {"sum": "hours"}}, False),
        (ALL | {"period": "as_of"}, ALL, False),
    ],
)
def test_which_definition_lies_within_which(inner, outer, expected):
    assert lies_within(define("inner", **inner), define("outer", **outer)) is expected


def test_one_more_condition_on_an_axis_is_cells_of_that_axis():
    outer = define("outer", **ALL)
    women = define("inner", **ALL, who={"sex": ["f"]})
    law = define("inner", **ALL, where={"topic": ["law"]})
    assert axis_cells(women, outer) == ("sex", ("f",))
    assert axis_cells(law, outer) == ("topic", ("law",))
    assert axis_cells(define("inner", **ALL, who={"age": {"to": 18}}), outer) is None
    assert axis_cells(define("inner", **ALL, who={"group": ["awa"]}), outer) is None  # no such axis
    assert axis_cells(define("inner", **ALL, who={"sex": ["f"]}, at_least=2), outer) is None


def wider(random, inner):
    """The same indicator without some of its conditions."""
    content = inner.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    for name in ("where", "who", "within", "also", "except", "at_least", "pick"):
        if random.random() < 0.5:
            content.pop(name, None)
    if random.random() < 0.4:
        content["of"] = worlds.KINDS
    return define("wider", **{k: v for k, v in content.items() if k not in {"indicator", "title"}})


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_lies_within_by_definition_does_so_in_every_world(seed):
    random = Random(seed)
    known, frame = worlds.facts(random, 30), worlds.frame(random)
    pack = worlds.pack(random, 3)
    inner = worlds.of_units(random, "inner", list(pack))
    outer = wider(random, inner)
    counter = Counter(known, frame, pack | {"inner": inner, "wider": outer})
    period = frame.spans(inner)[0]
    if lies_within(inner, outer):
        inside, around = counter.units.of("inner", period), counter.units.of("wider", period)
        assert inside.keys() <= around.keys()
    for axis in inner.by:
        if cells_lie_within(inner, outer, axis):
            within = counter.units.cells("wider", axis, period)
            for value, units in counter.units.cells("inner", axis, period).items():
                assert units.keys() <= within[value].keys()


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_one_more_condition_is_cells_of_an_axis_in_every_world(seed):
    random = Random(seed)
    known, frame = worlds.facts(random, 30), worlds.frame(random)
    plain: dict[str, object] = {"of": random.sample(worlds.KINDS, 2), "by": worlds.AXES}
    plain["count"] = random.choice(worlds.UNITS)
    more: dict[str, object] = random.choice(
        [
            {"who": {"sex": ["f"]}},
            {"who": {"group": ["afro", "awa"]}},
            {"who": {"status": ["refugee"]}},
            {"where": {"topic": ["law"]}},
            {"where": {"role": ["pupil"]}},
        ]
    )
    inner, outer = define("inner", **plain, **more), define("outer", **plain)
    found = axis_cells(inner, outer)
    if found is None:  # whose sex stands for a case or a household may differ
        assert "sex" in str(more)
        return
    counter = Counter(known, frame, {"inner": inner, "outer": outer})
    period = frame.spans(inner)[0]
    cells = counter.units.cells("outer", found[0], period)
    together = set().union(*(cells.get(value, {}).keys() for value in found[1]))
    assert counter.units.of("inner", period).keys() == together
