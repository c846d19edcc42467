"""A case is worked step by step, and refuses in plain words what its pathway does not allow."""

import uuid

import pytest

from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import Principal, PrincipalKind
from minga.foundation.definitions.models import LoadedDefinition
from minga.register.people.tests.factories import BY, make_registration, make_team
from minga.work.casework.actions.cases import (
    Subject,
    add_participant,
    move_case,
    open_case,
    remove_participant,
    reopen_case,
)
from minga.work.casework.actions.steps import record_step, supersede_step, void_step
from minga.work.casework.models import Case, Step
from minga.work.casework.rules import CaseworkError
from minga.work.casework.states import state
from minga.work.casework.tests.factories import SCHOOL, TITLE, at, define, load_pathways, on, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    load_pathways()
    return make_registration()


@pytest.fixture
def case(child):
    return begin(child).step.case


def begin(child, day=0, **more):
    return open_case(
        pathway="school",
        said=said("located", day),
        team=child.team,
        subject=Subject(registration=child.pk),
        recorded_at=at(day),
        by=BY,
        **more,
    )


def go(case, name, day, **more):
    return record_step(case=case, said=said(name, day, **more), recorded_at=at(day), by=BY)


def enrol(case):
    go(case, "assessed", 3)
    return go(case, "enrolled", 10)


def test_a_case_opens_with_its_first_step_and_says_what_comes_next(child):
    done = begin(child)
    assert done.state.open
    assert done.state.possible == ("assessed",)
    event = AuditEvent.objects.get(action="casework.opened")
    assert (event.object_id, event.by) == (str(done.step.case.pk), "user:rosa")


def test_a_case_is_walked_to_its_end(case):
    enrol(case)
    for day in (40, 70):
        go(case, "checked", day, answers={"attending": "yes"})
    done = go(case, "retained", 100)
    assert done.state.closed
    assert not case.out_of_order


@pytest.mark.parametrize(
    ("name", "day", "more", "words"),
    [
        ("enrolled", 5, {}, "enrolled comes after assessed, which is not recorded by 2015-03-07"),
        ("vanished", 5, {}, "school has no step vanished; name one of: .*assessed"),
        ("located", 5, {}, "located happens once and is recorded already; correct the one"),
        ("assessed", -1, {}, "no step opened this case by 2015-03-01, so assessed cannot stand"),
        ("assessed", 5, {"role": "king"}, "assessed is not done by king; name one of: tutor"),
        ("assessed", 5, {"answers": {"x": 1}}, "assessed does not ask x; leave it out"),
    ],
)
def test_what_the_pathway_does_not_allow_is_refused_in_words(case, name, day, more, words):
    with pytest.raises(CaseworkError, match=words):
        record_step(case=case, said=said(name, day, **more), recorded_at=at(20), by=BY)
    assert Step.objects.filter(case=case).count() == 1


def test_every_fault_is_told_at_once(case):
    with pytest.raises(CaseworkError) as told:
        go(case, "checked", 5, answers={"attending": "perhaps", "days_absent": "two"})
    assert told.value.problems == (
        "the answer to attending of checked is none of its choices: no, yes.",
        "the answer to days_absent of checked is no integer; write it as one.",
        "checked comes after enrolled, which is not recorded by 2015-03-07; record that first.",
    )


def test_a_required_answer_is_asked_for(case):
    enrol(case)
    with pytest.raises(CaseworkError, match="checked needs an answer to attending; give it"):
        go(case, "checked", 40)


def test_a_requirement_is_counted_with_its_answers(case):
    enrol(case)
    go(case, "checked", 40, answers={"attending": "yes"})
    go(case, "checked", 50, answers={"attending": "no"})
    words = "retained requires 2 of checked with attending yes by 2015-06-10"
    with pytest.raises(CaseworkError, match=words):
        go(case, "retained", 100)


def test_a_closed_case_takes_nothing_after_its_end_but_what_came_before(case):
    enrol(case)
    go(case, "dropped_out", 60, role="tutor")
    with pytest.raises(CaseworkError, match="dropped_out closed this case before checked"):
        go(case, "checked", 70, answers={"attending": "yes"})
    late = record_step(
        case=case,
        said=said("checked", 40, answers={"attending": "yes"}),
        recorded_at=at(90),
        by=BY,
    )
    assert late.state.closed


def test_only_whom_the_pathway_names_takes_a_step(case):
    enrol(case)
    with pytest.raises(
        CaseworkError, match="not done by nobody in particular; name one of: tutor, superv"
    ):
        go(case, "dropped_out", 60)
    assert go(case, "dropped_out", 60, role="supervisor").state.closed


def test_nobody_takes_a_step_that_other_hands_must_take(child):
    apart = SCHOOL["steps"] | {"assessed": {"after": "located", "apart_from": ["located"]}}
    define("pathway", "school", SCHOOL | {"steps": apart})
    case = begin(child).step.case
    with pytest.raises(CaseworkError, match="whoever recorded located may not record assessed"):
        go(case, "assessed", 3)
    luis = Principal(PrincipalKind.USER, "luis")
    record_step(case=case, said=said("assessed", 3), recorded_at=at(3), by=luis)


def test_what_has_not_happened_is_not_recorded(case):
    with pytest.raises(CaseworkError, match="has not happened yet; mend the date"):
        record_step(case=case, said=said("assessed", 9), recorded_at=at(3), by=BY)


def test_a_reopened_case_goes_on(case):
    enrol(case)
    go(case, "dropped_out", 60, role="tutor")
    done = reopen_case(case=case, reason="she came back", recorded_at=at(61), by=BY)
    assert done.state.open
    assert go(case, "checked", 70, answers={"attending": "yes"}).state.open
    with pytest.raises(CaseworkError, match="this case is open"):
        reopen_case(case=case, reason="again", recorded_at=at(71), by=BY)


def test_a_correction_supersedes_and_what_depended_on_it_is_judged_anew(case):
    assessed = go(case, "assessed", 3).step
    go(case, "enrolled", 10)
    done = supersede_step(
        step=assessed, said=said("assessed", 12), reason="wrong day", recorded_at=at(13), by=BY
    )
    assert [b.step.name for b in done.state.broken] == ["enrolled"]
    case.refresh_from_db()
    assert case.out_of_order
    assert list(Case.objects.out_of_order()) == [case]
    again = supersede_step(
        step=done.step, said=said("assessed", 4), reason="found it", recorded_at=at(14), by=BY
    )
    assert again.state.broken == ()
    case.refresh_from_db()
    assert not case.out_of_order


def test_a_correction_must_itself_fit_and_correct_what_stands(case):
    assessed = go(case, "assessed", 3).step
    new = supersede_step(
        step=assessed, said=said("assessed", 4), reason="day", recorded_at=at(5), by=BY
    ).step
    with pytest.raises(CaseworkError, match=f"step {assessed.pk} does not stand in this case"):
        supersede_step(
            step=assessed, said=said("assessed", 5), reason="day", recorded_at=at(6), by=BY
        )
    with pytest.raises(CaseworkError, match="no step opened this case by"):
        supersede_step(step=new, said=said("assessed", -3), reason="day", recorded_at=at(6), by=BY)
    with pytest.raises(CaseworkError, match="say why"):
        void_step(step=new, reason=" ", recorded_at=at(6), by=BY)


def test_a_step_taken_back_is_void_and_keeps_its_reason(case):
    assessed = go(case, "assessed", 3).step
    done = void_step(step=assessed, reason="another child", recorded_at=at(4), by=BY)
    assert (done.step.voided, done.step.reason) == (True, "another child")
    assert done.state.possible == ("assessed",)
    assert go(case, "assessed", 5).state.possible == ("enrolled",)


def test_a_second_case_opens_only_after_the_first_closed_or_under_another_code(child, case):
    with pytest.raises(CaseworkError, match="case of the same subject is open"):
        begin(child, day=5)
    assert begin(child, day=5, case_code="2015").step.case != case
    enrol(case)
    go(case, "dropped_out", 60, role="tutor")
    assert begin(child, day=90).step.case != case


@pytest.mark.parametrize("subject", [Subject(), Subject(organisation="riverside"), None])
def test_a_case_is_about_what_its_pathway_says(child, subject):
    with pytest.raises(CaseworkError, match="a school case is about a registration"):
        open_case(
            pathway="school",
            said=said("located", 0),
            team=child.team,
            subject=subject,
            recorded_at=at(0),
            by=BY,
        )


def test_another_organisations_people_are_as_absent_as_nobody(child, case):
    stranger = make_registration(make_team("hillside"))
    for absent in (stranger.pk, uuid.UUID(int=7)):
        with pytest.raises(CaseworkError, match="there is no such registration in this organ"):
            open_case(
                pathway="school",
                said=said("located", 0),
                team=child.team,
                subject=Subject(registration=absent),
                recorded_at=at(0),
                by=BY,
            )
        with pytest.raises(CaseworkError, match="there is no such registration in this organ"):
            add_participant(case=case, role="tutor", registration=absent, recorded_at=at(0), by=BY)


def test_participants_have_a_role_of_the_pathway(child, case):
    aunt = make_registration(given="Rosa", surnames="Ayoví")
    add_participant(case=case, role="tutor", registration=aunt.pk, recorded_at=at(0), by=BY)
    add_participant(case=case, role="tutor", registration=aunt.pk, recorded_at=at(0), by=BY)
    assert [(p.role, p.registration) for p in case.participants.all()] == [("tutor", aunt)]
    with pytest.raises(CaseworkError, match="school has no role uncle; its roles: tutor"):
        add_participant(case=case, role="uncle", registration=aunt.pk, recorded_at=at(0), by=BY)


def test_a_participant_who_is_taken_back_stays_known_for_then(child, case):
    aunt = make_registration(given="Rosa", surnames="Ayoví")
    who = {"case": case, "role": "tutor", "registration": aunt.pk}
    add_participant(**who, recorded_at=at(0), by=BY)
    remove_participant(**who, removed_at=at(5), by=BY)
    assert not case.participants.said()
    with pytest.raises(CaseworkError, match="this person is not tutor in this case"):
        remove_participant(**who, removed_at=at(6), by=BY)
    add_participant(**who, recorded_at=at(7), by=BY)
    dated = [(p.recorded_at, p.retracted_at) for p in case.participants.order_by("pk")]
    assert dated == [(at(0), at(5)), (at(7), None)]


def newer(**steps):
    changed = SCHOOL | {"steps": SCHOOL["steps"] | steps}
    return define("pathway", "school", changed, version=2)


def test_a_case_stays_on_its_version_until_a_reasoned_step_moves_it(case):
    enrol(case)
    newer(visited={"after": "enrolled"})
    with pytest.raises(CaseworkError, match="school has no step visited"):
        go(case, "visited", 20)
    done = move_case(case=case, version=2, reason="visits began", moved_at=at(19), by=BY)
    assert "visited" in done.state.possible
    assert done.step.reason == "visits began"
    assert done.step.moves_to == LoadedDefinition.objects.get(code="school", version=2)
    assert go(case, "visited", 20).state.open
    case.refresh_from_db()
    assert case.pathway.version == 2
    assert state(case, on=on(21)).broken == ()


def test_a_case_does_not_move_where_its_steps_would_fall(case):
    enrol(case)
    newer(visited={"opens": True}, assessed={"after": "visited"})
    with pytest.raises(CaseworkError, match="assessed comes after visited, which is not recorded"):
        move_case(case=case, version=2, reason="new", moved_at=at(19), by=BY)
    with pytest.raises(CaseworkError, match="school has no version 3 after 1"):
        move_case(case=case, version=3, reason="new", moved_at=at(19), by=BY)
    define("pathway", "school", SCHOOL | {"confidentiality": "sealed", "title": TITLE}, version=4)
    with pytest.raises(CaseworkError, match="changes the confidentiality of school"):
        move_case(case=case, version=4, reason="new", moved_at=at(19), by=BY)


def test_a_refused_opening_leaves_nothing(child):
    with pytest.raises(CaseworkError, match="no step opened this case"):
        open_case(
            pathway="school",
            said=said("assessed", 0),
            team=child.team,
            subject=Subject(registration=child.pk),
            recorded_at=at(0),
            by=BY,
        )
    assert not Case.objects.exists()
    with pytest.raises(CaseworkError, match="there is no pathway scool; name one of: harm, school"):
        open_case(pathway="scool", said=said("x", 0), team=child.team, recorded_at=at(0), by=BY)
