"""Whether somebody needs a second factor, has one, and has shown it in this session."""

import base64
import uuid
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from minga.foundation.access import rules
from minga.foundation.access.models import Grant, User
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import find_key, make_key, open_sealed, seal

PROVEN = "second_factor_enrolled_here"
PURPOSE = "second-factor"


def is_needed(user: User) -> bool:
    """Whether one of the user's roles demands a second factor today."""
    grants = Grant.objects.standing(on=timezone.localdate()).of(user)
    return rules.needs_second_factor(grants.values_list("role", flat=True))


def factors_of(user: User) -> "QuerySet[Any]":
    """The user's apps and passkeys; recovery codes alone are no second factor."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: QuerySet[Any] = Authenticator.objects.filter(user=user, type__in=kinds)
    return found


def is_enrolled(user: User) -> bool:
    """Whether the user has a second factor."""
    return factors_of(user).exists()


def is_shown(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened with a second factor, or enrolled one itself."""
    records = get_authentication_records(request, user)
    return bool(request.session.get(PROVEN)) or any(r["method"] == "mfa" for r in records)


def note_enrolment(session: SessionBase) -> None:
    """Remember that this session has just enrolled a factor, and so has shown it."""
    session[PROVEN] = True


def remove_all(user: User) -> None:
    """Take apps, passkeys and recovery codes off an account, and destroy what sealed them."""
    factors = Authenticator.objects.filter(user=user)
    stored = [word for factor in factors for word in factor.data.values()]
    keys = [word.partition(":")[0] for word in stored if isinstance(word, str) and ":" in word]
    WrappedKey.objects.filter(pk__in=keys).delete()
    factors.delete()


def seal_secret(text: str) -> str:
    """A second factor's secret as it is stored: under a key of the keystore, which rotates."""
    row, key = make_key(organisation="")
    row.save(force_insert=True)
    sealed = seal(text.encode(), key=key, about=PURPOSE)
    return f"{row.pk}:{base64.b64encode(sealed).decode()}"


def open_secret(stored: str) -> str:
    """The secret itself."""
    number, _, sealed = stored.partition(":")
    key = find_key(uuid.UUID(number))
    return open_sealed(base64.b64decode(sealed), key=key, about=PURPOSE).decode()
