"""What is left of an erased person's cases: that steps were taken, and their coded answers."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command
from minga.foundation.keys.models import WrappedKey
from minga.register.people.actions.households import join_household, make_household
from minga.register.people.models import Registration
from minga.register.people.tests.factories import BY, NOON, make_registration
from minga.work.casework.actions.cases import Subject, add_participant, open_case
from minga.work.casework.actions.erasing import Anonymous, erase_people, erase_person
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.actions.reading import open_answers
from minga.work.casework.actions.steps import record_step, void_step
from minga.work.casework.models import Case, Step
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import CaseworkError
from minga.work.casework.tests.factories import (
    HARM,
    SCHOOL,
    at,
    define,
    load_pathways,
    on,
    said,
    two_members,
)

pytestmark = pytest.mark.django_db
TOLD = {"recent": "yes", "story": "On the bridge."}


@pytest.fixture
def person():
    load_pathways()
    return make_registration()


def begin(person, pathway="harm", name="told", subject=None, **more):
    return open_case(
        pathway=pathway,
        said=said(name, 0, answers=TOLD if pathway == "harm" else {}),
        team=person.team,
        subject=subject or Subject(registration=person.pk),
        recorded_at=at(0),
        by=command("test"),
        members=two_members(person.team),
        **more,
    ).step.case


def gone(*people):
    return erase_people([p.pk for p in people], erased_at=NOON, by=BY, reason="asked")


def test_free_words_go_and_coded_answers_stay(person):
    case = begin(person, "school", "located", matter="the boy by the river")
    record_steps(
        [
            NewStep(
                name="checked",
                occurred_on=on(40),
                registration=person.pk,
                answers={"attending": "yes", "remark": "Ana was tired", "days_absent": 2},
            )
        ],
        rules=current_rules()["school"],
        team=person.team,
        source="a",
        recorded_at=NOON,
        by=BY,
    )
    wrong = record_step(case=case, said=said("assessed", 3), recorded_at=at(3), by=BY).step
    void_step(step=wrong, reason="that was her brother", recorded_at=at(4), by=BY)
    key = Case.objects.get().own_key
    assert gone(person) == Anonymous(people=1, sealed=0, open=1)
    assert Step.objects.get(name="checked").answers == {"attending": "yes", "days_absent": 2}
    assert set(Step.objects.values_list("reason", "digest")) == {("", "")}
    case.refresh_from_db()
    assert case.matter == ""
    assert case.own_key != key
    assert Step.objects.live().count() == 2, "what was counted is counted"


def test_a_sealed_case_loses_its_key_and_all_it_hid(person):
    case = begin(person)
    assert gone(person) == Anonymous(people=1, sealed=1, open=0)
    assert not WrappedKey.objects.filter(pk=case.pk).exists()
    step = Step.objects.get()
    assert (step.answers, step.sealed_answers) == ({"recent": "yes"}, None)
    with pytest.raises(CaseworkError, match="this case was erased"):
        record_step(case=case, said=said("helped", 1), recorded_at=at(1), by=BY)


def test_a_sealed_case_that_somebody_else_takes_part_in_is_theirs_too(person):
    define("pathway", "harm", HARM | {"roles": {"child": {"title": {"es": "x", "en": "x"}}}})
    case, child = begin(person), make_registration(given="Eva")
    add_participant(case=case, role="child", registration=child.pk, recorded_at=at(1), by=BY)
    assert gone(person) == Anonymous(people=1, sealed=0, open=1)
    assert open_answers(step=Step.objects.get(), by=BY, reason="visit") == TOLD
    assert gone(child) == Anonymous(people=1, sealed=0, open=0)
    assert gone(person).sealed == 1, "with the last of them the key goes"


def test_a_households_case_follows_its_last_member(person):
    define("pathway", "home", SCHOOL | {"pathway": "home", "subject": "household"})
    home, other = make_household(team=person.team, by=BY), make_registration(given="Luz")
    for member in (person, other):
        join_household(household=home, registration=member.pk, recorded_at=NOON, by=BY)
    case = begin(person, "home", "located", Subject(household=home.pk), matter="the roof")
    assert gone(person).open == 0
    case.refresh_from_db()
    assert case.matter == "the roof"
    assert gone(other).open == 1
    case.refresh_from_db()
    assert case.matter == ""


def test_nobody_else_is_touched(person):
    other = make_registration(given="Luz")
    begin(person)
    kept = begin(other)
    gone(person)
    step = Step.objects.get(case=kept)
    assert open_answers(step=step, by=BY, reason="visit") == TOLD
    assert step.digest != ""


def test_one_person_is_erased_by_name_and_a_stranger_is_told(person):
    begin(person)
    done = erase_person(person.pk, erased_at=NOON, by=BY, reason="asked")
    assert done == Anonymous(1, 1, 0)
    event = AuditEvent.objects.get(action="casework.erased")
    assert event.detail == {"sealed": 1, "open": 0}
    with pytest.raises(Registration.DoesNotExist):
        erase_person(Case.objects.get().pk, erased_at=NOON, by=BY, reason="asked")


def test_the_database_takes_words_out_for_the_erased_alone(person):
    """The application may call the function; of the living it changes nothing."""
    case = begin(person, "school", "located")
    step = Step.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_forget(%s, %s, '{}'::jsonb)", [[case.pk], [case.pk]])
    assert Step.objects.get().digest == step.digest
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_step SET reason = ''")


@pytest.mark.parametrize("role", ["counter", "linker", "backup"])
def test_no_other_role_may_take_words_out(role_connection, role):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        role_connection(role).execute("SELECT casework_forget('{}', '{}', '{}')")
