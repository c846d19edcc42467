"""Grants: who gives which role to whom, for how long, and what a user may do by them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from minga.foundation.access.actions.grants import grant, revoke
from minga.foundation.access.actions.refusals import RefusedError
from minga.foundation.access.models import Grant, Team
from minga.foundation.access.permissions import Permission
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
from minga.foundation.core.principals import Principal, PrincipalKind
from minga.foundation.core.principals import user as as_user

pytestmark = pytest.mark.django_db
READ = Permission.READ_RESTRICTED_CASE


def ask(user, role, team, *, by, ends_on=NEXT_YEAR, reason="their work"):
    return grant(
        user=user,
        team=team,
        role=role,
        starts_on=TODAY,
        ends_on=ends_on,
        reason=reason,
        at=NOW,
        today=TODAY,
        by=by,
    )


def actions_logged():
    return list(
        AuditEvent.objects.filter(action__startswith="access.")
        .exclude(action="access.account_made")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_a_grant_opens_its_team_and_no_other():
    ana, ours, theirs = a_user("ana"), a_team(), a_team("theirs_casework", "theirs")
    give(ana, "caseworker", ours)
    assert list(Team.objects.of(ana, READ, on=TODAY)) == [ours]
    assert list(Team.objects.of(ana, Permission.APPROVE_STEP, on=TODAY)) == []
    assert theirs not in Team.objects.of(ana, READ, on=TODAY)


def test_teams_of_a_user_take_one_query(django_assert_num_queries):
    ana = a_user("ana")
    for code in ("one", "two", "three"):
        give(ana, "caseworker", a_team(code))
    with django_assert_num_queries(1):
        assert len(Team.objects.of(ana, READ, on=TODAY)) == 3


def test_a_stranger_has_no_team():
    a_team()
    assert list(Team.objects.of(AnonymousUser(), READ, on=TODAY)) == []


def test_a_grant_holds_from_its_first_day_until_its_last():
    ana = a_user("ana")
    held = give(ana, "caseworker", a_team())
    days = [held.starts_on - timedelta(1), held.starts_on, held.ends_on - timedelta(1)]
    teams = [Team.objects.of(ana, READ, on=day).count() for day in [*days, held.ends_on]]
    assert teams == [0, 1, 1, 0]


def test_a_revoked_grant_gives_nothing_from_then_on():
    ana = a_user("ana")
    held = give(ana, "caseworker", a_team())
    revoke(grant=held, reason="left the team", at=NOW, today=TODAY, by=BY)
    assert not Team.objects.of(ana, READ, on=TODAY).exists()
    held.refresh_from_db()
    assert (held.ended_by, held.end_reason) == ("command:test", "left the team")
    assert actions_logged() == ["access.granted", "access.revoked"]


def test_an_ended_grant_is_not_ended_twice():
    held = give(a_user("ana"), "caseworker", a_team())
    revoke(grant=held, reason="left", at=NOW, today=TODAY, by=BY)
    with pytest.raises(RefusedError, match="already ended"):
        revoke(grant=held, reason="left", at=NOW, today=TODAY, by=BY)


def test_a_role_that_ran_out_can_be_given_again_and_the_log_says_that_it_had():
    ana, team = a_user("ana"), a_team()
    first = give(ana, "caseworker", team)
    give(ana, "caseworker", team, starts_on=first.ends_on)
    assert Grant.objects.of(ana).filter(ended_at__isnull=True).count() == 1
    assert actions_logged() == ["access.granted", "access.expired", "access.granted"]
    assert AuditEvent.objects.get(action="access.expired").by == "rule:expiry"


def test_a_manager_gives_roles_in_their_own_organisation_only():
    marta, ana = a_user("marta"), a_user("ana")
    give(marta, "organisation_manager", a_team("ours_office"))
    by = as_user(marta.pk)
    assert ask(ana, "caseworker", a_team(), by=by).granted_by == f"user:{marta.pk}"
    with pytest.raises(RefusedError, match="not yours to give"):
        ask(ana, "caseworker", a_team("theirs_casework", "theirs"), by=by)


def test_a_manager_whose_own_role_ended_gives_nothing():
    marta = a_user("marta")
    held = give(marta, "organisation_manager", a_team())
    revoke(grant=held, reason="left", at=NOW, today=TODAY, by=BY)
    with pytest.raises(RefusedError, match="not yours to give"):
        ask(a_user("ana"), "caseworker", a_team(), by=as_user(marta.pk))


def test_a_closed_account_gives_and_receives_nothing():
    marta, ana = a_user("marta"), a_user("ana")
    give(marta, "organisation_manager", a_team())
    marta.is_active = ana.is_active = False
    marta.save()
    ana.save()
    with pytest.raises(RefusedError, match="not yours to give"):
        ask(ana, "caseworker", a_team(), by=as_user(marta.pk))
    with pytest.raises(RefusedError, match="closed"):
        ask(ana, "caseworker", a_team(), by=BY)


def test_a_manager_takes_back_in_their_own_organisation_only():
    marta = a_user("marta")
    give(marta, "organisation_manager", a_team())
    theirs = give(a_user("ana"), "caseworker", a_team("theirs_casework", "theirs"))
    with pytest.raises(RefusedError, match="not yours"):
        revoke(grant=theirs, reason="x", at=NOW, today=TODAY, by=as_user(marta.pk))


def test_nobody_gives_a_role_to_themselves():
    marta = a_user("marta")
    give(marta, "organisation_manager", a_team())
    with pytest.raises(RefusedError, match="themselves"):
        ask(marta, "supervisor", a_team(), by=as_user(marta.pk))


def test_an_administrator_appoints_managers_but_no_caseworkers():
    root, ana = a_user("root"), a_user("ana")
    give(root, "administrator", a_team("office", "programme"))
    ask(ana, "organisation_manager", a_team(), by=as_user(root.pk))
    with pytest.raises(RefusedError, match="not yours to give"):
        ask(ana, "caseworker", a_team(), by=as_user(root.pk))


@pytest.mark.parametrize("kind", [PrincipalKind.JOB, PrincipalKind.RULE])
def test_jobs_and_rules_give_no_roles(kind):
    with pytest.raises(RefusedError, match="not yours to give"):
        ask(a_user("ana"), "caseworker", a_team(), by=Principal(kind, "x"))


def test_roles_that_do_not_go_together_are_refused_across_teams():
    ana = a_user("ana")
    give(ana, "monitoring_officer", a_team())
    with pytest.raises(RefusedError, match="releases a figure does not publish it"):
        ask(ana, "publisher", a_team("theirs_office", "theirs"), by=BY)
    assert actions_logged() == ["access.granted"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "caretaker"}, "no such role"),
        ({"role": "public"}, "not yours to give"),
        ({"reason": "  "}, "Write why"),
        ({"ends_on": TODAY}, "after today"),
        ({"ends_on": TODAY + timedelta(days=400)}, "at most a year"),
    ],
)
def test_what_is_missing_is_said(change, words):
    asked = {"role": "caseworker", **change}
    with pytest.raises(RefusedError, match=words):
        ask(a_user("ana"), team=a_team(), by=BY, **asked)


def test_a_role_is_held_once_in_a_team():
    ana = a_user("ana")
    give(ana, "caseworker", a_team())
    with pytest.raises(RefusedError, match="already holds"):
        ask(ana, "caseworker", a_team(), by=BY)
    ask(ana, "caseworker", a_team("ours_second"), by=BY)


@pytest.mark.parametrize(
    "change",
    [
        {"ends_on": TODAY},
        {"ends_on": TODAY + timedelta(days=367)},
        {"reason": ""},
        {"ended_at": NOW},
        {"end_reason": "x"},
    ],
)
def test_the_database_refuses_a_grant_that_is_out_of_order(change):
    held = give(a_user("ana"), "caseworker", a_team())
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=held.pk).update(**change)


def test_two_accounts_never_differ_by_capitals_alone():
    ana = a_user("ana")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(ana).objects.filter(pk=ana.pk).update(email="Ana@example.org")
    assert type(ana).objects.get_by_natural_key("ANA@example.org") == ana
