"""The second factor: demanded, enrolled, asked for, kept secret."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from minga.foundation.access.second_factor import open_secret, seal_secret
from minga.foundation.access.tests.browser import PASSWORD, code_for, enrol, sign_in
from minga.foundation.access.tests.sample import a_team, give
from minga.foundation.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_role_that_demands_a_second_factor_opens_nothing_without_one(client, caseworker):
    sign_in(client)
    for address in ("/account/", "/staff/", "/account/password/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, "/account/second-factor/"), address
    page = client.get("/account/second-factor/").content.decode()
    assert "Su cuenta no tiene segundo factor" in page


def test_public_pages_leaving_and_signing_out_stay_open(client, caseworker):
    sign_in(client)
    assert client.get("/").status_code == 200
    assert client.post("/sign-out/").status_code == 302


def test_a_role_that_needs_none_goes_straight_in(client, ana):
    give(ana, "coordinator", a_team(), starts_on=timezone.localdate())
    sign_in(client)
    assert client.get("/account/").status_code == 200


def test_enrolling_opens_the_way_and_gives_codes_for_paper(
    client, caseworker, django_capture_on_commit_callbacks
):
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        enrol(client)
    codes = client.get("/account/second-factor/codes/").content.decode()
    assert len(re.findall(r"<li>\d{10}</li>", codes)) == 10
    assert client.get("/account/").status_code == 200
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert "access.app_added" in actions
    assert "Se añadió un segundo factor a su cuenta." in mail.outbox[0].body


def test_the_next_sign_in_asks_for_the_code(client, caseworker):
    sign_in(client)
    secret = enrol(client)
    client.post("/sign-out/")
    assert sign_in(client).url == "/sign-in/second-factor/"
    assert client.get("/account/").status_code == 302
    wrong = client.post("/sign-in/second-factor/", {"code": "000000"})
    assert "Este código no corresponde" in wrong.content.decode()
    right = client.post("/sign-in/second-factor/", {"code": code_for(secret)})
    assert right.url == "/start/"
    assert client.get("/account/").status_code == 200


def test_a_code_opens_once(client, caseworker):
    sign_in(client)
    code = code_for(enrol(client))
    for expected in (302, 200):
        client.post("/sign-out/")
        sign_in(client)
        answer = client.post("/sign-in/second-factor/", {"code": code})
        assert answer.status_code == expected


def test_a_recovery_code_opens_once(client, caseworker):
    sign_in(client)
    enrol(client)
    page = client.get("/account/second-factor/codes/").content.decode()
    code = re.findall(r"<li>(\d{10})</li>", page)[0]
    for expected in (302, 200):
        client.post("/sign-out/")
        sign_in(client)
        answer = client.post("/sign-in/second-factor/", {"code": code})
        assert answer.status_code == expected


def test_a_session_from_before_the_factor_must_show_it(client, caseworker):
    old = Client()
    sign_in(old)
    sign_in(client)
    secret = enrol(client)
    answer = old.get("/account/")
    assert answer.headers["Location"] == "/confirm/code/?next=/account/"
    shown = old.post("/confirm/code/?next=/account/", {"code": code_for(secret)})
    assert shown.headers["Location"] == "/account/"
    assert old.get("/account/").status_code == 200


def test_the_last_factor_of_a_role_that_demands_one_stays(client, caseworker):
    sign_in(client)
    enrol(client)
    page = client.post("/account/second-factor/app/remove/")
    assert "Su función exige un segundo factor" in page.content.decode()
    assert Authenticator.objects.filter(user=caseworker, type="totp").exists()


def test_a_factor_can_be_removed_where_none_is_demanded(client, ana):
    sign_in(client)
    enrol(client)
    assert client.post("/account/second-factor/app/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=ana).exists()


def test_secrets_of_second_factors_are_stored_sealed(client, ana):
    sign_in(client)
    secret = enrol(client)
    for stored in Authenticator.objects.values_list("data", flat=True):
        assert secret not in str(stored)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert open_secret(kept) == secret
    assert seal_secret("x") != seal_secret("x")


def test_changing_a_factor_asks_for_the_password_again_later(client, ana):
    sign_in(client)
    session = client.session
    session["began"] -= 10 * 60
    session.save()
    answer = client.get("/account/second-factor/app/")
    assert answer.url.startswith("/confirm/?next=")
    again = client.post(answer.url, {"password": PASSWORD})
    assert again.url == "/account/second-factor/app/"
