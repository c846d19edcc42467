"""People are registered once by each organisation, and what is wrong about them corrected."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from minga.foundation.audit.models import AuditEvent
from minga.foundation.definitions.actions import store
from minga.foundation.keys.sealing import ErasedError
from minga.register.people.actions.facts import (
    change_status,
    correct_registration,
    retract,
    set_groups,
)
from minga.register.people.actions.households import (
    join_household,
    leave_household,
    make_household,
)
from minga.register.people.actions.registering import register, register_person
from minga.register.people.identity import open_identity
from minga.register.people.models import Household, HouseholdMember, Registration, RegistrationFact
from minga.register.people.rules import PeopleError
from minga.register.people.tests.factories import (
    BY,
    NOON,
    make_registration,
    make_team,
    somebody,
)
from minga.register.vault.models import Identity

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


def at_a_screen(entry, team=None):
    return register_person(entry, team=team or make_team(), recorded_at=NOON, by=BY)


def load_vocabularies():
    terms = {
        "sex": ("f", "m", "x", "unknown"),
        "group": ("indigenous", "afro_ecuadorian", "prefers_not_to_say"),
        "status": ("asylum_seeker", "refugee", "host_community"),
    }
    word = {"es": "x", "en": "x"}
    store({("vocabulary", code): {"terms": dict.fromkeys(t, word)} for code, t in terms.items()})


def values(registration, kind, on=None):
    facts = RegistrationFact.objects.filter(registration=registration, kind=kind)
    standing = facts.on(on) if on else facts.said()
    return sorted(standing.values_list("value", flat=True))


def test_somebody_is_registered_with_everything_that_is_said():
    done = at_a_screen(somebody(groups=("indigenous", "afro_ecuadorian"), statuses=("refugee",)))
    row = done.registration
    assert (row.sex, row.birth_on, row.birth_precision) == ("f", date(1990, 5, 3), "day")
    assert values(row, "group") == ["afro_ecuadorian", "indigenous"]
    assert not done.known
    assert AuditEvent.objects.get(action="people.registered").by == "user:rosa"


def test_nobody_is_registered_twice_by_one_organisation_and_each_by_its_own():
    first = at_a_screen(somebody(document="1710034065"))
    again = at_a_screen(somebody(given="Ana M.", document="1710034065", groups=("indigenous",)))
    assert (again.known, again.registration.pk) == (True, first.registration.pk)
    assert values(first.registration, "group") == ["indigenous"]
    assert not at_a_screen(somebody(document="1710034065"), make_team("hillside")).known


def test_two_documents_are_two_people_of_one_name():
    assert not at_a_screen(somebody(document="1710034065")).known
    assert not at_a_screen(somebody(document="0926687856")).known
    assert Registration.objects.count() == 2


def test_what_is_wrong_is_told_at_once_and_nothing_is_kept():
    load_vocabularies()
    nameless = somebody(
        given="", surnames="", sex="w", birth_precision="unknown", groups=("roman",)
    )
    with pytest.raises(PeopleError) as told:
        at_a_screen(nameless)
    assert len(told.value.problems) == 4
    assert not Registration.objects.exists()


def test_a_name_is_nowhere_but_sealed():
    row = at_a_screen(somebody(document="1710034065")).registration
    stored = str(list(Registration.objects.values())) + str(list(Identity.objects.values()))
    assert "Ana" not in stored
    assert "1710034065" not in stored
    assert b"Ana" not in bytes(Identity.objects.get().sealed)
    opened = open_identity(row.pk, by=BY, reason="a visit")
    assert (opened.given_names, opened.document) == ("Ana María", "1710034065")


def test_opening_an_identity_needs_a_reason_and_is_logged():
    row = make_registration()
    with pytest.raises(ValueError, match="say why"):
        open_identity(row.pk, by=BY, reason=" ")
    open_identity(row.pk, by=BY, reason="a visit")
    event = AuditEvent.objects.get(action="vault.opened")
    assert (event.object_id, event.by, event.reason) == (str(row.pk), "user:rosa", "a visit")


def test_a_correction_changes_row_identity_and_recognition():
    row = make_registration(document="1710034065")
    fields = replace(open_identity(row.pk, by=BY, reason="typo"), document="0926687856")
    correct_registration(
        registration=row.pk,
        sex="m",
        birth_on=date(1991, 5, 3),
        birth_precision="year",
        identity=fields,
        corrected_at=NOON,
        by=BY,
        reason="typo",
    )
    row.refresh_from_db()
    assert (row.sex, row.birth_precision) == ("m", "year")
    was = row.corrections.get()
    assert (was.sex, was.birth_on, was.birth_precision) == ("f", date(1990, 5, 3), "day")
    assert was.corrected_at == NOON
    assert open_identity(row.pk, by=BY, reason="look").document == "0926687856"
    assert at_a_screen(somebody(given="Ana", document="0926687856")).known
    assert not at_a_screen(somebody(given="Luz", document="1710034065")).known


def test_a_correction_that_is_none_is_refused_whole():
    load_vocabularies()
    row = make_registration()
    with pytest.raises(PeopleError, match="there is no sex w"):
        correct_registration(
            registration=row.pk,
            sex="w",
            birth_on=None,
            birth_precision="unknown",
            identity=open_identity(row.pk, by=BY, reason="look"),
            corrected_at=NOON,
            by=BY,
            reason="typo",
        )
    row.refresh_from_db()
    assert row.sex == "f"


def test_groups_are_said_anew_and_what_was_said_then_stays_known():
    row = make_registration(groups=("indigenous",))
    set_groups(
        registration=row.pk, groups=["indigenous", "afro_ecuadorian"], recorded_at=LATER, by=BY
    )
    assert values(row, "group") == ["afro_ecuadorian", "indigenous"]
    set_groups(registration=row.pk, groups=["prefers_not_to_say"], recorded_at=LATER, by=BY)
    assert values(row, "group") == ["prefers_not_to_say"]
    then = RegistrationFact.objects.filter(recorded_at__lte=NOON, retracted_at__gt=NOON)
    assert [fact.value for fact in then] == ["indigenous"]
    with pytest.raises(PeopleError, match="names no group besides"):
        set_groups(
            registration=row.pk,
            groups=["indigenous", "prefers_not_to_say"],
            recorded_at=LATER,
            by=BY,
        )


def status(row, code, from_on, to_on=None):
    change_status(
        registration=row.pk, status=code, from_on=from_on, to_on=to_on, recorded_at=LATER, by=BY
    )


def test_a_status_ends_when_another_begins():
    row = make_registration(statuses=("asylum_seeker",))
    status(row, "refugee", date(2014, 6, 1))
    assert values(row, "status", date(2014, 5, 31)) == ["asylum_seeker"]
    assert values(row, "status", date(2014, 6, 1)) == ["refugee"]
    status(row, "host_community", date(2016, 1, 1), date(2017, 1, 1))
    assert values(row, "status", date(2015, 12, 31)) == ["refugee"]
    assert values(row, "status", date(2016, 1, 1)) == ["host_community"]
    assert values(row, "status", date(2017, 1, 1)) == []


def test_a_status_that_began_later_is_what_is_corrected():
    row = make_registration(statuses=("asylum_seeker",))
    status(row, "refugee", date(2014, 6, 1))
    status(row, "refugee", date(2014, 3, 1))
    assert values(row, "status", date(2014, 2, 28)) == ["asylum_seeker"]
    assert values(row, "status", date(2014, 4, 1)) == ["refugee"]
    said = RegistrationFact.objects.said().filter(kind="status").order_by("from_on")
    dated = [(fact.value, fact.from_on, fact.to_on) for fact in said]
    assert ("refugee", date(2014, 3, 1), None) in dated
    assert len(dated) == 2
    with pytest.raises(PeopleError, match="ends before it begins"):
        status(row, "refugee", date(2014, 3, 1), date(2014, 3, 1))


def test_what_two_lists_say_is_taken_back_list_by_list():
    team = make_team()
    row = make_registration(team, source="a", groups=("indigenous",))
    make_registration(team, source="b", groups=("indigenous", "afro_ecuadorian"))
    register([somebody(groups=("indigenous",))], team=team, source="b", recorded_at=NOON, by=BY)
    assert values(row, "group") == ["afro_ecuadorian", "indigenous", "indigenous"]
    assert retract(source="b", retracted_at=LATER) == 2
    assert values(row, "group") == ["indigenous"]
    with pytest.raises(ValueError, match="one by one"):
        retract(source="", retracted_at=LATER)


def join(home, row, **dates):
    join_household(household=home, registration=row.pk, recorded_at=NOON, by=BY, **dates)


def leave(home, row, to_on):
    leave_household(household=home, registration=row.pk, to_on=to_on, recorded_at=LATER, by=BY)


def test_a_household_has_members_from_and_to():
    team, row = make_team(), make_registration()
    home = make_household(team=team, by=BY, code="H-7")
    assert make_household(team=team, by=BY, code="H-7") == home
    assert make_household(team=team, by=BY) != make_household(team=team, by=BY)
    join(home, row, from_on=date(2014, 1, 1))
    with pytest.raises(PeopleError, match="lives in this household at that time already"):
        join(home, row)
    leave(home, row, date(2015, 1, 1))
    join(home, row, from_on=date(2016, 1, 1))
    there = HouseholdMember.objects.filter(household=home)
    days = [date(2013, 12, 31), date(2014, 1, 1), date(2015, 1, 1), date(2016, 1, 1)]
    assert [there.on(day).count() for day in days] == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"from_on": date(2014, 1, 1), "to_on": date(2014, 1, 1)}, "ends before it begins"),
        ({"from_on": date(2013, 1, 1)}, "at that time already"),
        ({"to_on": date(2014, 6, 2)}, "at that time already"),
    ],
)
def test_a_membership_that_cannot_be_is_refused(dates, words):
    row, home = make_registration(), make_household(team=make_team(), by=BY)
    join(home, row, from_on=date(2014, 6, 1), to_on=date(2014, 7, 1))
    with pytest.raises(PeopleError, match=words):
        join(home, row, **dates)
    with pytest.raises(PeopleError, match="does not live in this household before"):
        leave(home, row, date(2014, 6, 1))


def test_another_organisations_people_live_in_no_household_of_ours():
    stranger = make_registration(make_team("hillside"))
    home = make_household(team=make_team(), by=BY)
    with pytest.raises(PeopleError, match="there is no such registration"):
        join(home, stranger)


def test_households_of_lists_and_screens_are_the_same_by_their_code():
    make_registration(household="H-7")
    make_household(team=make_team(), by=BY, code="H-7")
    assert Household.objects.count() == 1


def test_nothing_is_said_of_whoever_is_not_there():
    row = make_registration()
    row.erased_at = NOON
    row.save()
    with pytest.raises(PeopleError, match="there is no such registration, or it was erased"):
        set_groups(registration=row.pk, groups=[], recorded_at=NOON, by=BY)
    Identity.objects.all().delete()
    with pytest.raises(ErasedError, match="there is no such identity, or it was erased"):
        open_identity(row.pk, by=BY, reason="look")
