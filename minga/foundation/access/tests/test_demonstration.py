"""Accounts with a known password: in a demonstration only, and then as in earnest."""

import pytest
from django.utils import timezone

from minga.foundation.access import demonstration
from minga.foundation.access.models import Grant, Team, User
from minga.foundation.access.roles import ROLES
from minga.foundation.access.tests.browser import found
from minga.foundation.access.tests.sample import BY, a_team, a_user

pytestmark = pytest.mark.django_db


def make():
    return demonstration.make_accounts(
        team=a_team(),
        office=a_team("office", "programme"),
        at=timezone.now(),
        today=timezone.localdate(),
        by=BY,
    )


def come_in(client, role):
    address = demonstration.address_of(ROLES[role])
    return client.post("/sign-in/", {"login": address, "password": demonstration.PASSWORD})


@pytest.fixture
def live(settings):
    """As a live installation has it."""
    settings.DEMONSTRATION = settings.DEMONSTRATION_ACCOUNTS = False


def test_every_role_has_an_account_and_making_them_twice_adds_none():
    assert make() == len(ROLES) - 1  # the public signs in nowhere
    assert make() == 0
    assert set(Grant.objects.values_list("role", flat=True)) == set(ROLES) - {"public"}
    office = Team.objects.get(code="office")
    manager = Grant.objects.get(role="organisation_manager")
    assert manager.team != office


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"public"}))
def test_each_signs_in_from_the_page_with_what_the_page_shows(client, role):
    make()
    page = client.get("/sign-in/").content.decode()
    assert ROLES[role].title.es in page
    assert demonstration.PASSWORD in page
    answer = come_in(client, role)
    if ROLES[role].needs_second_factor:
        assert answer.url == "/sign-in/second-factor/"
        page = client.get(answer.url).content.decode()
        code = found(r'name="code" value="(\d{6})"', page)
        answer = client.post("/sign-in/second-factor/", {"code": code})
    assert answer.url == "/start/"
    assert client.get("/account/").status_code == 200


def test_the_code_on_the_page_is_one_that_was_not_used_yet(client):
    make()
    for _ in range(3):
        come_in(client, "caseworker")
        page = client.get("/sign-in/second-factor/").content.decode()
        code = found(r'name="code" value="(\d{6})"', page)
        assert client.post("/sign-in/second-factor/", {"code": code}).status_code == 302
        client.post("/sign-out/")


def test_no_code_is_shown_for_an_account_of_somebodys_own(client):
    make()
    ana = a_user("ana", password="una-caminata-a-mataje")
    assert demonstration.code_now(ana) == ""


def test_a_live_installation_makes_none(live):
    with pytest.raises(demonstration.NotADemonstrationError):
        make()
    assert not User.objects.exists()


def test_a_live_installation_shows_none_and_lets_none_in(client, settings):
    make()
    settings.DEMONSTRATION = settings.DEMONSTRATION_ACCOUNTS = False
    page = client.get("/sign-in/").content.decode()
    assert demonstration.PASSWORD not in page
    assert "demo.invalid" not in page
    for role in ("coordinator", "caseworker"):
        assert come_in(client, role).url == "/closed/"
        assert client.get("/account/").status_code == 302
    assert demonstration.code_now(User.objects.get(email="caseworker@demo.invalid")) == ""


def test_a_session_from_a_demonstration_does_not_outlive_it(client, settings):
    make()
    come_in(client, "coordinator")
    settings.DEMONSTRATION = settings.DEMONSTRATION_ACCOUNTS = False
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_demonstration_account_speaks_as_its_visitor_does(client, language):
    make()
    client.get("/sign-in/", headers={"Accept-Language": language})
    address = demonstration.address_of(ROLES["coordinator"])
    form = {"login": address, "password": demonstration.PASSWORD}
    client.post("/sign-in/", form, headers={"Accept-Language": language})
    assert f'<html lang="{language}">' in client.get("/account/").content.decode()
