"""What the sign-in pages of a demonstration give away; a live installation has nothing to give."""

from typing import Any

from django import template

from minga.foundation.access import demonstration
from minga.foundation.access.models import User
from minga.foundation.access.roles import Role

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> list[tuple[type[Role], User]]:
    """One account for every role."""
    return demonstration.known_accounts()


@register.simple_tag
def demonstration_password() -> str:
    """The password of all of them."""
    return demonstration.PASSWORD


@register.simple_tag(takes_context=True)
def demonstration_code(context: dict[str, Any]) -> str:
    """The code that opens the account on its way in, or that must show its factor again."""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else request.user
    return demonstration.code_now(user) if isinstance(user, User) else ""
