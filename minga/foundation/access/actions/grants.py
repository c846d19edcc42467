"""Giving roles and taking them back; those that ran out are closed when they are given anew."""

from datetime import date, datetime

from django.db import transaction

from minga.engines.definition import Text
from minga.foundation.access import rules
from minga.foundation.access.actions.refusals import (
    ALREADY_ENDED,
    ALREADY_HELD,
    NO_ACCOUNT,
    NO_REASON,
    NO_ROLE,
    NOT_TO_YOURSELF,
    NOT_YOUR_OWN,
    NOT_YOURS_TO_GIVE,
    RefusedError,
)
from minga.foundation.access.models import Grant, GrantQuerySet, Team, User
from minga.foundation.access.roles import ROLES, Role
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal, PrincipalKind


@transaction.atomic
def grant(
    *,
    user: User,
    team: Team,
    role: str,
    starts_on: date,
    ends_on: date,
    reason: str,
    at: datetime,
    today: date,
    by: Principal,
) -> Grant:
    """Give somebody a role for a team until before `ends_on`.

    Raises RefusedError with words for whoever asks: not theirs to give, to themselves, roles
    that do not go together, too long, without a reason, or held already.
    """
    holder = User.objects.select_for_update().get(pk=user.pk)
    refuse_unless_given(role, team, reason=reason, today=today, by=by)
    if by.kind == PrincipalKind.USER and by.name == str(holder.pk):
        raise RefusedError(NOT_TO_YOURSELF)
    if not holder.is_active:
        raise RefusedError(NO_ACCOUNT)
    if fault := rules.dates_fault(starts_on=starts_on, ends_on=ends_on, today=today):
        raise RefusedError(fault)
    _end(Grant.objects.of(holder).over(on=today), at=at)
    held = list(Grant.objects.of(holder).filter(ended_at__isnull=True).values_list("role", "team"))
    if (role, team.pk) in held:
        raise RefusedError(ALREADY_HELD)
    if conflict := rules.conflict(role, (code for code, _ in held)):
        raise RefusedError(conflict)
    given = Grant.objects.create(
        user=holder,
        team=team,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        granted_at=at,
        granted_by=str(by),
    )
    record(
        action="access.granted",
        kind="grant",
        object_id=given.pk,
        by=by,
        reason=reason,
        detail=_detail(given),
    )
    return given


@transaction.atomic
def revoke(*, grant: Grant, reason: str, at: datetime, today: date, by: Principal) -> None:
    """Take a role back at once. Raises RefusedError when it is not theirs to take, or is over."""
    held = Grant.objects.select_for_update().select_related("team").get(pk=grant.pk)
    refuse_unless_given(held.role, held.team, reason=reason, today=today, by=by)
    if held.ended_at is not None:
        raise RefusedError(ALREADY_ENDED)
    held.ended_at, held.ended_by, held.end_reason = at, str(by), reason
    held.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(
        action="access.revoked",
        kind="grant",
        object_id=held.pk,
        by=by,
        reason=reason,
        detail=_detail(held),
    )


def may_give(role: type[Role], *, team: Team, today: date, by: Principal) -> bool:
    """Whether `by` may give this role in this team: a command may, somebody at a screen perhaps."""
    if role.granted_with is None:
        return False
    if by.kind == PrincipalKind.COMMAND:
        return True
    if by.kind != PrincipalKind.USER:
        return False
    held = Grant.objects.standing(on=today).filter(user_id=int(by.name), user__is_active=True)
    return rules.may_grant(role, organisation=team.organisation_id, held=held.held())


def refuse_unless_answering(
    user: User, *, reason: str, today: date, by: Principal, refusal: Text
) -> None:
    """Raise RefusedError unless `by` may give every role that somebody holds, and says why.

    Whoever could not have given a role does not reach by way of the account what it opens.
    """
    if by.kind == PrincipalKind.USER and by.name == str(user.pk):
        raise RefusedError(NOT_YOUR_OWN)
    for held in Grant.objects.standing(on=today).of(user).select_related("team"):
        role = ROLES.get(held.role)
        if role is not None and not may_give(role, team=held.team, today=today, by=by):
            raise RefusedError(refusal)
    if not reason.strip():
        raise RefusedError(NO_REASON)


def refuse_unless_given(role: str, team: Team, *, reason: str, today: date, by: Principal) -> None:
    """Raise RefusedError unless `by` may give or take back this role here, and says why."""
    if role not in ROLES:
        raise RefusedError(NO_ROLE)
    if not may_give(ROLES[role], team=team, today=today, by=by):
        raise RefusedError(NOT_YOURS_TO_GIVE)
    if not reason.strip():
        raise RefusedError(NO_REASON)


def _end(over: GrantQuerySet, *, at: datetime) -> None:
    """Close grants that are over, each with its line in the log; they gave nothing since."""
    by = Principal(PrincipalKind.RULE, "expiry")
    for held in over.select_for_update().select_related("team"):
        held.ended_at, held.ended_by, held.end_reason = at, str(by), "the last day has passed"
        held.save(update_fields=["ended_at", "ended_by", "end_reason"])
        record(
            action="access.expired",
            kind="grant",
            object_id=held.pk,
            by=by,
            detail=_detail(held),
        )


def _detail(held: Grant) -> dict[str, object]:
    return {
        "user": held.user_id,
        "team": held.team.code,
        "role": held.role,
        "until": held.ends_on.isoformat(),
    }
