"""The public pages: what was published, and what a browser may do with it."""

import pytest
from django.utils import timezone

from minga.figures.measure.models import Snapshot
from minga.figures.publish.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    now = timezone.now()
    snapshot = Snapshot.objects.create(as_of=now, taken_at=now, manifest_hash="", by="command:test")
    return Edition.objects.create(
        publication="factsheet",
        language="es",
        snapshot=snapshot,
        published_at=now,
        html="<!doctype html><style>p{color:red}</style><p>13.041</p>",
        sha256="",
        by="command:test",
    )


def test_an_edition_carries_its_style_and_runs_nothing(client, edition):
    answer = client.get(f"/editions/{edition.pk}/")
    assert "13.041" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy


def test_the_list_of_editions_is_open_to_anybody(client, edition):
    assert f"/editions/{edition.pk}/" in client.get("/").content.decode()
