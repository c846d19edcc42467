"""What a page demands of whoever opens it. A page that demands nothing must be on the public list.

A stranger and somebody with the wrong role get the same answer: there is no such page. Whoever is
let in sees what they may: the view runs, and its page is rendered, in their scope.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from minga.foundation.access.models import Grant, User
from minga.foundation.access.permissions import Permission
from minga.foundation.access.scope import acting
from minga.foundation.core.principals import Principal
from minga.foundation.core.principals import user as principal_of

View = Callable[..., HttpResponseBase]

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
"""A page that is shown, and that takes what is sent from it."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a page demands: to have signed in, a permission, and (nearly always) both factors."""

    permission: Permission | None = None
    before_second_factor: bool = False


def demand_of(view: object) -> Demand | None:
    """What this view demands, if it says so."""
    demand = getattr(view, "demand", None)
    return demand if isinstance(demand, Demand) else None


def signed_in(view: View) -> View:
    """A page of one's own: a stranger is led to sign in."""
    return _guarded(view, Demand())


def enrolling(view: View) -> View:
    """A page of one's own that is open before the second factor, because it leads there."""
    return _guarded(view, Demand(before_second_factor=True))


def permitted(permission: str) -> Callable[[View], View]:
    """A page for whoever holds the permission in some team; for everybody else it is not there.

    The view asks for the teams: `Team.objects.of(request.user, permission, on=day)`.
    """
    asked = Permission(permission)

    def decorate(view: View) -> View:
        return _guarded(view, Demand(permission=asked))

    return decorate


def holds(user: object, permission: Permission) -> bool:
    """Whether this is a user who holds the permission today, in any team."""
    if not isinstance(user, User):
        return False
    today = timezone.localdate()
    return Grant.objects.standing(on=today).of(user).carrying(permission).exists()


def visitor(request: HttpRequest) -> User:
    """The user behind a request that a guard has let through."""
    return cast(User, request.user)


def principal(request: HttpRequest) -> Principal:
    """The same user as whoever acts in what is done."""
    return principal_of(visitor(request).pk)


def today() -> date:
    """The day of the visit, where the programme is."""
    return timezone.localdate()


def _guarded(view: View, demand: Demand) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if demand.permission is None:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
        elif not holds(request.user, demand.permission):
            raise Http404
        if demand.before_second_factor:
            return view(request, *args, **kwargs)
        with acting(visitor(request), on=timezone.localdate()):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        return response

    guarded.demand = demand  # type: ignore[attr-defined]
    return guarded
