"""Looking something up finds what one may see, and says nothing of the rest."""

from pathlib import Path

import pytest

from minga.desk.day.tests.test_work import HARM, SCHOOL, VISIT, begin
from minga.foundation.core.principals import command
from minga.foundation.definitions.pack.pack import read
from minga.register.programme.loading import load
from minga.work.casework.tests.factories import define
from minga.work.casework.tests.visits import colleague, come_in, shown

pytestmark = pytest.mark.django_db
PACK = Path(__file__).parents[4] / "tests" / "packs" / "highland"
NOTHING = "Nothing that you may see is called so"


@pytest.fixture(autouse=True)
def loaded():
    pack, _faults = read(PACK)
    load(pack, by=command("test"))
    for each in (SCHOOL, VISIT, HARM):
        define("pathway", each["pathway"], each)


def test_a_case_is_found_by_its_number_and_its_pathway(client):
    come_in(client, colleague("ana", "caseworker"))
    case = begin(20)
    for words in (str(case.pk)[:6], str(case.pk), str(case.registration_id)[:8], "visit"):
        assert f"/cases/{case.pk}/" in shown(client, f"/search/?words={words}"), words


def test_what_one_may_not_see_is_as_absent_as_what_is_not_there(client):
    school, harm = begin(20, pathway="school", step="located"), begin(20, pathway="harm")
    come_in(client, colleague("flor", "field_worker"))
    for words in (str(school.pk)[:8], str(harm.pk)[:8], "ffffffff"):
        page = shown(client, f"/search/?words={words}")
        assert NOTHING in page
        assert "/cases/" not in page.partition("<main")[2]


def test_organisations_are_for_everybody_and_numbers_for_whoever_reads_results(client):
    come_in(client, colleague("dora", "donor"))
    assert "/organisations/maestras/" in shown(client, "/search/?words=teach")
    assert NOTHING in shown(client, "/search/?words=trained")
    come_in(client, colleague("cora", "coordinator"))
    assert "/results/o1_1/" in shown(client, "/search/?words=trained")
    assert "/cases/" not in shown(client, "/search/?words=visit").partition("<main")[2]


def test_too_few_letters_ask_for_more(client):
    come_in(client, colleague("ana", "caseworker"))
    assert "at least three letters" in shown(client, "/search/?words=ab")
    assert NOTHING not in shown(client, "/search/")


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/search/").status_code == 302
