"""Filters of one's own: kept under a name, found on their page, seen by nobody else."""

import pytest

from minga.foundation.access.models import SavedFilter
from minga.foundation.access.tests.browser import PASSWORD, sign_in
from minga.foundation.access.tests.sample import a_user

pytestmark = pytest.mark.django_db
PAGE = "/organisations/"


@pytest.fixture(autouse=True)
def in_(client, ana):
    sign_in(client)


def keep(client, query="kind=ministry&page=3&as=csv&place=", name="Ministerios", address=PAGE):
    return client.post("/filters/", {"address": address, "query": query, "name": name})


def test_a_filter_is_kept_without_what_is_the_page_s_own(client, ana):
    assert keep(client).url == f"{PAGE}?kind=ministry"
    found = SavedFilter.objects.get()
    assert (found.user, found.address, found.query) == (ana, PAGE, "kind=ministry")
    page = client.get(PAGE).content.decode()
    assert f'href="{PAGE}?kind=ministry"' in page
    assert "Guardar este filtro" not in page
    assert "Guardar este filtro" in client.get(f"{PAGE}?kind=donor").content.decode()


def test_the_same_name_gives_way(client):
    keep(client)
    keep(client, query="kind=donor")
    assert SavedFilter.objects.get().query == "kind=donor"


@pytest.mark.parametrize("more", [{"name": " "}, {"query": "page=2"}, {"name": "x" * 61}])
def test_a_filter_without_a_name_or_of_nothing_is_not_kept(client, more):
    assert keep(client, **more).status_code == 302
    assert SavedFilter.objects.count() == 0


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//x.example/", "/no/", ""])
def test_a_filter_of_no_page_of_ours_is_refused(client, address):
    assert keep(client, address=address).status_code == 400


def test_nobody_else_sees_or_forgets_it(client, client_of_ben):
    keep(client)
    number = SavedFilter.objects.get().pk
    assert "Ministerios" not in client_of_ben.get(PAGE).content.decode()
    assert client_of_ben.post(f"/filters/{number}/forget/").status_code == 404
    assert client.post(f"/filters/{number}/forget/").url == PAGE
    assert SavedFilter.objects.count() == 0


@pytest.fixture
def client_of_ben():
    from django.test import Client

    a_user("ben", password=PASSWORD)
    there = Client()
    sign_in(there, "ben")
    return there
