"""An organisation, its data-protection officer and others, for the tests of this room."""

from django.utils import timezone

from minga.foundation.access.models import User
from minga.foundation.access.roles import ROLES
from minga.foundation.access.second_factor import PROVEN
from minga.foundation.access.tests.sample import a_team, a_user, give

WRONG = sorted(set(ROLES) - {"data_protection_officer", "public"})
"""Every role that may open none of this room's pages."""


def come_in(client, role: str, *, language: str = "es") -> User:
    """Somebody with a role, signed in with both factors."""
    user = a_user(role, language=language)
    give(user, role, a_team(), starts_on=timezone.localdate())
    client.force_login(user)
    session = client.session
    session[PROVEN] = True
    session.save()
    return user
