"""A pack at a screen: refused with all its faults, or shown before it changes anything."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minga.desk.packs import keeping
from minga.foundation.audit.models import AuditEvent
from minga.foundation.definitions.models import LoadedDefinition
from minga.work.casework.tests.visits import colleague, come_in, shown

pytestmark = pytest.mark.django_db
PACK = Path(__file__).parents[4] / "tests" / "packs" / "highland"


@pytest.fixture
def ada(client):
    found = colleague("ada", "administrator")
    come_in(client, found)
    return found


def zipped(changes=None, folder="highland/"):
    """The pack as a ZIP, with some of its files changed."""
    out, changed = io.BytesIO(), changes or {}
    with zipfile.ZipFile(out, "w") as archive:
        for file in sorted(PACK.rglob("*")):
            if file.is_file():
                name = file.relative_to(PACK).as_posix()
                archive.writestr(folder + name, changed.get(name, file.read_bytes()))
    return out.getvalue()


def upload(client, content):
    return client.post("/pack/", {"pack": SimpleUploadedFile("pack.zip", content)})


def test_what_would_change_is_seen_before_it_changes(client, ada):
    answer = upload(client, zipped())
    page = shown(client, answer.url)
    assert "What would change" in page
    assert "indicator" in page
    assert not LoadedDefinition.objects.exists()


def test_loading_it_is_logged_and_loading_it_again_changes_nothing(client, ada):
    where = upload(client, zipped()).url
    assert client.post(where).url == "/pack/"
    assert LoadedDefinition.objects.filter(kind="programme", code="highland").exists()
    event = AuditEvent.objects.get(action="programme.loaded")
    assert event.by == f"user:{ada.pk}"
    assert client.get(where).status_code == 404  # it waits no longer
    assert "Nothing would change" in shown(client, upload(client, zipped()).url)
    assert "highland" in shown(client, "/pack/")


def test_a_pack_with_faults_tells_all_of_them_and_loads_nothing(client, ada):
    bad = PACK.joinpath("results.yaml").read_text().replace("outcome: o1", "outcome: o7")
    where = upload(client, zipped({"results.yaml": bad.encode()})).url
    page = shown(client, where)
    assert "Nothing was loaded" in page
    assert "results.yaml:" in page
    client.post(where)
    assert not LoadedDefinition.objects.exists()


def test_another_programme_s_pack_is_refused(client, ada):
    client.post(upload(client, zipped()).url)
    text = PACK.joinpath("programme.yaml").read_text()
    other = text.replace("programme: highland", "programme: lowland")
    where = upload(client, zipped({"programme.yaml": other.encode()})).url
    assert "another programme’s pack" in shown(client, where)
    client.post(where)
    assert not LoadedDefinition.objects.filter(code="lowland").exists()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/programme.yaml", b"a" * (keeping.UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"no zip", "This file is no ZIP"),
        (lambda: zipped(folder="../"), "files outside its folder"),
        (lambda: zipped(folder="/etc/"), "files outside its folder"),
        (bomb, "too large"),
        (lambda: _empty(), "no programme.yaml"),
    ],
)
def test_what_is_no_pack_is_refused_before_it_is_unpacked(client, ada, content, words):
    page = upload(client, content())
    assert page.status_code == 200
    assert words in page.content.decode()


def _empty():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    return out.getvalue()


@pytest.mark.parametrize("name", ["0", "x" * 64, "../../secret"])
def test_no_other_name_is_a_pack(client, ada, name):
    assert client.get(f"/pack/{name}/").status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "coordinator", "organisation_manager"])
def test_only_an_administrator_loads_packs(client, role):
    come_in(client, colleague("eve", role))
    assert client.get("/pack/").status_code == 404
    assert upload(client, zipped()).status_code == 404
