"""The public pages: editions, the figures behind them, and what a browser may do with them."""

import csv
import gzip
import hashlib
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.publish.actions import UnknownPublicationError, publish
from minga.figures.publish.models import Edition
from minga.foundation.core.principals import command
from minga.foundation.definitions.pack.pack import read
from minga.register.programme.loading import load

pytestmark = pytest.mark.django_db
BY = command("test")
NOWHERE = "2f0d7c1e-6b1f-4f6e-9a53-0f4f1c8f7a11"
PACK = Path(__file__).parent / "packs" / "highland"


def release(snapshot, indicator, value, *axes, **more):
    """A released cell."""
    return ReleasedFigure.objects.create(
        snapshot=snapshot,
        indicator=indicator,
        definition_version=1,
        period_start=date(2019, 1, 1),
        period_end=date(2020, 12, 31),
        axes=[list(axis) for axis in axes],
        unit="people",
        value=None if value is None else Decimal(value),
        suppressed=value is None,
        **more,
    )


@pytest.fixture
def snapshot(committed_db):
    pack, _ = read(PACK)
    assert pack is not None
    load(pack, by=BY)
    now = timezone.now()
    taken = Snapshot.objects.create(as_of=now, taken_at=now, manifest_hash="ab" * 32, by=str(BY))
    release(taken, "trained", 104, participations=130, registrations=120)
    release(taken, "trained", 64, ("sex", "f"), participations=80, registrations=70)
    release(taken, "trained", None, ("sex", "m"))
    return taken


@pytest.fixture
def edition(snapshot):
    return publish(
        code="factsheet", language="es", snapshot=snapshot, published_at=timezone.now(), by=BY
    )


def page_of(client, address, language="es"):
    """The text of a page in a language."""
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_edition_keeps_everything_that_it_was_made_from(edition, snapshot):
    assert edition.manifest_hash == snapshot.manifest_hash
    assert edition.definitions["publication"] == 1
    assert edition.definitions["indicators"]["trained"] == 1
    assert edition.html_sha256 == hashlib.sha256(edition.html.encode()).hexdigest()
    assert edition.pdf_sha256 == hashlib.sha256(bytes(edition.pdf)).hexdigest()


def test_an_edition_carries_its_style_and_runs_nothing(client, edition):
    answer = client.get(f"/editions/{edition.pk}/")
    assert "104" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy


def test_an_edition_is_light_on_a_bad_line(client, edition):
    address = f"/editions/{edition.pk}/"
    plain = client.get(address).content
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain
    assert len(packed.content) < len(plain) / 2


def test_files_are_handed_out_byte_for_byte(client, edition):
    html = client.get(f"/editions/{edition.pk}/file.html").content
    pdf = client.get(f"/editions/{edition.pk}/file.pdf").content
    assert hashlib.sha256(html).hexdigest() == edition.html_sha256
    assert hashlib.sha256(pdf).hexdigest() == edition.pdf_sha256
    assert client.get(f"/editions/{edition.pk}/file.docx").status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_link_of_every_page_leads_somewhere(client, edition, language):
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, headers={"Accept-Language": language})
        assert answer.status_code == 200, address
        if answer.headers["Content-Type"].startswith("text/html"):
            links = re.findall(r'href="(/[^"#]*)', answer.content.decode())
            waiting += [each for each in links if each.startswith(("/editions", "/figures"))]
    assert f"/editions/{edition.pk}/record/" in seen
    assert f"/figures/{edition.snapshot_id}/trained/" in seen
    assert f"/figures/{edition.snapshot_id}/cells.csv" in seen


def test_a_figure_opens_to_its_definition_counts_cells_and_snapshot(client, edition, snapshot):
    page = page_of(client, f"/figures/{snapshot.pk}/trained/", "en")
    assert '<p class="number">104</p>' in page
    for words in ("120", "130", snapshot.manifest_hash, "definition v1"):
        assert words in page
    assert "withheld" in page
    assert "url(#chart-by-sex-h)" in page


def test_a_rate_comes_with_its_interval_and_what_it_divides(client, edition, snapshot):
    release(
        snapshot, "trained_share", 26, numerator=104, denominator=400, low=21, high=Decimal("31.5")
    )
    page = page_of(client, f"/figures/{snapshot.pk}/trained_share/", "en")
    assert "<dt>95% interval</dt><dd>21–31.5</dd>" in page
    assert "<dt>Divides</dt><dd>104 / 400</dd>" in page
    row = client.get(f"/figures/{snapshot.pk}/trained_share/cells.csv").content.decode()
    assert "21,31.5" in row


def test_only_where_somebody_can_be_in_two_rows_the_page_says_so(client, edition, snapshot):
    said = "One person can be in several rows"
    assert said not in page_of(client, f"/figures/{snapshot.pk}/trained/", "en")
    release(snapshot, "trained", 60, ("province", "B1"))
    assert page_of(client, f"/figures/{snapshot.pk}/trained/", "en").count(said) == 1


def test_no_page_of_figures_needs_a_style_inside_it(client, edition, snapshot):
    page = page_of(client, f"/figures/{snapshot.pk}/trained/")
    assert "<style" not in page
    assert " style=" not in page


def test_withheld_cells_are_empty_in_the_downloads(client, edition, snapshot):
    table = client.get(f"/figures/{snapshot.pk}/trained/cells.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["axes"] for row in rows] == ["", "sex=f", "sex=m"]
    assert [row["value"] for row in rows] == ["104", "64", ""]
    assert rows[2]["suppressed"] == "True"
    assert {row["synthetic"] for row in rows} == {"True"}
    known = json.loads(client.get(f"/figures/{snapshot.pk}/cells.json").content)
    assert known["manifest_sha256"] == snapshot.manifest_hash
    assert known["synthetic"] is True
    hidden = next(cell for cell in known["cells"] if cell["axes"] == {"sex": "m"})
    assert hidden["value"] is None
    assert hidden["participations"] is None


@pytest.mark.parametrize(
    "address",
    [
        "/editions/999999/",
        "/editions/999999/record/",
        "/editions/999999/file.pdf",
        f"/figures/{NOWHERE}/trained/",
        f"/figures/{NOWHERE}/cells.csv",
        "/figures/not-a-snapshot/trained/",
    ],
)
def test_what_was_not_published_is_not_there(client, edition, address):
    assert client.get(address).status_code == 404


def test_a_snapshot_without_an_edition_is_nobodys_to_read(client, edition, snapshot):
    now = timezone.now()
    other = Snapshot.objects.create(as_of=now, taken_at=now, manifest_hash="", by=str(BY))
    release(other, "trained", 99)
    assert client.get(f"/figures/{other.pk}/trained/").status_code == 404
    assert client.get(f"/figures/{other.pk}/cells.json").status_code == 404
    assert client.get(f"/figures/{snapshot.pk}/no_such_figure/").status_code == 404
    assert client.get(f"/figures/{snapshot.pk}/no_such_figure/cells.csv").status_code == 404


def test_the_list_puts_the_languages_of_a_sheet_together_and_prefers_the_readers(client, edition):
    english = publish(
        code="factsheet",
        language="en",
        snapshot=edition.snapshot,
        published_at=timezone.now(),
        by=BY,
    )
    page = page_of(client, "/", "en")
    assert page.count("<h2>") == 1
    assert f'<h2><a href="/editions/{english.pk}/"' in page
    assert f'href="/editions/{edition.pk}/"' in page


def test_the_same_sheet_published_again_replaces_its_line_not_its_address(client, edition):
    again = publish(
        code="factsheet",
        language="es",
        snapshot=edition.snapshot,
        published_at=timezone.now(),
        by=BY,
    )
    page = page_of(client, "/")
    assert f'href="/editions/{again.pk}/"' in page
    assert client.get(f"/editions/{edition.pk}/").status_code == 200


@pytest.mark.parametrize("language", ["es", "en"])
def test_pages_are_small_marked_synthetic_and_can_change_language(client, edition, language):
    addresses = ("/", f"/editions/{edition.pk}/record/", f"/figures/{edition.snapshot_id}/trained/")
    label = {"es": "DATOS SINTÉTICOS", "en": "SYNTHETIC DATA"}[language]
    for address in addresses:
        page = page_of(client, address, language)
        assert len(page.encode()) < 60_000
        assert label in page
        assert f'<html lang="{language}">' in page
        assert 'action="/language/"' in page


def test_an_empty_house_says_what_will_be_there(client):
    assert Edition.objects.count() == 0
    assert "make demo" in page_of(client, "/")


def test_an_unknown_publication_is_told_with_those_that_are_known(snapshot):
    with pytest.raises(UnknownPublicationError, match="no publication sheet; loaded are factsheet"):
        publish(code="sheet", language="es", snapshot=snapshot, published_at=timezone.now(), by=BY)
