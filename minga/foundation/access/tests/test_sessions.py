"""Sessions: short, seen by their owner, ended at once."""

import pytest
from django.core import mail
from django.test import Client

from minga.foundation.access.models import Session
from minga.foundation.access.tests.browser import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


def age(client, *, began=0, seen=0):
    session = client.session
    session["began"] -= began
    session["seen"] -= seen
    session.save()


def test_an_idle_session_ends(client, ana, settings):
    sign_in(client)
    client.get("/account/")
    age(client, seen=settings.SESSION_IDLE_LIMIT.total_seconds() - 30)
    assert client.get("/account/").status_code == 200
    age(client, seen=settings.SESSION_IDLE_LIMIT.total_seconds() + 30)
    answer = client.get("/account/")
    assert answer.url == "/sign-in/?next=/account/"
    assert not Session.objects.filter(user=ana).exists()


def test_whoever_reads_the_table_of_sessions_does_not_get_in(client, ana):
    sign_in(client)
    assert client.get("/account/").status_code == 200
    shown = client.cookies["session"].value
    kept = Session.objects.get(user=ana).session_key
    assert shown not in kept
    thief = Client()
    thief.cookies["session"] = kept
    assert thief.get("/account/").status_code == 302
    thief.cookies["session"] = shown
    assert thief.get("/account/").status_code == 200, "the key itself does open it"


def test_signing_out_takes_the_session_out_of_the_table(client, ana):
    sign_in(client)
    client.post("/sign-out/")
    assert not Session.objects.filter(user=ana).exists()


def test_a_busy_session_ends_too_in_the_end(client, ana, settings):
    sign_in(client)
    client.get("/account/")
    age(client, began=settings.SESSION_LIMIT.total_seconds() + 30)
    assert client.get("/account/").status_code == 302


def test_a_session_is_not_written_at_every_page(client, ana):
    sign_in(client)
    client.get("/account/")
    before = Session.objects.get(user=ana).seen_at
    client.get("/account/")
    assert Session.objects.get(user=ana).seen_at == before


def test_other_sessions_are_seen_and_ended(client, ana):
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Android 9) Firefox/120.0"})
    sign_in(other)
    other.get("/account/")
    sign_in(client)
    client.get("/account/")
    page = client.get("/account/").content.decode()
    assert "Firefox · Android" in page
    client.post("/account/other-sessions/")
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_changed_password_ends_other_sessions_and_is_told_by_mail(client, ana):
    other = Client()
    sign_in(other)
    sign_in(client)
    new = "tres-rios-y-un-puente"
    answer = client.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    letter = mail.outbox[0]
    assert letter.subject == "Minga: algo cambió en su cuenta"
    assert "La contraseña de su cuenta cambió." in letter.body


def test_leaving_in_a_hurry_signs_out_and_shows_something_else(client, ana, settings):
    sign_in(client)
    page = client.get("/account/").content.decode()
    assert 'href="/leave/"' in page
    answer = client.get("/leave/")
    assert answer.url == settings.QUICK_EXIT_ADDRESS
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/account/").status_code == 302
