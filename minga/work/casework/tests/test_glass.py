"""Breaking the glass: a reason, a second person, some hours; told, logged, and without a hint."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from minga.foundation.access.models import Member
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import user as principal_of
from minga.register.people.tests.factories import make_registration, make_team
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.glass import ask, decide
from minga.work.casework.models import Case, Glass
from minga.work.casework.rules import CaseworkError, StepSaid
from minga.work.casework.tests.factories import load_pathways
from minga.work.casework.tests.visits import colleague, come_in, send, shown

pytestmark = pytest.mark.django_db
HERE = "/break-glass/"
WHY = "she is at the door and Ana is away"


@pytest.fixture
def ana():
    return colleague("ana", "caseworker")


@pytest.fixture
def luz():
    """Who is no member."""
    return colleague("luz", "supervisor")


@pytest.fixture
def vera():
    """The data-protection officer, of an office elsewhere."""
    return colleague("vera", "data_protection_officer", make_team("office"))


@pytest.fixture
def case(ana):
    load_pathways()
    person = make_registration()
    return open_case(
        pathway="harm",
        said=StepSaid(name="told", occurred_on=timezone.localdate(), answers={"recent": "yes"}),
        team=person.team,
        subject=Subject(registration=person.pk),
        recorded_at=timezone.now(),
        by=principal_of(ana.pk),
        members=[ana, colleague("rosa", "caseworker")],
    ).step.case


def asked(client, who, number):
    """Ask at a screen. What the page says."""
    come_in(client, who)
    page = send(client, HERE, number=number, reason=WHY, hours=2)
    return page.content.decode()


def decided(client, who, granted="yes"):
    come_in(client, who)
    glass = Glass.objects.get()
    return send(client, f"{HERE}requests/{glass.pk}/", granted=granted, answer="an emergency")


def opens(client, who, case):
    come_in(client, who)
    return client.get(f"/cases/{case.pk}/").status_code == 200


@pytest.mark.parametrize("by", ["case", "person"])
def test_a_second_person_lets_somebody_in_for_some_hours(client, case, luz, vera, by):
    asked(client, luz, case.pk if by == "case" else case.registration_id)
    assert not opens(client, luz, case)
    decided(client, vera)
    assert opens(client, luz, case)
    assert not opens(client, vera, case), "who decides sees nothing"
    Member.objects.filter(user=luz).update(
        joined_at=timezone.now() - timedelta(hours=3), until=timezone.now() - timedelta(hours=1)
    )
    assert not opens(client, luz, case)


def test_the_members_and_the_officer_are_told_and_letters_say_nothing(client, case, ana, luz, vera):
    asked(client, luz, case.pk)
    assert [letter.to for letter in mail.outbox] == [[vera.email]]
    decided(client, vera)
    told = {letter.to[0] for letter in mail.outbox[1:]}
    assert told == {ana.email, "rosa@example.org", luz.email}
    words = " ".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    for secret in (str(case.pk), luz.display_name, WHY, "case", "caso", "sealed"):
        assert secret not in words
    come_in(client, ana)
    assert luz.display_name in shown(client, "/cases/")
    assert luz.display_name in shown(client, f"/cases/{case.pk}/members/")


def test_every_look_is_logged(client, case, luz, vera):
    asked(client, luz, case.pk)
    decided(client, vera)
    for _ in range(2):
        opens(client, luz, case)
    looks = AuditEvent.objects.filter(action="casework.read_through_glass")
    assert [(look.object_id, look.by) for look in looks] == [(str(case.pk), f"user:{luz.pk}")] * 2
    done = set(
        AuditEvent.objects.filter(action__contains="glass_").values_list("action", flat=True)
    )
    assert done == {"casework.glass_asked", "casework.glass_granted", "casework.glass_opened"}


def test_asking_and_being_let_in_tell_nothing_of_whether_there_is_a_case(client, case, luz, vera):
    mia = colleague("mia", "supervisor")
    said = []
    for who, number in ((luz, case.pk), (mia, "12345678-1234-4234-8234-123456789012")):
        first = asked(client, who, number)
        come_in(client, vera)
        glass = Glass.objects.get(asked_by=who)
        send(client, f"{HERE}requests/{glass.pk}/", granted="yes", answer="an emergency")
        come_in(client, who)
        said.append((_bare(first), _bare(shown(client, HERE))))
    assert said[0] == said[1]


def _bare(page):
    """A page without what differs every time: moments, tokens, numbers."""
    return re.sub(r"[0-9a-zA-Z]{30,}|[0-9a-f-]{36}|\d+", "", page)


def test_nobody_lets_themselves_in(case, luz, vera):
    now = timezone.now()
    glass = ask(number=case.pk, reason=WHY, hours=1, asker=luz, at=now)
    with pytest.raises(CaseworkError, match="nobody approves what they asked for"):
        decide(glass=glass, granted=True, answer="x", decider=luz, at=now)
    decide(glass=glass, granted=False, answer="wait for Ana", decider=vera, at=now)
    with pytest.raises(CaseworkError, match="answered"):
        decide(glass=glass, granted=True, answer="x", decider=vera, at=now)
    assert not Member.objects.filter(user=luz).exists()


def test_it_is_refused_without_a_reason_or_for_too_long(client, luz, vera):
    come_in(client, luz)
    for said in ({"reason": " ", "hours": 2}, {"reason": WHY, "hours": 25}):
        send(client, HERE, number="12345678-1234-4234-8234-123456789012", **said)
    assert not Glass.objects.exists()


def test_no_case_of_another_organisation_is_opened(client, case, vera):
    eva = colleague("maruja", "supervisor", make_team("hillside"))
    asked(client, eva, case.pk)
    decided(client, vera)
    assert not opens(client, eva, case)
    assert not Member.objects.filter(user=eva).exists()


def test_it_is_closed_before_its_time(client, case, luz, vera):
    asked(client, luz, case.pk)
    decided(client, vera)
    assert opens(client, luz, case)
    glass = Glass.objects.get()
    come_in(client, vera)
    page = shown(client, f"{HERE}requests/")
    token = page.partition('name="form_token" value="')[2][:36]
    client.post(f"{HERE}requests/{glass.pk}/end/", {"form_token": token})
    assert not opens(client, luz, case)


def test_whoever_was_let_in_lets_nobody_else_in(client, case, luz, vera):
    asked(client, luz, case.pk)
    decided(client, vera)
    come_in(client, luz)
    assert client.get(f"/cases/{case.pk}/members/").status_code == 404


def test_pages_are_for_those_who_may(client, case, ana, luz, vera):
    asked(client, luz, case.pk)
    glass = Glass.objects.get()
    decide_here = f"{HERE}requests/{glass.pk}/"
    for who, pages in ((luz, [decide_here, f"{HERE}requests/"]), (vera, [HERE])):
        come_in(client, who)
        assert {client.get(page).status_code for page in pages} == {404}
    client.logout()
    assert {client.get(page).status_code for page in (HERE, decide_here)} == {404}
    come_in(client, ana)
    assert WHY not in shown(client, HERE), "nobody reads another's request"


def test_members_let_others_in_and_leave_at_a_screen(client, case, ana, luz):
    come_in(client, ana)
    here = f"/cases/{case.pk}/members/"
    send(client, here, member=luz.pk, reason="night shift")
    mine = Member.objects.get(user=ana)
    send(client, f"{here}{mine.pk}/leave/", reason="moves away")
    assert not opens(client, ana, case)
    assert opens(client, luz, case)
    members = Case.objects.get().members.standing()
    assert {one.user.display_name for one in members} == {"Rosa", "Luz"}
