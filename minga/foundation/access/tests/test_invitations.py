"""Invitations: a link that works once, for some days, in the name of whoever sent it."""

from datetime import timedelta

import pytest

from minga.foundation.access.actions import invitations
from minga.foundation.access.actions.grants import revoke
from minga.foundation.access.actions.refusals import RefusedError
from minga.foundation.access.models import Grant, Invitation, User
from minga.foundation.access.tests.sample import (
    BY,
    NEXT_YEAR,
    NOW,
    TODAY,
    a_team,
    a_user,
    give,
)
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import user as as_user

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-walk-to-mataje"


@pytest.fixture
def marta():
    """A manager."""
    marta = a_user("marta")
    give(marta, "organisation_manager", a_team("ours_office"))
    return marta


def invite(by, *, email="Ana@example.org", role="caseworker", ends_on=NEXT_YEAR):
    return invitations.invite(
        email=email,
        team=a_team(),
        role=role,
        ends_on=ends_on,
        reason="joins the team",
        language="es",
        at=NOW,
        today=TODAY,
        by=by,
    )


def accept(token, at=NOW):
    return invitations.accept_as_new(
        token=token,
        display_name="Ana",
        language="es",
        password=PASSWORD,
        at=at,
        today=TODAY,
    )


def test_whoever_accepts_gets_an_account_and_the_role_until_its_date(marta):
    _, token = invite(as_user(marta.pk))
    ana = accept(token)
    assert ana.email == "ana@example.org"
    assert ana.check_password(PASSWORD)
    held = Grant.objects.of(ana).get()
    assert (held.role, held.ends_on, held.granted_by) == (
        "caseworker",
        NEXT_YEAR,
        f"user:{marta.pk}",
    )
    assert AuditEvent.objects.latest("pk").action == "access.invitation_accepted"


def test_the_link_is_kept_as_a_hash_only(marta):
    made, token = invite(as_user(marta.pk))
    kept = Invitation.objects.filter(pk=made.pk).values()[0]
    assert token not in map(str, kept.values())


def test_a_link_works_once(marta):
    _, token = invite(as_user(marta.pk))
    accept(token)
    with pytest.raises(RefusedError, match="was used"):
        accept(token)


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(days=2, hours=23), True), (timedelta(days=3), False)]
)
def test_a_link_works_for_three_days(marta, after, works):
    _, token = invite(as_user(marta.pk))
    if works:
        assert accept(token, at=NOW + after).pk
    else:
        with pytest.raises(RefusedError, match="too old"):
            accept(token, at=NOW + after)


def test_a_withdrawn_link_is_useless(marta):
    made, token = invite(as_user(marta.pk))
    by = as_user(marta.pk)
    invitations.withdraw(invitation=made, reason="wrong address", at=NOW, today=TODAY, by=by)
    with pytest.raises(RefusedError, match="withdrawn"):
        accept(token)
    with pytest.raises(RefusedError):
        invitations.withdraw(invitation=made, reason="again", at=NOW, today=TODAY, by=by)


def test_an_invented_link_is_answered_like_a_spent_one():
    with pytest.raises(RefusedError, match="was used, withdrawn or is too old"):
        accept("invented")


def test_an_invitation_dies_with_the_right_of_whoever_sent_it(marta):
    _, token = invite(as_user(marta.pk))
    held = Grant.objects.of(marta).get()
    revoke(grant=held, reason="left", at=NOW, today=TODAY, by=BY)
    with pytest.raises(RefusedError, match="may no longer give"):
        accept(token)
    assert not User.objects.filter(email="ana@example.org").exists()


def test_an_address_with_an_account_is_invited_alike_and_accepts_signed_in(marta):
    ana = a_user("ana")
    made, token = invite(as_user(marta.pk))
    assert made.pk
    with pytest.raises(RefusedError):
        accept(token)
    invitations.accept_as(token=token, user=ana, at=NOW, today=TODAY)
    assert Grant.objects.of(ana).get().role == "caseworker"


def test_somebody_else_does_not_accept(marta):
    _, token = invite(as_user(marta.pk))
    with pytest.raises(RefusedError, match="another e-mail"):
        invitations.accept_as(token=token, user=a_user("berta"), at=NOW, today=TODAY)


def test_roles_that_do_not_go_together_are_refused_when_accepting(marta):
    ana = a_user("ana")
    give(ana, "finance_officer", a_team())
    _, token = invite(as_user(marta.pk))
    with pytest.raises(RefusedError, match="do not go together"):
        invitations.accept_as(token=token, user=ana, at=NOW, today=TODAY)
    assert invitations.find(token, at=NOW).accepted_at is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "administrator"}, "not yours to give"),
        ({"ends_on": TODAY + timedelta(days=400)}, "at most a year"),
    ],
)
def test_nobody_invites_to_what_they_could_not_give(marta, change, words):
    with pytest.raises(RefusedError, match=words):
        invite(as_user(marta.pk), **change)
