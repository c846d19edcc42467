"""The directory of the network: found by name, kind and territory; open to whoever signs in."""

import csv
import io
from pathlib import Path

import pytest

from minga.foundation.core.principals import command
from minga.foundation.definitions.pack.pack import read
from minga.foundation.organisations.models import Organisation
from minga.register.programme.loading import load
from minga.work.casework.tests.visits import colleague, come_in, shown

pytestmark = pytest.mark.django_db
PACK = Path(__file__).parents[4] / "tests" / "packs" / "highland"


@pytest.fixture(autouse=True)
def dora(client):
    pack, _faults = read(PACK)
    load(pack, by=command("test"))
    come_in(client, colleague("dora", "donor"))


def found(client, query=""):
    page = shown(client, f"/organisations/{query}")
    return {one.pk for one in Organisation.objects.all() if f"/organisations/{one.pk}/" in page}


def test_everybody_is_there_by_name(client):
    assert {"aguaviva", "maestras", "escuelas"} <= found(client)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?words=teachers", {"maestras"}),
        ("?words=REA", {"escuelas"}),
        ("?kind=civil_society&place=B1", {"maestras", "escuelas"}),
        ("?words=nobody", set()),
    ],
)
def test_it_is_narrowed_down(client, query, expected):
    assert found(client, query) == expected


def test_one_of_them_says_what_came_before_and_after_it(client):
    page = shown(client, "/organisations/maestras/")
    assert "Rural Teachers’ Network" in page or "Rural Teachers&#x27; Network" in page
    assert 'href="/organisations/escuelas/"' in page
    assert "1 February 2019 – 31 December 2019" in page
    assert 'href="/organisations/maestras/"' in shown(client, "/organisations/escuelas/")
    assert "Irrigation workshops" in shown(client, "/organisations/aguaviva/")


def test_what_the_programme_no_longer_names_says_so(client):
    Organisation.objects.filter(pk="maestras").update(retired=True)
    assert "no longer in the programme" in shown(client, "/organisations/")
    assert "What it did stays" in shown(client, "/organisations/maestras/")


def test_the_directory_as_a_file(client):
    answer = client.get("/organisations/?as=csv&in=codes&place=B1")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["code"] for row in rows} == {"maestras", "escuelas"}
    assert rows[0]["kind"] == "civil_society"


def test_no_other_code_is_a_page(client):
    assert client.get("/organisations/nobody/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client):
    client.logout()
    assert client.get("/organisations/").status_code == 302
