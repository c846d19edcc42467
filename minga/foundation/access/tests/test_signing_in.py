"""Signing in with a password: who comes in, who does not, and how often one may try."""

import pytest
from django.core.cache import caches

from minga.foundation.access.models import Remembered
from minga.foundation.access.tests.browser import sign_in
from minga.foundation.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["es", "en"])


@LANGUAGES
def test_the_page_speaks_both_languages(client, language):
    page = client.get("/sign-in/", headers={"Accept-Language": language}).content.decode()
    title, label = {"es": ("Ingresar", "Contraseña"), "en": ("Sign in", "Password")}[language]
    assert f'<html lang="{language}">' in page
    assert f"<h1>{title}</h1>" in page
    assert f">{label}</label>" in page


def test_a_password_opens_the_account_and_the_log_says_so(client, ana):
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/start/")
    assert client.get("/account/").status_code == 200
    last = AuditEvent.objects.latest("pk")
    assert (last.action, last.by) == ("access.signed_in", f"user:{ana.pk}")


def test_a_password_is_kept_under_argon2(ana):
    assert ana.password.startswith("argon2")


@LANGUAGES
@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(client, ana, name, language):
    page = sign_in(client, name, "wrong", headers={"Accept-Language": language}).content.decode()
    words = {
        "es": "Este correo y esta contraseña no corresponden.",
        "en": "This e-mail address and this password do not belong together.",
    }
    assert words[language] in page
    known = AuditEvent.objects.filter(action="access.sign_in_refused").count()
    assert known == (name == "ana")


def test_five_wrong_passwords_lock_the_account_for_a_while_even_to_its_owner(client, ana):
    for _ in range(5):
        sign_in(client, password="wrong")
    page = sign_in(client, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "Too many attempts. Wait ten minutes" in page.content.decode()


def test_ten_failures_from_one_address_are_enough_whoever_they_try(client, ana):
    for number in range(10):
        sign_in(client, name=f"guess{number}", password="wrong")
    assert "Demasiados intentos" in sign_in(client).content.decode()


def test_a_lock_is_known_to_every_process(client, ana):
    for _ in range(5):
        sign_in(client, password="wrong")
    assert type(caches["default"]).__name__ == "DatabaseCache"
    assert Remembered.objects.filter(cache_key__contains="login_failed").exists()


def test_a_closed_account_stays_out(client, ana):
    ana.is_active = False
    ana.save()
    assert sign_in(client).url == "/closed/"
    assert client.get("/closed/").status_code == 200
    assert client.get("/account/").status_code == 302


def test_there_is_no_registration(client):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/signup/").status_code == 404
