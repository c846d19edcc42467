"""Consent is never there by default, covers nothing it does not name, and ends when withdrawn."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from minga.foundation.audit.models import AuditEvent
from minga.register.people.actions.consents import give_consent, withdraw_consent
from minga.register.people.models import Consent
from minga.register.people.rules import Agreement, PeopleError
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team

pytestmark = pytest.mark.django_db
GIVEN = date(2015, 3, 2)
AGREED = Agreement(
    purpose="referral", data_class="health", given_by="self", given_on=GIVEN, recipient="hillside"
)


@pytest.fixture
def person():
    make_team("hillside")
    return make_registration()


def give(person, **changed):
    return give_consent(
        registration=person.pk, agreed=replace(AGREED, **changed), recorded_at=NOON, by=BY
    )


def covers(person, on=GIVEN, **changed):
    asked = {"purpose": "referral", "data_class": "health", "recipient": "hillside"} | changed
    return person.consents.standing(on=on).covering(**asked).exists()


def test_nobody_has_consented_to_anything_by_default(person):
    assert not covers(person)
    required = {f.name for f in Consent._meta.fields if not f.has_default() and not f.blank}
    assert {"purpose", "data_class", "given_by", "given_on"} <= required


def test_consent_covers_what_it_names_and_nothing_else(person):
    give(person)
    assert covers(person)
    assert not covers(person, recipient="")
    assert not covers(person, recipient="riverside")
    assert not covers(person, data_class="identity")
    assert not covers(person, purpose="research")
    assert not covers(make_registration(given="Luz"))


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (date(2015, 3, 1), False),
        (GIVEN, True),
        (date(2015, 5, 31), True),
        (date(2015, 6, 1), False),
    ],
)
def test_consent_stands_from_its_day_until_before_its_last(person, on, stands):
    give(person, until_on=date(2015, 6, 1))
    assert covers(person, on) is stands


def test_withdrawal_ends_it_that_day_and_is_logged(person):
    consent = give(person)
    withdraw_consent(consent=consent, withdrawn_on=date(2015, 4, 1), by=BY)
    assert covers(person, date(2015, 3, 31))
    assert not covers(person, date(2015, 4, 1))
    withdraw_consent(consent=consent, withdrawn_on=date(2015, 9, 1), by=BY)
    consent.refresh_from_db()
    assert consent.withdrawn_on == date(2015, 4, 1)
    actions = AuditEvent.objects.filter(action__startswith="people.consent")
    assert sorted(actions.values_list("action", flat=True)) == [
        "people.consent_given",
        "people.consent_withdrawn",
    ]


def test_consent_is_not_withdrawn_before_it_was_given(person):
    with pytest.raises(PeopleError, match="this consent was given on 2015-03-02"):
        withdraw_consent(consent=give(person), withdrawn_on=date(2015, 3, 1), by=BY)


def test_a_consent_to_nobody_known_is_refused(person):
    with pytest.raises(PeopleError, match="there is no organisation nowhere"):
        give(person, recipient="nowhere")


def test_a_child_agrees_too_or_says_why_no_guardian_was_asked():
    make_team("hillside")
    child = make_registration(birth_on=date(2006, 5, 3))
    with pytest.raises(PeopleError, match="why no guardian was asked"):
        give(child)
    give(child, no_guardian_reason="the guardian is who she fears")
    give(child, given_by="guardian", relation="aunt", assent="given")
    assert child.consents.standing(on=GIVEN).count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": ""},
        {"data_class": ""},
        {"given_by": "neighbour"},
        {"given_by": "guardian", "relation": "aunt"},
        {"given_by": "guardian", "assent": "given"},
        {"relation": "aunt"},
        {"until_on": GIVEN},
        {"withdrawn_on": date(2015, 3, 1)},
    ],
)
def test_the_database_keeps_no_consent_that_is_none(person, wrong):
    kept = {"purpose": "referral", "data_class": "health", "given_by": "self", "given_on": GIVEN}
    row = Consent(registration=person, recorded_at=NOON, by=str(BY), **(kept | wrong))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
