"""What holds for every request: deny by default, short sessions, second factor, no traces."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from minga.foundation.access import second_factor, sessions
from minga.foundation.access.guards import demand_of
from minga.foundation.access.models import User

PERMISSIONS_POLICY = ", ".join(
    [
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "camera", "display-capture", "geolocation",
                "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial",
                "usb",
            )
        ),
    ]
)  # fmt: skip
Next = Callable[[HttpRequest], HttpResponseBase]


class SessionMiddleware:
    """Ends a session that was left idle or lasted too long; speaks the user's language."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session, or note its use and go on."""
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        now = timezone.now()
        if sessions.is_over(request.session, now=now):
            logout(request)
            return redirect_to_login(request.get_full_path())
        agent = request.headers.get("User-Agent", "")
        sessions.touch(request.session, now=now, agent=agent)
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        return self.get_response(request)


class GuardMiddleware:
    """Lets nobody past without their second factor, nor onto a page that demands nothing."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the page is judged once it is known which one it is."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Stop the request, or let it through to its view."""
        demand = demand_of(view)
        match = request.resolver_match
        if demand is None:
            if match is None or match.view_name not in settings.PUBLIC_PAGES:
                raise Http404
            return None
        user = request.user
        if not isinstance(user, User) or demand.before_second_factor:
            return None
        if second_factor.is_shown(request, user):
            return None
        if second_factor.is_enrolled(user):
            return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
        if second_factor.is_needed(user):
            return redirect("mfa_index")
        return None


class PageHeadersMiddleware:
    """Keeps pages out of caches and histories, and features that no page needs out of reach."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers; a public page may be kept by the browser that asked for it."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        match = request.resolver_match
        kept = match is not None and match.view_name in settings.KEPT_PAGES
        if not kept or request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response
