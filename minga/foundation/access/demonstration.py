"""One account for every role, with a password that everybody knows: in a demonstration only."""

from datetime import date, datetime

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from minga.foundation.access import second_factor
from minga.foundation.access.actions.accounts import make_account
from minga.foundation.access.actions.grants import grant
from minga.foundation.access.models import Team, User
from minga.foundation.access.permissions import Permission
from minga.foundation.access.roles import ROLES, OrganisationManager, Role
from minga.foundation.access.rules import USUAL_GRANT
from minga.foundation.core.principals import Principal

PASSWORD = "todo-aqui-es-inventado"  # noqa: S105 - it stands on the sign-in page


class NotADemonstrationError(Exception):
    """Accounts with a known password are for synthetic people only."""


def address_of(role: type[Role]) -> str:
    """The account's address, at a domain that can never receive a letter."""
    return f"{role.code.replace('_', '-')}@demo.invalid"


@transaction.atomic
def make_accounts(*, team: Team, office: Team, at: datetime, today: date, by: Principal) -> int:
    """An account for every role that is not there yet: office roles in `office`. How many.

    Raises NotADemonstrationError anywhere but in a demonstration.
    """
    if not settings.DEMONSTRATION_ACCOUNTS:
        raise NotADemonstrationError("accounts with a known password are for demonstrations only.")
    there = set(User.objects.filter(demonstration=True).values_list("email", flat=True))
    missing = [
        role for role in ROLES.values() if role.granted_with and address_of(role) not in there
    ]
    for role in missing:
        made = make_account(
            email=address_of(role),
            display_name=role.title.es,
            language="es",
            password=PASSWORD,
            demonstration=True,
            by=by,
        )
        in_office = (
            role.granted_with == Permission.GRANT_HOUSE_ROLE and role is not OrganisationManager
        )
        grant(
            user=made,
            team=office if in_office else team,
            role=role.code,
            starts_on=today,
            ends_on=today + USUAL_GRANT,
            reason="demonstration",
            at=at,
            today=today,
            by=by,
        )
        if role.needs_second_factor:
            TOTP.activate(made, generate_totp_secret())
    return len(missing)


def known_accounts() -> list[tuple[type[Role], User]]:
    """The demonstration's accounts by role; none in a live installation, whatever is stored."""
    if not settings.DEMONSTRATION_ACCOUNTS:
        return []
    there = {user.email: user for user in User.objects.filter(demonstration=True, is_active=True)}
    return [(role, there[address_of(role)]) for role in ROLES.values() if address_of(role) in there]


def code_now(user: User) -> str:
    """The code that a demonstration account's app would show; empty for any other account."""
    if not settings.DEMONSTRATION_ACCOUNTS or not user.demonstration:
        return ""
    app = second_factor.factors_of(user).filter(type="totp").first()
    if app is None:
        return ""
    factor = TOTP(app)
    secret = second_factor.open_secret(app.data["secret"])
    codes = [format_hotp_value(hotp_value(secret, c)) for c in yield_hotp_counters_from_time()]
    unused = [code for code in codes if not cache.get(factor._get_used_cache_key(code))]
    return str((unused or codes)[0])
