"""What a user may see, worked out once from their grants: whose teams' records, of which kind.

This is the rule of every `visible_to`, and of the row-level security beneath it: both read the
same few sets of teams and organisations (docs/adr/0018-who-sees-what.md).
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser

from minga.foundation.access.models import Grant, Team, User
from minga.foundation.access.permissions import Permission
from minga.foundation.access.rules import Held
from minga.foundation.organisations.models import Organisation

Visitor = User | AnonymousUser
T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """The teams and organisations whose records somebody may see; by default, none."""

    user: int | None = None
    registrations: tuple[int, ...] = ()
    """Teams whose registrations they see."""
    open_cases: tuple[int, ...] = ()
    restricted_cases: tuple[int, ...] = ()
    sealed_cases: tuple[int, ...] = ()
    """Teams whose sealed cases they see, once they are named among those who know of them."""
    households: tuple[str, ...] = ()
    """Organisations whose households they see."""
    gatherings: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    glass: bool = False
    """Whether they decide who breaks the glass."""
    requests: tuple[str, ...] = ()
    """Organisations for which they answer people about their own data."""
    unnamed: bool = False
    """Whether sealed cases are seen without a name: only by an organisation's own lists."""


NOTHING = Clearance()
current: ContextVar[tuple[Clearance, date] | None] = ContextVar("clearance", default=None)
"""The clearance of the scope that is open, and its day."""


def clearance_of(user: Visitor, *, on: date) -> Clearance:
    """What a user may see on a day; inside their own scope it is known already."""
    scope = current.get()
    if scope is not None and scope[1] == on and user.pk and scope[0].user == user.pk:
        return scope[0]
    return work_out(user, on=on)


def work_out(user: Visitor, *, on: date) -> Clearance:
    """What a user's standing grants let them see. A stranger sees nothing."""
    if not user.pk or not user.is_active:
        return NOTHING
    held = Grant.objects.standing(on=on).of(user).values_list("role", "team", "team__organisation")
    roles = [(Held(role, organisation), team) for role, team, organisation in held]

    def teams(permission: Permission) -> tuple[int, ...]:
        return _each(team for role, team in roles if role.gives(permission))

    def organisations(permission: Permission) -> tuple[str, ...]:
        return _each(role.organisation for role, _ in roles if role.gives(permission))

    return Clearance(
        user=user.pk,
        registrations=teams(Permission.READ_REGISTRATION),
        open_cases=teams(Permission.READ_OPEN_CASE),
        restricted_cases=teams(Permission.READ_RESTRICTED_CASE),
        sealed_cases=_teams_of(organisations(Permission.JOIN_SEALED_CASE)),
        households=organisations(Permission.READ_REGISTRATION),
        gatherings=organisations(Permission.KEEP_ROLL),
        lists=organisations(Permission.TAKE_IN_LIST),
        glass=any(role.gives(Permission.APPROVE_BREAK_GLASS) for role, _ in roles),
        requests=_everybody() if organisations(Permission.ANSWER_REQUEST) else (),
    )


def of_organisation(code: str) -> Clearance:
    """What an organisation's own lists have to find: everything of its teams, the sealed too."""
    teams, itself = _teams_of((code,)), (code,)
    return Clearance(
        registrations=teams,
        open_cases=teams,
        restricted_cases=teams,
        sealed_cases=teams,
        households=itself,
        gatherings=itself,
        lists=itself,
        requests=itself,
        unnamed=True,
    )


def _everybody() -> tuple[str, ...]:
    """All organisations: one office answers for the programme."""
    return _each(Organisation.objects.values_list("pk", flat=True))


def _teams_of(organisations: Iterable[str]) -> tuple[int, ...]:
    codes = tuple(organisations)
    if not codes:
        return ()
    return _each(Team.objects.filter(organisation__in=codes).values_list("pk", flat=True))


def _each(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(set(found)))
