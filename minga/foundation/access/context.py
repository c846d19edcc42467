"""What every template may ask about the visitor."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from minga.foundation.access.models import Grant, User
from minga.foundation.access.roles import ROLES


def visitor(request: HttpRequest) -> dict[str, object]:
    """`may`: the permissions that the visitor holds today, asked for when a template asks."""
    return {"may": SimpleLazyObject(lambda: permissions(request))}


def permissions(request: HttpRequest) -> frozenset[str]:
    """The permissions of whoever asks, looked up once a request."""
    if not hasattr(request, "permissions"):
        request.permissions = permissions_of(getattr(request, "user", None))  # type: ignore[attr-defined]
    found: frozenset[str] = request.permissions  # type: ignore[attr-defined]
    return found


def permissions_of(user: object) -> frozenset[str]:
    """Every permission of a user's standing roles, in whichever team."""
    if not isinstance(user, User):
        return frozenset()
    held = Grant.objects.standing(on=timezone.localdate()).of(user).values_list("role", flat=True)
    return frozenset(
        str(permission) for code in held if code in ROLES for permission in ROLES[code].permissions
    )
