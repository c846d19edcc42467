"""Cases walk to each of their ends, on days that their clocks allow, with answers that agree."""

from datetime import date
from random import Random

import pytest
import yaml

from minga.engines.world.answers import Drawer
from minga.engines.world.pathways import fields_from, pathway_from
from minga.engines.world.rows import rows_of
from minga.engines.world.settings import Life
from minga.engines.world.tests.pack import inputs
from minga.engines.world.walks import Taken, Walk, Walker, routes

STARTS, ENDS = date(2014, 1, 1), date(2017, 3, 31)
FORMS = {
    "application": """
| survey |                    |        |                  |
|        | type               | name   | relevant         |
|        | select_one urgency | urgent |                  |
|        | select_one reason  | why    | ${urgent} = 'no' |
|        | integer            | asked  |                  |
""",
    "review": """
| survey |                   |       |
|        | type              | name  |
|        | select_one answer | fits  |
|        | integer           | given |
""",
}
PATHWAY = """
pathway: aid
subject: registration
steps:
  asked: {opens: true, form: application}
  hurried: {after: asked, within: {from: asked, days: 3, where: {urgent: "yes"}}}
  reviewed: {after: asked, within: {from: asked, days: 10}, form: review}
  granted: {after: reviewed, requires: {reviewed: {where: {fits: "yes"}}}}
  visited: {after: granted, repeats: true, due: {from: granted, days: [30, 60]}}
  ended: {after: [granted, visited], requires: {visited: {at_least: 2}}, closes: true}
  refused: {after: reviewed, requires: {reviewed: {where: {fits: "no"}}}, closes: true}
"""
CODES = {"urgency": ["yes", "no"], "answer": ["yes", "no"], "reason": ["far", "dear"]}


@pytest.fixture
def aid():
    forms = {name: fields_from(text) for name, text in FORMS.items()}
    return pathway_from(yaml.safe_load(PATHWAY), forms)


def walker(seed=1, **life):
    rng = Random(seed)
    return Walker(rng, Drawer(rng, CODES, Life(**life)), life.get("repeats", {}))


def walks(pathway, end, number=40, **life):
    route = routes(pathway, end)[0]
    each = [walker(seed, **life) for seed in range(number)]
    return [one.walk(pathway, route, (STARTS, ENDS), ENDS) for one in each]


def names(walk):
    return [taken.name for taken in walk.steps]


def answers(walk, step):
    return [taken.answers for taken in walk.steps if taken.name == step]


def test_a_route_has_the_steps_that_its_end_demands(aid):
    assert routes(aid, "ended") == [("asked", "reviewed", "granted", "visited", "ended")]
    assert routes(aid, "refused") == [("asked", "reviewed", "refused")]


def test_routes_go_through_a_step_or_without_it(aid):
    assert routes(aid, "refused", through="granted") == []
    assert routes(aid, "ended", without=["reviewed"]) == []


def test_what_an_end_demands_was_answered_before(aid):
    assert {a["fits"] for w in walks(aid, "ended") for a in answers(w, "reviewed")} == {"yes"}
    assert {a["fits"] for w in walks(aid, "refused") for a in answers(w, "reviewed")} == {"no"}


def test_steps_stand_as_often_as_their_end_demands(aid):
    assert all(names(walk).count("visited") >= 2 for walk in walks(aid, "ended"))


def test_a_step_that_only_some_answers_call_for_is_taken_after_those_only(aid):
    hurried = [w for w in walks(aid, "ended") if "hurried" in names(w)]
    assert 5 < len(hurried) < 40
    assert {a["urgent"] for w in hurried for a in answers(w, "asked")} == {"yes"}


def test_a_question_is_asked_where_it_is_relevant(aid):
    for walk in walks(aid, "ended"):
        first = answers(walk, "asked")[0]
        assert ("why" in first) == (first["urgent"] == "no")


def test_most_steps_keep_their_deadlines_and_some_do_not(aid):
    waits = [(w.first("reviewed") - w.first("asked")).days for w in walks(aid, "refused", 200)]
    late = sum(wait > 10 for wait in waits)
    assert 5 < late < 60


def test_due_steps_come_around_their_days(aid):
    for walk in walks(aid, "ended"):
        visits = [taken.on for taken in walk.steps if taken.name == "visited"]
        assert 27 <= (visits[0] - walk.first("granted")).days <= 36
        assert 57 <= (visits[1] - walk.first("granted")).days <= 66


def test_a_long_case_is_pressed_into_a_short_programme(aid):
    route = routes(aid, "ended")[0]
    walk = walker().walk(aid, route, (STARTS, STARTS), date(2014, 2, 1))
    assert walk.steps[-1].on <= date(2014, 2, 1)
    assert walk.steps[-1].name == "ended"


def test_a_part_is_never_more_than_its_whole(aid):
    spans = {"asked": (5, 9), "given": (1, 50)}
    for walk in walks(aid, "ended", numbers=spans, parts={"given": "asked"}):
        assert answers(walk, "reviewed")[0]["given"] <= answers(walk, "asked")[0]["asked"]


def _kind(code):
    return next(kind for kind in inputs()["lists"] if kind.code == code)


def _walk(*steps):
    return Walk(tuple(Taken(name, date(2015, month, 1)) for name, month in steps))


def test_a_case_has_one_row_where_each_step_has_a_column():
    walk = _walk(("located", 1), ("enrolled", 2), ("checked", 3), ("retained", 4))
    (row,) = rows_of(_kind("return_to_school"), walk)
    assert row.dates == {
        "located_on": date(2015, 1, 1),
        "enrolled_on": date(2015, 2, 1),
        "retained_on": date(2015, 4, 1),
    }


def test_a_repeated_step_has_a_row_each_time():
    walk = _walk(("located", 1), ("enrolled", 2), ("checked", 3), ("checked", 5))
    rows = rows_of(_kind("school_check"), walk)
    assert [row.dates["checked_on"].month for row in rows] == [3, 5]


def test_a_list_says_nothing_of_a_case_that_has_not_come_so_far():
    assert rows_of(_kind("capacity"), _walk(("before", 1))) == []
    assert rows_of(_kind("school_check"), _walk(("located", 1))) == []
