"""The language switch: for strangers by a cookie, for users in their account."""

import pytest

from minga.foundation.access.tests.browser import sign_in

pytestmark = pytest.mark.django_db


def test_a_stranger_reads_on_in_another_language(client):
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()


def test_a_user_s_language_is_kept_in_the_account(client, ana):
    sign_in(client)
    answer = client.post("/language/", {"language": "en", "next": "/account/"})
    assert answer.headers["Location"] == "/account/"
    assert '<html lang="en">' in client.get("/account/").content.decode()
    ana.refresh_from_db()
    assert (ana.language, ana.display_name) == ("en", "Ana")


def test_a_language_that_we_do_not_speak_changes_nothing(client, ana):
    sign_in(client)
    client.post("/language/", {"language": "xx", "next": "/account/"})
    ana.refresh_from_db()
    assert ana.language == "es"
