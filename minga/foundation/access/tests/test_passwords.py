"""Passwords: forgotten, replaced, and hard to guess."""

import pytest
from django.core import mail

from minga.foundation.access.tests.browser import PASSWORD, enrol, found, sign_in
from minga.foundation.access.tests.sample import a_user

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["es", "en"])


@pytest.mark.parametrize("weak", ["short", "administrator", "ana@example.org"])
def test_a_password_that_is_easy_to_guess_is_refused(client, ana, weak):
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert client.post("/account/password/", form).status_code == 200
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


@LANGUAGES
def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, language):
    a_user("ana", password=PASSWORD, language=language)
    answer = client.post("/account/password/forgotten/", {"email": "ana@example.org"})
    assert answer.url == "/account/password/forgotten/sent/"
    letter = mail.outbox[0]
    assert (
        letter.subject
        == {
            "es": "Minga: una contraseña nueva",
            "en": "Minga: a new password",
        }[language]
    )
    link = found(r"http://testserver(/\S+)", letter.body)
    form = client.get(link).url
    new = "tres-rios-y-un-puente"
    done = client.post(form, {"password1": new, "password2": new})
    assert done.url == "/account/password/forgotten/changed/"
    assert sign_in(client, password=new).status_code == 302
    client.post("/sign-out/")
    assert (
        "This link no longer works"
        in client.get(link, headers={"Accept-Language": "en"}).content.decode()
    )


def test_a_link_for_the_password_does_not_spare_the_second_factor(client, caseworker):
    sign_in(client)
    enrol(client)
    client.post("/sign-out/")
    mail.outbox.clear()
    client.post("/account/password/forgotten/", {"email": "ana@example.org"})
    link = found(r"http://testserver(/\S+)", mail.outbox[0].body)
    new = "tres-rios-y-un-puente"
    client.post(client.get(link).url, {"password1": new, "password2": new})
    assert client.get("/account/").status_code == 302
    assert sign_in(client, password=new).url == "/sign-in/second-factor/"


def test_an_unknown_address_gets_no_letter_and_the_same_page(client):
    answer = client.post("/account/password/forgotten/", {"email": "nobody@example.org"})
    assert answer.url == "/account/password/forgotten/sent/"
    assert mail.outbox == []


def test_links_are_not_asked_for_without_end(client, ana):
    statuses = [
        client.post("/account/password/forgotten/", {"email": "ana@example.org"}).status_code
        for _ in range(4)
    ]
    assert statuses == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("ask", ["get", "post"])
def test_whoever_signs_in_with_their_organisation_is_told_that_it_keeps_the_password(
    client, ana, ask
):
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana)
    form = {"password1": "tres-rios-y-un-puente", "password2": "tres-rios-y-un-puente"}
    answer = getattr(client, ask)("/account/password/", form, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    page = answer.content.decode()
    assert "Su organización guarda su contraseña: cámbiela allá." in page
    assert 'href="/account/password/"' not in page
    ana.refresh_from_db()
    assert not ana.has_usable_password()
