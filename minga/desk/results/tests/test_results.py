"""Promises with what was reached of them, in released figures that open."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.publish.models import Edition
from minga.foundation.core.principals import command
from minga.foundation.definitions.pack.pack import read
from minga.register.programme.loading import load
from minga.work.casework.tests.visits import colleague, come_in, shown

pytestmark = pytest.mark.django_db
PACK = Path(__file__).parents[4] / "tests" / "packs" / "highland"


@pytest.fixture
def cora(client):
    pack, faults = read(PACK)
    assert not faults
    load(pack, by=command("test"))
    come_in(client, colleague("cora", "coordinator"))


def release(published=True, **values):
    now = timezone.now()
    taken = Snapshot.objects.create(as_of=now, taken_at=now, manifest_hash="ab" * 32, by="test")
    for indicator, value in values.items():
        ReleasedFigure.objects.create(
            snapshot=taken,
            indicator=indicator,
            definition_version=1,
            period_start=date(2019, 1, 1),
            period_end=date(2020, 12, 31),
            unit="people",
            value=None if value is None else Decimal(value),
            suppressed=value is None,
        )
    if published:
        Edition.objects.create(
            publication="x", language="es", title="x", snapshot=taken, as_of=now, html="", pdf=b"",
            html_sha256="", pdf_sha256="", manifest_hash="", definitions={"indicators": {}},
            published_at=now, by="test",
        )  # fmt: skip
    return taken


def test_the_framework_leads_from_the_goal_to_each_output(client, cora):
    page = shown(client, "/results/")
    assert "Living well in the highlands" in page
    assert 'href="/results/o1_1/"' in page
    assert "2 indicators" in page


def test_a_promise_shows_what_was_reached_and_opens(client, cora):
    taken = release(trained=30, hours=512)
    page = shown(client, "/results/o1_1/")
    assert 'width="75.0%"' in page  # of the 40 that were promised
    assert "of 40 promised" in page
    assert f'href="/figures/{taken.pk}/trained/"' in page or str(taken.pk) in page
    assert ">512</a>" in page
    assert "Irrigation workshops" in page
    assert "Living Water Foundation" in page


def test_a_withheld_number_is_withheld_here_too(client, cora):
    release(trained=None)
    page = shown(client, "/results/o1_1/")
    assert "Withheld" in page
    assert "of 40 promised" in page


def test_before_anything_is_released_promises_stand_alone(client, cora):
    page = shown(client, "/results/o1_1/")
    assert "Nothing was released yet." in page
    assert "of 40 promised" in page


def test_what_was_released_and_not_published_has_no_page_to_open(client, cora):
    taken = release(published=False, trained=30)
    page = shown(client, "/results/o1_1/")
    assert "<b>30</b>" in page
    assert str(taken.pk) not in page


@pytest.mark.parametrize("code", ["goal", "o1"])
def test_the_goal_and_outcomes_have_indicators_of_their_own(client, cora, code):
    assert shown(client, f"/results/{code}/")


def test_no_other_code_is_a_page(client, cora):
    assert client.get("/results/o9_9/").status_code == 404


def test_nothing_loaded_says_what_will_stand_here(client):
    come_in(client, colleague("cora", "coordinator"))
    assert "No programme yet" in shown(client, "/results/")


@pytest.mark.parametrize("role", ["field_worker", "donor", "administrator"])
def test_whoever_reads_no_results_has_no_such_page(client, role):
    come_in(client, colleague("eve", role))
    assert client.get("/results/").status_code == 404
