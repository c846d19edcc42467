"""Who came to a gathering: from lists, from a roll at a screen, and what becomes of it later."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from minga.foundation.audit.models import AuditEvent
from minga.foundation.places.models import Place
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team
from minga.work.casework.actions.erasing import erase_person
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.actions.steps import void_step
from minga.work.casework.actions.undoing import void_steps
from minga.work.casework.models import Step
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import CaseworkError, StepSaid
from minga.work.casework.tests.factories import START, TITLE, define, on
from minga.work.gatherings.actions import gather, undo_gatherings
from minga.work.gatherings.actions.rolls import Attendance, hold_gathering, record_attendance
from minga.work.gatherings.models import Gathering

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=9)
TALK = {
    "pathway": "talk",
    "title": TITLE,
    "steps": {
        "attended": {"opens": True, "repeats": True, "form": "talk", "gathering": ["topic"]},
        "visited": {"after": "attended", "repeats": True},
        "ended": {"after": "attended", "closes": True},
    },
}
FORM = {
    "form": "talk",
    "survey": [
        {"type": "select_one topic", "name": "topic", "required": "yes"},
        {"type": "integer", "name": "hours"},
    ],
}


@pytest.fixture
def team():
    define("vocabulary", "topic", {"terms": {"rights": TITLE, "peace": TITLE}})
    define("form", "talk", FORM)
    define("pathway", "talk", TALK)
    Place.objects.create(code="0801", name="x", kind="canton")
    return make_team()


def came(person, day=0, topic="rights", name="attended", **more):
    answers = {"topic": topic} if name == "attended" else {}
    step = NewStep(name=name, occurred_on=on(day), registration=person.pk, answers=answers)
    return replace(step, **more)


def take(steps, team, source="a"):
    rules = current_rules()["talk"]
    told = gather(steps, rules=rules, team=team, source=source, recorded_at=NOON)
    record_steps(told, rules=rules, team=team, source=source, recorded_at=NOON, by=BY)
    return [step.gathering for step in told]


def people(count):
    return [make_registration(given=f"Ana{n}") for n in range(count)]


def test_rows_that_share_day_place_topic_are_one_session(team):
    ana, luz = people(2)
    found = take(
        [
            came(ana),
            came(luz, answers={"topic": "rights", "hours": 3}),
            came(ana, day=1),
            came(ana, place="0801"),
            came(ana, topic="peace"),
            came(luz, day=1, gathering_code="7"),
        ],
        team,
    )
    assert found[0] == found[1]
    assert len(set(found)) == 5
    assert Gathering.objects.held().count() == 5
    first = Gathering.objects.get(pk=found[0])
    assert first.answers == {"topic": "rights"}
    assert first.roll().count() == 2


def test_what_each_does_alone_is_no_gathering(team):
    ana, luz = people(2)
    found = take([came(ana), came(ana, day=3, name="visited"), came(luz, day=3)], team)
    assert found[1] is None
    assert Gathering.objects.count() == 2


def test_a_second_list_adds_to_the_same_session_and_another_organisation_has_its_own(team):
    ana, luz = people(2)
    first = take([came(ana)], team)
    assert take([came(luz)], team, source="b") == first
    hill = make_team("hillside")
    eva = make_registration(hill, given="Eva")
    assert take([came(eva)], hill, source="c") != first


def test_an_undone_list_leaves_the_session_to_whoever_else_speaks_of_it(team):
    ana, luz = people(2)
    (first,) = take([came(ana)], team)
    take([came(luz), came(ana)], team, source="b")
    assert void_steps(source="a", recorded_at=LATER, by=BY) == 1
    assert undo_gatherings(source="a", undone_at=LATER) == 0
    roll = Gathering.objects.get(pk=first).roll()
    assert {step.case.registration_id for step in roll} == {ana.pk, luz.pk}
    void_steps(source="b", recorded_at=LATER, by=BY)
    assert not Gathering.objects.held().exists()
    assert undo_gatherings(source="a", undone_at=LATER) == 1
    assert take([came(ana)], team, source="c") != [first], "what was undone stays so"


def hold(team, **changed):
    said = StepSaid(name="attended", occurred_on=START, answers={"topic": "rights"})
    return hold_gathering(
        team=team, pathway="talk", said=replace(said, **changed), recorded_at=NOON, by=BY
    )


def test_a_gathering_is_written_down_once_whoever_says_it(team):
    gathering = hold(team)
    assert hold(team) == gathering
    assert take([came(people(1)[0])], team) == [gathering.pk]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"answers": {}}, "say the topic of the gathering"),
        ({"answers": {"topic": "money"}}, "none of its choices: peace, rights"),
        ({"name": "visited"}, "visited of talk is taken by each alone"),
        ({"name": "danced"}, "talk has no step danced"),
        ({"occurred_on": on(5)}, "has not come yet"),
    ],
)
def test_what_is_no_gathering_is_refused(team, changed, words):
    with pytest.raises(CaseworkError, match=words):
        hold(team, **changed)
    assert not Gathering.objects.exists()


def attend(gathering, team, *roll):
    return record_attendance(gathering=gathering, team=team, roll=roll, recorded_at=NOON, by=BY)


def test_a_roll_is_taken_at_a_screen_and_nobody_stands_on_it_twice(team):
    ana, luz = people(2)
    gathering = hold(team)
    lines = [
        Attendance(registration=ana.pk),
        Attendance(registration=luz.pk, answers={"hours": 3}),
    ]
    assert attend(gathering, team, *lines).fates == ["new", "new"]
    assert attend(gathering, team, *lines).fates == ["seen", "seen"]
    assert [step.answers for step in gathering.roll().order_by("pk")] == [
        {"topic": "rights"},
        {"topic": "rights", "hours": 3},
    ]
    event = AuditEvent.objects.filter(action="gatherings.attended").order_by("pk")[0]
    assert event.detail == {"new": 2, "seen": 0}


def test_a_roll_stands_whole_or_not_at_all(team):
    ana, gathering = people(1)[0], hold(team)
    stranger = make_registration(make_team("hillside"), given="Eva")
    for wrong, words in (
        (Attendance(registration=stranger.pk), "is not registered here"),
        (Attendance(registration=uuid.uuid4()), "is not registered here"),
        (Attendance(registration=ana.pk, answers={"hours": "all day"}), "is no integer"),
        (Attendance(registration=ana.pk, role="king"), "is not done by king"),
    ):
        with pytest.raises(CaseworkError, match=words):
            attend(gathering, team, Attendance(registration=ana.pk), wrong)
    with pytest.raises(CaseworkError, match="is not registered here"):
        attend(gathering, make_team("hillside"), Attendance(registration=stranger.pk))
    assert not Step.objects.exists()


def test_whoever_was_not_there_after_all_leaves_the_roll(team):
    ana, gathering = people(1)[0], hold(team)
    attend(gathering, team, Attendance(registration=ana.pk))
    void_step(step=gathering.roll().get(), reason="stayed away", recorded_at=LATER, by=BY)
    assert not gathering.roll().exists()
    assert not Gathering.objects.held().exists()


def test_a_session_with_an_erased_person_counts_as_before(team):
    ana, gathering = people(1)[0], hold(team)
    attend(gathering, team, Attendance(registration=ana.pk))
    erase_person(ana.pk, erased_at=LATER, by=BY, reason="asked")
    assert gathering.roll().count() == 1
    assert Gathering.objects.held().count() == 1


def test_a_roll_costs_two_questions_however_long_it_is(team, django_assert_num_queries):
    steps = [came(person) for person in people(3)]
    rules = current_rules()["talk"]
    with django_assert_num_queries(3):
        gather(steps, rules=rules, team=team, source="a", recorded_at=NOON)
