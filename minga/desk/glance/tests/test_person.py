"""A person at a glance: everything with them that one may see, and nothing else."""

import re
import uuid

import pytest
from django.utils import timezone

from minga.foundation.access.models import User
from minga.foundation.access.second_factor import PROVEN
from minga.foundation.access.tests.sample import a_team, a_user, give
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command
from minga.register.people.actions.consents import give_consent
from minga.register.people.actions.contacts import set_contact
from minga.register.people.judgements import judge
from minga.register.people.rules import Agreement
from minga.register.people.tests.factories import BY, NOON, make_registration
from minga.work.casework.actions.cases import Subject, open_case
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
TITLES = {"located": "Located one day", "assessed": "Assessed one day"}
STEPS = {
    name: step | ({"title": {"es": TITLES[name], "en": TITLES[name]}} if name in TITLES else {})
    for name, step in SCHOOL["steps"].items()
}


@pytest.fixture
def child(client):
    load_pathways(SCHOOL | {"steps": STEPS}, HARM)
    return make_registration(a_team(), household="H-7", groups=("indigenous",))


def come_in(client, role="caseworker", team=None, language="es"):
    user = a_user("lucia", language=language)
    if role:
        give(user, role, team or a_team(), starts_on=timezone.localdate())
    client.force_login(user)
    session = client.session
    session[PROVEN] = True
    session.save()
    client.cookies["django_language"] = language


def begin(pathway, person, step):
    return open_case(
        pathway=pathway,
        said=said(step, 0),
        team=person.team,
        subject=Subject(registration=person.pk),
        members=two_members(person.team) if pathway == "harm" else (),
        recorded_at=at(0),
        by=command("test"),
    )


def page_of(client, person):
    answer = client.get(f"/people/{person.pk}/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content.decode()


def plain(page, number):
    """A page less what differs each time it is asked for."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return page.replace(str(number), "")


def test_what_happened_what_is_due_and_what_they_agreed_to_stand_on_one_page(client, child):
    come_in(client)
    begin("school", child, "located")
    agreed = Agreement(
        purpose="services",
        data_class="facts",
        given_by="self",
        given_on=on(1),
    )
    give_consent(registration=child.pk, agreed=agreed, recorded_at=NOON, by=BY)
    sister = make_registration(a_team(), given="Luz", household="H-7")
    page = page_of(client, child)
    assert "Located one day" in page
    assert "Assessed one day" in page, "it is due"
    assert f"/people/{child.pk}/consent/" in page
    assert sister.code in page
    assert "indigenous" in page


def test_a_name_is_nowhere_on_the_page_and_opening_the_page_opens_none(client, child):
    come_in(client)
    page = page_of(client, child)
    assert "Ana" not in page
    assert "Quiñónez" not in page
    assert not AuditEvent.objects.filter(action="vault.opened").exists()


def test_contact_is_never_until_they_say_otherwise(client, child):
    come_in(client, language="en")
    assert "Never contact" in page_of(client, child)
    set_contact(
        registration=child.pk, channel="own_phone", details="mornings", recorded_at=NOON, by=BY
    )
    page = page_of(client, child)
    assert "Never contact" not in page
    assert "mornings" not in page, "the words are opened with the name"


@pytest.mark.parametrize("role", ["field_worker", "caseworker", "supervisor"])
def test_a_sealed_case_is_nowhere_for_whoever_is_no_member(client, child, role):
    come_in(client, role=role)
    before = plain(page_of(client, child), child.pk)
    begin("harm", child, "told")
    assert plain(page_of(client, child), child.pk) == before


def test_a_restricted_case_is_nowhere_for_a_field_worker(client, child):
    quiet = SCHOOL | {"pathway": "quiet", "confidentiality": "restricted", "steps": STEPS}
    define("pathway", "quiet", quiet)
    begin("quiet", child, "located")
    come_in(client, role="field_worker")
    assert "Located one day" not in page_of(client, child)


def test_those_who_live_there_are_shown_as_far_as_one_may_see_them(client, child):
    other = make_registration(a_team("ours_sister"), given="Luz", household="H-7")
    come_in(client)
    assert other.code not in page_of(client, child)


def test_what_two_teams_of_the_user_know_of_one_person_is_one_timeline(client, child):
    again = make_registration(a_team("ours_sister"), given="Ana Mary")
    left, right = sorted((child.pk, again.pk))
    judge(left=left, right=right, verdict="same", reason="documents", by=BY)
    begin("school", again, "located")
    come_in(client)
    page = page_of(client, child)
    assert again.code not in page, "another team's registration is nobody, the same person or not"
    assert "Located one day" not in page
    give(User.objects.get(), "caseworker", again.team, starts_on=timezone.localdate())
    page = page_of(client, child)
    assert again.code in page
    assert "Located one day" in page
    judge(left=left, right=right, verdict="different", reason="two sisters", by=BY)
    assert again.code not in page_of(client, child)


@pytest.mark.parametrize("role", [None, "organisation_manager", "coordinator", "administrator"])
def test_a_stranger_and_a_wrong_role_find_nobody(client, child, role):
    assert client.get(f"/people/{child.pk}/").status_code == 404
    come_in(client, role=role)
    assert client.get(f"/people/{child.pk}/").status_code == 404


def test_another_teams_person_is_as_absent_as_nobody(client, child):
    come_in(client, team=a_team("other_casework", "other"))
    no = uuid.uuid4()
    there, nobody = (client.get(f"/people/{number}/") for number in (child.pk, no))
    assert (there.status_code, nobody.status_code) == (404, 404)
    assert plain(there.content.decode(), child.pk) == plain(nobody.content.decode(), no)
