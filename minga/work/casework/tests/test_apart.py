"""Sealed registrations are compared with nobody unless the person agreed to it themself."""

from datetime import date, timedelta

import pytest

from minga.foundation.core.principals import command
from minga.register.people.actions.consents import withdraw_consent
from minga.register.people.actions.facts import retract
from minga.register.people.judgements import match, persons
from minga.register.people.models import Consent
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.apart import set_apart
from minga.work.casework.pathways import current_rules
from minga.work.casework.tests.factories import (
    ACCOUNT,
    at,
    define,
    load_pathways,
    on,
    said,
    two_members,
)

ASKED = {"type": "select_one yes_no", "name": "agrees", "consent": "match_records"}
DOCUMENT = "1710034065"


@pytest.fixture
def survivor(db):
    load_pathways()
    define("form", "account", {**ACCOUNT, "survey": [*ACCOUNT["survey"], ASKED]})
    return make_registration(document=DOCUMENT)


def told(person, *, agrees=None, day=0):
    answers = {"agrees": agrees} if agrees else {}
    return open_case(
        pathway="harm",
        said=said("told", day, answers=answers),
        team=person.team,
        subject=Subject(registration=person.pk),
        members=two_members(person.team),
        recorded_at=at(day),
        by=command("test"),
    )


def apart(day=1):
    return set_apart(as_of=at(day), database="default")


def test_a_sealed_case_sets_apart_from_when_it_was_recorded(survivor):
    told(survivor, day=3)
    assert apart(2) == set()
    assert apart(3) == {survivor.pk}


def test_who_takes_part_in_a_sealed_case_stands_apart_too(survivor):
    define("pathway", "harm", HARM_WITH_A_WITNESS)
    witness = make_registration(given="Rosa")
    open_case(
        pathway="harm",
        said=said("told", 0),
        team=survivor.team,
        subject=Subject(registration=survivor.pk),
        members=two_members(survivor.team),
        participants=[("witness", witness.pk)],
        recorded_at=at(0),
        by=command("test"),
    )
    assert apart() == {survivor.pk, witness.pk}


def test_an_open_case_sets_nobody_apart(survivor):
    open_case(
        pathway="school",
        said=said("located", 0),
        team=survivor.team,
        subject=Subject(registration=survivor.pk),
        recorded_at=at(0),
        by=BY,
    )
    assert apart() == set()


def test_consent_to_matching_is_heard_in_a_form_and_may_be_withdrawn(survivor):
    told(survivor, agrees="yes")
    assert apart() == set()
    consent = Consent.objects.get()
    assert (consent.purpose, consent.given_by, consent.given_on) == ("match_records", "self", on(0))
    withdraw_consent(consent=consent, withdrawn_on=on(5), by=BY)
    assert apart() == {survivor.pk}, "even as of a day before: from now on nothing is matched"


def test_no_is_no_and_takes_back_a_yes(survivor):
    told(survivor, agrees="no")
    assert not Consent.objects.exists()
    told(survivor, agrees="yes", day=1)
    told(survivor, agrees="no", day=2)
    assert apart(3) == {survivor.pk}
    assert Consent.objects.get().withdrawn_on == on(2)


def test_a_form_asks_no_child_and_nobody_of_unknown_age(survivor):
    child = make_registration(given="Eva", birth_on=date(2006, 5, 3))
    unknown = make_registration(given="Luz", birth_on=None, birth_precision="unknown")
    for person in (child, unknown):
        told(person, agrees="yes")
    assert apart() == {child.pk, unknown.pk}


def test_what_a_list_said_of_consent_ends_with_the_list(survivor):
    step = NewStep(
        name="told", occurred_on=on(0), registration=survivor.pk, answers={"agrees": "yes"}
    )
    record_steps(
        [step],
        rules=current_rules()["harm"],
        team=survivor.team,
        source="a",
        recorded_at=NOON,
        by=BY,
    )
    assert apart() == set()
    retract(source="a", retracted_at=NOON + timedelta(days=1))
    assert apart() == {survivor.pk}


def test_whoever_stands_apart_is_compared_with_nobody(committed_db):
    load_pathways()
    here = make_registration(document=DOCUMENT)
    there = make_registration(make_team("hillside"), document=DOCUMENT)
    told(here)
    assert match(apart=apart()) == {"same": 0, "unsure": 0}
    assert persons() == {}
    assert match(apart=()) == {"same": 1, "unsure": 0}, "they would be one person"
    assert set(persons()) == {here.pk, there.pk}


HARM_WITH_A_WITNESS = {
    "pathway": "harm",
    "title": {"es": "x", "en": "x"},
    "subject": "registration",
    "confidentiality": "sealed",
    "roles": {"witness": {"title": {"es": "x", "en": "x"}}},
    "steps": {"told": {"opens": True, "form": "account"}},
}
