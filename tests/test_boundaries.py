"""The operator's own outlines of cantons come under the symbols of the next publication's map.

The shapes are made up.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from minga.cli.boundaries import boundaries
from minga.figures.measure import surroundings
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command
from minga.foundation.definitions.pack.pack import read
from minga.foundation.places.actions import load_boundaries, remove_boundaries
from minga.foundation.places.models import Boundary, Place
from minga.foundation.places.outlines import BoundariesError
from minga.register.programme.loading import load

BY = command("test")
PACK = Path(__file__).parents[1] / "programmes" / "northern-border"


@pytest.fixture
def pack(committed_db):
    known, _ = read(PACK)
    assert known is not None
    load(known, by=BY)
    return known


def shapes(*codes, size=0.2):
    """A GeoJSON file with a made-up square around each canton's seat."""
    features = []
    for place in Place.objects.filter(code__in=codes):
        lon, lat = float(place.lon or 0), float(place.lat or 0)
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        ring = [[lon + size * x, lat + size * y] for x, y in corners]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": place.code}, "geometry": shape})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def keep(content):
    """Load a file as the operator does."""
    return load_boundaries(
        content, kind="canton", prop="code", source="drawn by hand", at=timezone.now(), by=BY
    )


def outlined():
    """The cantons that maps draw with an outline."""
    day = timezone.localdate().replace(year=2017)
    return {canton.code for canton in surroundings.cantons(day) if canton.outlines}


def test_a_map_has_no_outlines_until_the_operator_brings_some(pack):
    assert outlined() == set()
    keep(shapes("0801", "2101"))
    assert outlined() == {"0801", "2101"}
    event = AuditEvent.objects.latest("id")
    assert event.action == "places.boundaries_loaded"
    assert event.detail["places"] == 2


def test_another_file_takes_the_place_of_the_first(pack):
    keep(shapes("0801", "2101"))
    keep(shapes("0802"))
    assert outlined() == {"0802"}
    assert remove_boundaries(kind="canton", by=BY) == 1
    assert outlined() == set()


def test_a_bad_file_changes_nothing(pack):
    keep(shapes("0801"))
    with pytest.raises(BoundariesError):
        keep(b"{}")
    assert set(Boundary.objects.values_list("place", flat=True)) == {"0801"}


def test_loading_the_pack_again_keeps_the_outlines(pack):
    keep(shapes("0801"))
    load(pack, by=BY)
    assert outlined() == {"0801"}


def test_the_command_wants_a_file_or_its_removal():
    answer = CliRunner().invoke(boundaries, [])
    assert answer.exit_code == 2
    assert "--remove" in answer.output
