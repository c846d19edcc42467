"""Signing in where an organisation already does: for accounts that are there, and for no other."""

import pytest
from allauth.core.context import request_context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse

from minga.foundation.access.sessions import SessionStore
from minga.foundation.access.tests.browser import enrol, sign_in
from minga.foundation.access.tests.configured import settings_of

pytestmark = pytest.mark.django_db
SERVER = {
    "provider_id": "sso",
    "name": "ACNUR",
    "client_id": "minga",
    "secret": "s",
    "settings": {"server_url": "https://sso.example.org"},
}


@pytest.fixture
def elsewhere(settings):
    """An organisation's own sign-in."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [SERVER]}}


def come_back(rf, email, *, verified=True):
    """The server answers that it knows somebody by this address."""
    request = rf.get("/sign-in/with/sso/back/")
    SessionMiddleware(lambda request: HttpResponse()).process_request(request)
    request.session = SessionStore()
    MessageMiddleware(lambda request: HttpResponse()).process_request(request)
    request.user = AnonymousUser()
    with request_context(request):
        provider = get_adapter().get_provider(request, "sso")
        found = provider.sociallogin_from_response(
            request, {"userinfo": {"sub": "1", "email": email, "email_verified": verified}}
        )
        return request, complete_social_login(request, found)


def test_it_is_a_setting():
    assert settings_of("live")["SOCIALACCOUNT_PROVIDERS"] == {}
    told = settings_of(
        "live",
        MINGA_OIDC_SERVER="https://sso.example.org",
        MINGA_OIDC_CLIENT="minga",
        MINGA_OIDC_SECRET="s",
    )
    app = told["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"][0]
    assert app["settings"]["server_url"] == "https://sso.example.org"
    assert (app["client_id"], app["name"]) == ("minga", "sso.example.org")


def test_without_it_there_is_no_button(client):
    assert "/sign-in/with/" not in client.get("/sign-in/").content.decode()


def test_with_it_there_is_a_button(client, elsewhere):
    page = client.get("/sign-in/").content.decode()
    assert "Ingresar con ACNUR" in page
    assert 'action="/sign-in/with/sso/' in page


def test_somebody_with_an_account_comes_in(rf, ana, elsewhere):
    request, answer = come_back(rf, "ana@example.org")
    assert answer.url == "/start/"
    assert request.user == ana


def test_the_second_factor_is_asked_for_all_the_same(rf, client, caseworker, elsewhere):
    sign_in(client)
    enrol(client)
    request, answer = come_back(rf, "ana@example.org")
    assert answer.url == "/sign-in/second-factor/"
    assert request.user.is_anonymous


@pytest.mark.parametrize(
    ("email", "verified"), [("nobody@example.org", True), ("ana@example.org", False)]
)
def test_nobody_gets_an_account_by_it(rf, ana, elsewhere, email, verified):
    request, answer = come_back(rf, email, verified=verified)
    assert request.user.is_anonymous
    assert answer.status_code == 200 or answer.url == "/sign-in/with/unknown"


def test_pages_on_the_way_speak_plainly(client, elsewhere):
    assert "Nada cambió." in client.get("/sign-in/with/stopped").content.decode()
    assert "Nada cambió." in client.get("/sign-in/with/failed").content.decode()
    assert client.get("/sign-in/with/unknown").status_code == 302
    assert client.get("/sign-in/with/nobody/", follow=False).status_code == 404
