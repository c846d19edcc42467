"""Inviting somebody to a role: a link by mail that works once, for some days."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from minga.foundation.access import rules
from minga.foundation.access.actions.accounts import make_account
from minga.foundation.access.actions.grants import grant, refuse_unless_given
from minga.foundation.access.actions.refusals import (
    INVITER_GONE,
    LINK_SPENT,
    NOT_YOUR_LINK,
    NOT_YOURS_TO_GIVE,
    RefusedError,
)
from minga.foundation.access.models import Invitation, Team, User
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal, written
from minga.foundation.core.principals import user as principal_of

LINK_LASTS = timedelta(days=3)
TOKEN_BYTES = 32


@transaction.atomic
def invite(
    *,
    email: str,
    team: Team,
    role: str,
    ends_on: date,
    reason: str,
    language: str,
    at: datetime,
    today: date,
    by: Principal,
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is kept nowhere.

    Says the same whether or not the address has an account already. Raises RefusedError as
    `grant` does.
    """
    refuse_unless_given(role, team, reason=reason, today=today, by=by)
    if fault := rules.dates_fault(starts_on=today, ends_on=ends_on, today=today):
        raise RefusedError(fault)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Invitation.objects.create(
        email=email.strip().lower(),
        team=team,
        role=role,
        ends_on=ends_on,
        reason=reason,
        language=language,
        token_hash=_hash(token),
        invited_at=at,
        invited_by=str(by),
        expires_at=at + LINK_LASTS,
    )
    record(
        action="access.invited",
        kind="invitation",
        object_id=made.pk,
        by=by,
        reason=reason,
        detail={"team": team.code, "role": role, "until": ends_on.isoformat()},
    )
    return made, token


@transaction.atomic
def withdraw(
    *, invitation: Invitation, reason: str, at: datetime, today: date, by: Principal
) -> None:
    """Make the link useless. Raises RefusedError when it is not theirs, or was answered."""
    waiting = Invitation.objects.select_for_update().select_related("team").get(pk=invitation.pk)
    refuse_unless_given(waiting.role, waiting.team, reason=reason, today=today, by=by)
    if waiting.accepted_at or waiting.withdrawn_at:
        raise RefusedError(LINK_SPENT)
    waiting.withdrawn_at = at
    waiting.save(update_fields=["withdrawn_at"])
    record(
        action="access.invitation_withdrawn",
        kind="invitation",
        object_id=waiting.pk,
        by=by,
        reason=reason,
    )


def find(token: str, *, at: datetime) -> Invitation:
    """The invitation that a link belongs to. Raises RefusedError when it no longer works."""
    try:
        return (
            Invitation.objects.select_related("team__organisation")
            .waiting(at=at)
            .get(token_hash=_hash(token))
        )
    except Invitation.DoesNotExist:
        raise RefusedError(LINK_SPENT) from None


@transaction.atomic
def accept_as_new(
    *,
    token: str,
    display_name: str,
    language: str,
    password: str,
    at: datetime,
    today: date,
) -> User:
    """Make the account that the invitation is for, and give it the role.

    Raises RefusedError when the link no longer works; an address that has an account accepts
    signed in, with `accept_as`.
    """
    waiting = _locked(token, at=at)
    if User.objects.filter(email=waiting.email).exists():
        raise RefusedError(LINK_SPENT)
    made = make_account(
        email=waiting.email,
        display_name=display_name,
        language=language,
        password=password,
        by=written(waiting.invited_by),
    )
    _give(waiting, made, at=at, today=today)
    return made


@transaction.atomic
def accept_as(*, token: str, user: User, at: datetime, today: date) -> None:
    """Give the role to somebody who has an account. Raises RefusedError as `grant` does."""
    waiting = _locked(token, at=at)
    if waiting.email != user.email:
        raise RefusedError(NOT_YOUR_LINK)
    _give(waiting, user, at=at, today=today)


def _locked(token: str, *, at: datetime) -> Invitation:
    """The invitation, held until this transaction ends, so that its link works only once."""
    found = find(token, at=at)
    Invitation.objects.select_for_update().get(pk=found.pk)
    return find(token, at=at)


def _give(waiting: Invitation, user: User, *, at: datetime, today: date) -> None:
    """The role, in the name of whoever invited, who must still be allowed to give it."""
    try:
        grant(
            user=user,
            team=waiting.team,
            role=waiting.role,
            starts_on=today,
            ends_on=waiting.ends_on,
            reason=waiting.reason,
            at=at,
            today=today,
            by=written(waiting.invited_by),
        )
    except RefusedError as error:
        if error.words == NOT_YOURS_TO_GIVE:
            raise RefusedError(INVITER_GONE) from error
        raise
    waiting.accepted_at, waiting.accepted_by = at, user
    waiting.save(update_fields=["accepted_at", "accepted_by"])
    record(
        action="access.invitation_accepted",
        kind="invitation",
        object_id=waiting.pk,
        by=principal_of(user.pk),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
