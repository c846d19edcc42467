"""How often something may be tried: allauth counts, in the database, so all processes together."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from minga.foundation.access.guards import View, demand_of, holds, visitor
from minga.foundation.access.models import User
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import user as principal_of


def limited(action: str, *, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """A page that one account may use so often, by `ACCOUNT_RATE_LIMITS`; beyond that, 429.

    It stands above what the page demands (`@permitted(...)` next): the count is kept whatever
    becomes of the page, and nobody is told of a page that is not there for them. `methods` are
    those that count: a search that is asked for in its address counts `("GET",)`. Whoever goes
    beyond is logged.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods and _is_theirs(request, view):
                refused: HttpResponse | None = ratelimit.consume_or_429(
                    request, action=action, limit_get=True
                )
                if refused is not None:
                    _note(request, action)
                    return refused
            return view(request, *args, **kwargs)

        return counted

    return decorate


def _is_theirs(request: HttpRequest, view: View) -> bool:
    """Whether there is such a page for this visitor at all."""
    demand = demand_of(view)
    if demand is None or demand.permission is None:
        return isinstance(request.user, User)
    return holds(request.user, demand.permission)


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """The answer to a request that comes too often by `ACCOUNT_RATE_LIMITS`; else None."""
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action=action)
    return refused


def _note(request: HttpRequest, action: str) -> None:
    number = visitor(request).pk
    record(
        action="access.too_often",
        kind="user",
        object_id=number,
        by=principal_of(number),
        detail={"limit": action},
    )
