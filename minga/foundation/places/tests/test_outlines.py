"""Outlines from GeoJSON: what can be drawn is kept light, what cannot is told with its mend.

The shapes are made up.
"""

import json
from itertools import pairwise
from math import cos, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.foundation.places.outlines import (
    TOLERANCE,
    BoundariesError,
    Seat,
    _aside,
    lighter,
    read_outlines,
)

SEATS = {"0801": Seat("Esmeraldas", 0.96, -79.65), "0802": Seat("Eloy Alfaro", 1.25, -78.98)}
SQUARE = [[-80.0, 0.5], [-79.0, 0.5], [-79.0, 1.3], [-80.0, 1.3], [-80.0, 0.5]]


def feature(code="0801", ring=SQUARE, kind="Polygon", **properties):
    """A feature with one outline."""
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    shape = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": shape}


def collection(*features):
    """A GeoJSON file."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_polygons_of_one_part_and_of_several_are_read():
    content = collection(feature(), feature("0802", kind="MultiPolygon"), feature("9999"))
    found = read_outlines(content, SEATS, prop="code")
    assert set(found) == {"0801", "0802"}
    assert found["0801"] == (tuple((lon, lat) for lon, lat in SQUARE),)


def test_codes_may_stand_in_another_property():
    content = collection(feature(code="x", DPA_CANTON="0801"))
    assert set(read_outlines(content, SEATS, prop="DPA_CANTON")) == {"0801"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "no JSON"),
        (b"[]", "no GeoJSON FeatureCollection"),
        (b'{"type": "Topology"}', "no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection"}', "no list of features"),
        (collection(), "--property"),
        (collection(feature("801")), "--property"),
        (collection({"type": "Feature", "properties": None}), "--property"),
        (collection(feature(ring=SQUARE[:-1])), "does not close"),
        (collection(feature(ring=SQUARE[:2])), "fewer than four points"),
        (collection(feature(ring=[[1, "a"], *SQUARE])), "is no point"),
        (collection(feature(ring=[[680000.0, 50000.0], *SQUARE])), "WGS84"),
        (collection(feature(ring=[[y, x] for x, y in SQUARE])), "swapped"),
        (collection(feature(kind="LineString")), "a Polygon or a MultiPolygon"),
        (collection({**feature(), "geometry": None}), "its shape is missing"),
        (collection(feature(), feature()), "has it twice"),
    ],
)
def test_a_file_that_cannot_be_drawn_from_says_why(content, words):
    with pytest.raises(BoundariesError, match=words):
        read_outlines(content, SEATS, prop="code")


def test_every_fault_is_told_with_its_feature_and_place():
    bad = (feature(ring=SQUARE[:2]), feature("0802", ring=[[y, x] for x, y in SQUARE]))
    with pytest.raises(BoundariesError) as caught:
        read_outlines(collection(*bad), SEATS, prop="code")
    told = str(caught.value)
    assert "feature 1 (0801, Esmeraldas)" in told
    assert "feature 2 (0802, Eloy Alfaro)" in told


@given(st.integers(8, 300), st.floats(0.01, 2), st.integers(1, 9))
def test_a_lighter_outline_stays_beside_the_true_one(points, radius, waves):
    ring = [
        (r * cos(turn), r * sin(turn))
        for turn in (2 * pi * n / points for n in range(points))
        for r in [radius * (1 + 0.2 * sin(waves * turn))]
    ]
    closed = (*ring, ring[0])
    light = lighter(closed)
    assert len(light) <= len(closed)
    assert light[0] == light[-1]
    pairs = list(pairwise(light))
    for point in closed:
        assert min(_aside(point, one, two) for one, two in pairs) <= TOLERANCE + 0.0002


def test_a_long_coast_becomes_a_few_points():
    coast = [(-80 + n / 1000, 1 + 0.0005 * (n % 2)) for n in range(1001)]
    ring = (*coast, (-79.0, 0.0), (-80.0, 0.0), coast[0])
    light = lighter(ring)
    assert len(light) < 12
    assert hypot(light[0][0] - ring[0][0], light[0][1] - ring[0][1]) < 0.001
