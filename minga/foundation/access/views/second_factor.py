"""Enrolling a second factor: allauth's pages, noting that this session has shown the new factor."""

from typing import Any

from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.http import HttpRequest, HttpResponseBase

from minga.foundation.access import second_factor
from minga.foundation.access.guards import View, enrolling, visitor


def _noting_enrolment(view: View) -> View:
    def enrol(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = visitor(request)
        had_one = not user.is_authenticated or second_factor.is_enrolled(user)
        response = view(request, *args, **kwargs)
        if not had_one and second_factor.is_enrolled(user):
            second_factor.note_enrolment(request.session)
        return response

    return enrolling(enrol)


add_app = _noting_enrolment(activate_totp)
add_passkey = _noting_enrolment(add_webauthn)
