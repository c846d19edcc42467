"""Who knows of a sealed case, by name: two at least, so that leave or dismissal strands nobody."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from minga.engines.definition import Text
from minga.foundation.access.models import Circle, Grant, Member, MemberQuerySet, Team, User
from minga.foundation.access.permissions import Permission
from minga.foundation.access.scope import founding
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal, PrincipalKind
from minga.work.casework.actions.steps import Held
from minga.work.casework.models import Case
from minga.work.casework.rules import CaseworkError
from minga.work.casework.states import settle

FEWEST = 2
TOO_FEW = Text(
    es="Nombre al menos a dos personas que conozcan este caso: una puede enfermar.",
    en="name two people at least who know of this case: one may fall ill.",
)
NAME_YOURSELF = Text(
    es="Quien abre un caso reservado lo conoce: nómbrese también.",
    en="whoever opens a sealed case knows of it: name them too.",
)
MEMBER_ALREADY = Text(
    es="Esta persona ya conoce este caso.",
    en="they are a member of this case already.",
)
WHY_LEAVE = Text(
    es="Diga por qué deja el caso.",
    en="say why they leave.",
)
TOO_FEW_LEFT = Text(
    es="Quedarían menos de dos personas que puedan abrir este caso: nombre a quien la reemplace.",
    en="fewer than two would remain who may open this case: name a successor.",
)
NO_MEMBER = Text(
    es="Esta persona no conoce este caso; búsquela de nuevo.",
    en="they are no member of this case; look it up again.",
)
MEMBERS_ALONE = Text(
    es="Solo sus integrantes deciden quién más conoce este caso.",
    en="only its members decide who else knows of this case.",
)
WHY_JOIN = Text(
    es="Diga por qué entra en el caso.",
    en="say why they join.",
)
NOBODY_NAMED = Text(
    es="Este caso no tiene integrantes; solo los tiene un caso reservado que alguien abrió.",
    en="this case has no members; only a sealed case that somebody opened has.",
)


def found_circle(
    members: Sequence[User], *, team: Team, reason: str, at: datetime, by: Principal
) -> Circle:
    """A new circle of a team's case. Raises CaseworkError where too few are named, or unfit."""
    named = {member.pk for member in members}
    if len(named) < FEWEST:
        raise CaseworkError(TOO_FEW)
    if by.kind is PrincipalKind.USER and by.name not in {str(number) for number in named}:
        raise CaseworkError(NAME_YOURSELF)
    _demand_fit(members, team=team, on=timezone.localdate(at))
    circle = Circle()
    with founding(circle):
        circle.save(force_insert=True)
        for member in members:
            _join(circle, member, reason=reason, at=at, by=by)
    return circle


@transaction.atomic
def name_members(
    cases: Iterable[Case], members: Sequence[User], *, reason: str, at: datetime, by: Principal
) -> int:
    """Name who knows of sealed cases that nobody knows of yet, each by a circle of its own.

    All or none; how many. Raises CaseworkError where too few are named, or unfit.
    """
    named = 0
    for case in cases:
        held = Held.lock(case)
        if held.case.circle_id is not None:
            continue
        team = held.case.team
        held.case.circle = found_circle(members, team=team, reason=reason, at=at, by=by)
        held.case.save(update_fields=["circle"])
        settle([held.case], {held.case.pk: held.steps}, {held.case.pathway_id: held.rules})
        for member in members:
            _log("casework.member_joined", held.case, member, by)
        named += 1
    return named


@transaction.atomic
def add_member(*, case: Case, user: User, reason: str, at: datetime, by: Principal) -> None:
    """Let somebody know of a sealed case. Raises CaseworkError where that may not be.

    A circle may hold several cases of one person who is known through them alone: whoever joins
    one knows of them all.
    """
    held = Held.lock(case).case
    circle = _lasting(held, by)
    if circle.standing().of(user).exists():
        raise CaseworkError(MEMBER_ALREADY)
    _demand_fit([user], team=held.team, on=timezone.localdate(at))
    if held.circle is not None:
        _join(held.circle, user, reason=reason, at=at, by=by)
    _log("casework.member_joined", held, user, by)


@transaction.atomic
def leave(
    *,
    case: Case,
    user: User,
    reason: str,
    at: datetime,
    by: Principal,
    successor: User | None = None,
) -> None:
    """Let somebody know of a sealed case no longer, with whoever takes their place.

    Raises CaseworkError where fewer than two would remain who may still open it.
    """
    held = Held.lock(case).case
    circle = _lasting(held, by)
    if not reason.strip():
        raise CaseworkError(WHY_LEAVE)
    if successor is not None and not circle.of(successor).exists():
        add_member(case=held, user=successor, reason=reason, at=at, by=by)
    rest = set(circle.values_list("user", flat=True)) - {user.pk}
    if len(_able(rest, team=held.team, on=timezone.localdate(at))) < FEWEST:
        raise CaseworkError(TOO_FEW_LEFT)
    if not circle.of(user).update(left_at=at, left_by=str(by), left_reason=reason):
        raise CaseworkError(NO_MEMBER)
    _log("casework.member_left", held, user, by)


def _lasting(case: Case, by: Principal) -> MemberQuerySet:
    """The members of a sealed case in their own right, of whom whoever changes them is one.

    Raises CaseworkError for a case that has none: nobody at a screen knows of it.
    """
    members = case.members.standing().lasting()
    if case.circle_id is None:
        raise CaseworkError(NOBODY_NAMED)
    if by.kind is PrincipalKind.USER and not members.filter(user=int(by.name)).exists():
        raise CaseworkError(MEMBERS_ALONE)
    return members


def _demand_fit(users: Collection[User], *, team: Team, on: date) -> None:
    """Refuse those who may not join sealed cases of the organisation. Raises CaseworkError."""
    able = _able({user.pk for user in users}, team=team, on=on)
    if unfit := [user.display_name for user in users if user.pk not in able]:
        names = ", ".join(unfit)
        raise CaseworkError(
            Text(
                es=f"{names}: sin permiso para los casos reservados de esta organización; nombre a "
                "quien gestione o supervise casos en ella.",
                en=f"{names} may not join sealed cases of this organisation; name a caseworker or "
                "supervisor of it.",
            )
        )


def _able(users: Collection[int], *, team: Team, on: date) -> set[int]:
    """Those of some users who may join sealed cases of the team's organisation on a day."""
    fit = who_may_join([team.organisation_id], on=on).filter(pk__in=users)
    return set(fit.values_list("pk", flat=True))


def who_may_join(
    organisations: Collection[str] | QuerySet[Any, Any], *, on: date
) -> QuerySet[User]:
    """The users who may join sealed cases of some organisations on a day."""
    grants = Grant.objects.standing(on=on).carrying(Permission.JOIN_SEALED_CASE)
    theirs = grants.filter(team__organisation__in=organisations)
    return User.objects.filter(is_active=True, pk__in=theirs.values("user"))


def _join(circle: Circle, user: User, *, reason: str, at: datetime, by: Principal) -> None:
    if not reason.strip():
        raise CaseworkError(WHY_JOIN)
    Member.objects.create(circle=circle, user=user, joined_at=at, joined_by=str(by), reason=reason)


def _log(action: str, case: Case, user: User, by: Principal) -> None:
    record(action=action, kind="case", object_id=case.pk, by=by, detail={"user": user.pk})
