"""What a browser is told about every page: what may run, what may be kept, who may look."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from minga.foundation.access.tests.browser import sign_in
from minga.foundation.access.tests.configured import settings_of

pytestmark = pytest.mark.django_db


def policy(answer):
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return {name: rest for name, _, rest in (d.strip().partition(" ") for d in directives)}


def test_a_page_runs_no_script_and_no_style_of_its_own(client):
    told = policy(client.get("/sign-in/"))
    assert told["default-src"] == "'none'"
    assert told["script-src"] == "'self'"
    assert told["style-src"] == "'self'"
    assert told["frame-ancestors"] == "'none'"
    assert told["form-action"] == "'self'"
    assert "unsafe" not in str(told)


@pytest.mark.parametrize(
    "address", ["/", "/sign-in/", "/no-such-page/", "/account/password/forgotten/"]
)
def test_no_page_holds_what_its_policy_forbids(client, address):
    page = client.get(address).content.decode()
    assert "<style" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def test_no_template_of_the_house_holds_a_script_or_a_style():
    for template in Path("minga").rglob("templates/**/*.html"):
        text = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text), template
        assert not re.search(r"<script(?![^>]*src=)", text), template


def test_other_headers_are_strict(client):
    told = client.get("/sign-in/").headers
    assert told["Referrer-Policy"] == "same-origin"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["X-Frame-Options"] == "DENY"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in told["Permissions-Policy"]
    assert "camera=()" in told["Permissions-Policy"]


def test_no_page_of_an_account_is_kept(client, ana):
    sign_in(client)
    for address in ("/account/", "/account/second-factor/", "/", "/no-such-page/"):
        assert client.get(address).headers["Cache-Control"] == "no-store", address


def test_what_is_published_may_be_kept_by_a_strangers_browser(client):
    assert client.get("/").headers.get("Cache-Control") != "no-store"


def test_titles_say_nothing_about_what_is_on_the_page(client, ana):
    sign_in(client)
    for address in ("/account/", "/account/second-factor/", "/account/password/"):
        assert "<title>Minga</title>" in client.get(address).content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, ana):
    client.get("/sign-in/")
    sign_in(client)
    session, csrf = client.cookies["session"], client.cookies["csrf"]
    assert session["httponly"]
    assert csrf["httponly"]
    assert (session["samesite"], csrf["samesite"]) == ("Lax", "Strict")
    assert not session["max-age"]  # gone with the browser


def test_a_page_is_small(client, ana):
    """Under 60 KB with its styles and scripts, before compression."""
    sign_in(client)
    page = client.get("/account/second-factor/passkeys/new/").content
    styles = sum(file.stat().st_size for file in Path("minga/foundation/web/static").rglob("*.css"))
    assert len(page) + styles < 40_000


# Encrypted or not


def test_a_demonstration_on_this_machine_needs_no_encryption():
    told = settings_of("demonstration")
    assert not told["SESSION_COOKIE_SECURE"]
    assert not told["SECURE_SSL_REDIRECT"]


@pytest.mark.parametrize(
    ("kind", "environment"),
    [("demonstration", {"MINGA_ADDRESS": "https://demo.example.org"}), ("live", {})],
)
def test_anything_else_is_encrypted_throughout(kind, environment):
    told = settings_of(kind, **environment)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert told[name], name
    assert told["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert told["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert not told["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]


def test_a_live_installation_knows_no_demonstration_accounts():
    assert settings_of("demonstration")["DEMONSTRATION_ACCOUNTS"]
    assert not settings_of("live")["DEMONSTRATION_ACCOUNTS"]
    assert not settings_of("")["DEMONSTRATION_ACCOUNTS"]


def test_headers_of_a_proxy_are_believed_only_where_there_is_one():
    assert "SECURE_PROXY_SSL_HEADER" not in settings_of("live")
    told = settings_of("live", MINGA_PROXIES="1")
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert told["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_letters_go_through_the_operators_server_or_into_a_folder():
    assert "filebased" in settings_of("demonstration")["EMAIL_BACKEND"]
    told = settings_of("live", MINGA_MAIL_URL="smtps://minga:p%40ss@mail.example.org")
    assert told["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (told["EMAIL_HOST"], told["EMAIL_PORT"]) == ("mail.example.org", 465)
    assert told["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert told["EMAIL_USE_SSL"]


def test_this_process_is_a_demonstration():
    assert settings.DEMONSTRATION_ACCOUNTS
