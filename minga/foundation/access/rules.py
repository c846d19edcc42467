"""Who may be given which role, by whom and for how long: pure, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from minga.engines.definition import Text
from minga.foundation.access.conflicts import CONFLICTS
from minga.foundation.access.permissions import Permission
from minga.foundation.access.roles import ROLES, Role

LONGEST_GRANT = timedelta(days=366)
USUAL_GRANT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds now, on a team of this organisation."""

    role: str
    organisation: str

    def gives(self, permission: Permission) -> bool:
        """Whether the role carries the permission; a role that no longer exists gives nothing."""
        return self.role in ROLES and permission in ROLES[self.role].permissions


def roles_with(permission: Permission) -> frozenset[str]:
    """The codes of all roles that carry the permission."""
    return frozenset(code for code, role in ROLES.items() if permission in role.permissions)


def conflict(role: str, held: Iterable[str]) -> Text | None:
    """Why the role does not go together with those already held; None when it does."""
    for other in held:
        for rule in CONFLICTS:
            if rule.between(role, other):
                return Text(
                    es=f"{ROLES[role].title.es} y {ROLES[other].title.es} no van juntos: "
                    f"{rule.reason.es}.",
                    en=f"{ROLES[role].title.en} and {ROLES[other].title.en} do not go together: "
                    f"{rule.reason.en}.",
                )
    return None


def needs_second_factor(held: Iterable[str]) -> bool:
    """Whether one of the roles may only be used with a second factor."""
    return any(ROLES[code].needs_second_factor for code in held if code in ROLES)


def may_grant(role: type[Role], *, organisation: str, held: Iterable[Held]) -> bool:
    """Whether somebody holding `held` may give the role on a team of the organisation.

    An administrator appoints in any organisation; a manager, in their own.
    """
    if role.granted_with is None:
        return False
    return any(
        mine.gives(role.granted_with)
        and (role.granted_with == Permission.GRANT_HOUSE_ROLE or mine.organisation == organisation)
        for mine in held
    )


def dates_fault(*, starts_on: date, ends_on: date, today: date) -> Text | None:
    """What is wrong with the dates of a grant, if anything; it ends before `ends_on` begins."""
    if ends_on <= starts_on or ends_on <= today:
        return Text(
            es="La fecha de fin tiene que ser posterior a hoy y al comienzo.",
            en="The last day has to come after today and after the first day.",
        )
    if ends_on - starts_on > LONGEST_GRANT:
        return Text(
            es="Una función dura como máximo un año; después se renueva.",
            en="A role lasts at most a year; then it is renewed.",
        )
    return None
