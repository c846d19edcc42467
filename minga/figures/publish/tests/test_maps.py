"""Symbol maps: circles hide nobody, names cover nothing, shapes are drawn where known."""

import re
from dataclasses import replace
from itertools import combinations
from math import dist, pi

import pytest

from minga.figures.publish.charts import PRINT, SCREEN
from minga.figures.publish.labels import Spot, around, place_labels, shared
from minga.figures.publish.maps import OVERLAP, panel_drawing
from minga.figures.publish.tests.sample import sample
from minga.figures.publish.tests.sample_cantons import ESMERALDAS, SUCUMBIOS

WAYS = [(360, 270, SCREEN), (240, 138, PRINT)]
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
CIRCLE = re.compile(r'<circle cx="([\d.-]+)" cy="([\d.-]+)" r="([\d.]+)"')


def drawn(panel=0, *, width, height, ink, chart=None):
    """One panel of the sample map as SVG."""
    chart = chart or sample().map
    return panel_drawing(
        chart, chart.panels[panel], width=width, height=height, ink=ink, language="es"
    )


def circles(svg):
    """Centre and radius of each circle."""
    return [tuple(map(float, found)) for found in CIRCLE.findall(svg)]


@pytest.mark.parametrize(("width", "height", "ink"), WAYS)
@pytest.mark.parametrize("panel", [0, 1])
def test_no_circle_hides_another_however_near_their_cantons_are(panel, width, height, ink):
    for one, other in combinations(circles(drawn(panel, width=width, height=height, ink=ink)), 2):
        assert (one[2] + other[2]) <= dist(one[:2], other[:2]) * OVERLAP + ink.size * 0.5


def test_the_area_of_a_circle_is_its_number_in_both_panels():
    areas: dict[int, float] = {}
    for index, rows in enumerate((ESMERALDAS, SUCUMBIOS)):
        svg = drawn(index, width=360, height=270, ink=SCREEN)
        known = sorted((row[4] for row in rows if row[4]), reverse=True)
        full = re.sub(r"<circle[^>]*url[^>]*>", "", svg)
        radii = sorted((radius for _, _, radius in circles(full)), reverse=True)
        areas |= {value: pi * radius**2 / value for value, radius in zip(known, radii, strict=True)}
    assert max(areas.values()) / min(areas.values()) < 1.1


def test_the_panels_share_the_length_of_a_kilometre():
    bars = [
        re.findall(r'd="M1 [\d.]+V[\d.]+H([\d.]+)', drawn(i, width=360, height=270, ink=SCREEN))
        for i in (0, 1)
    ]
    assert bars[0] == bars[1]


def test_a_withheld_canton_is_hatched_and_has_no_number():
    svg = drawn(1, width=360, height=270, ink=SCREEN)
    assert svg.count("url(#map-direct_by_canton-1-h)") == 1
    assert "Sucumbíos: reservado" in svg


def test_a_shape_is_drawn_under_its_circle_where_one_is_known():
    chart = sample().map
    assert chart
    ring = ((-79.8, 0.8), (-79.5, 0.8), (-79.5, 1.1), (-79.8, 1.1))
    first = chart.panels[0]
    shaped = replace(first, cells=(replace(first.cells[0], outlines=(ring,)), *first.cells[1:]))
    chart = replace(chart, panels=(shaped, chart.panels[1]))
    svg = drawn(0, width=360, height=270, ink=SCREEN, chart=chart)
    assert svg.index("<polygon") < svg.index("<circle")
    assert "<polygon" not in drawn(0, width=360, height=270, ink=SCREEN)


def test_names_on_the_map_cover_neither_circles_nor_each_other():
    spots = {
        str(i): Spot(x, y, 9, 60, 20)
        for i, (x, y) in enumerate([(100, 60), (130, 80), (90, 110), (200, 90), (180, 60)])
    }
    placed = place_labels(spots, frame=(0, 0, 360, 250), gap=3)
    rects = [rect for _, rect in placed.values()]
    circles = [spot.circle for spot in spots.values()]
    assert all(shared(a, b) == 0 for i, a in enumerate(rects) for b in (*rects[:i], *circles))


@pytest.mark.parametrize(("width", "height", "ink"), WAYS)
@pytest.mark.parametrize("panel", [0, 1])
@pytest.mark.parametrize("outlined", [False, True])
def test_the_names_of_the_packs_cantons_hide_no_circle(panel, width, height, ink, outlined):
    chart = sample().map
    assert chart
    if outlined:  # shapes make the frame wider, and so the circles nearer to each other
        box = ((-81.0, -0.8), (-75.2, -0.8), (-75.2, 1.6), (-81.0, 1.6), (-81.0, -0.8))
        cells = tuple(replace(cell, outlines=(box,)) for cell in chart.panels[panel].cells)
        chart = replace(chart, panels=(replace(chart.panels[panel], cells=cells),))
        panel = 0
    svg = drawn(panel, width=width, height=height, ink=ink, chart=chart)
    names = [
        (dict(ATTRIBUTE.findall(attributes)), words)
        for attributes, words in re.findall(r"<text ([^>]*paint-order[^>]*)>([^<]+)</text>", svg)
    ]
    assert len(names) == 2 * len(chart.panels[panel].cells)
    for look, words in names:
        tall, wide = float(look["font-size"]), len(words) * float(look["font-size"]) * 0.42
        start = {"start": 0.0, "middle": wide / 2, "end": wide}[look.get("text-anchor", "start")]
        left, base = float(look["x"]) - start, float(look["y"])
        rect = (left, base - tall * 0.6, left + wide, base)  # what is surely covered
        for x, y, radius in circles(svg):
            inside = around(x, y, radius * 0.7, radius * 0.7)
            assert shared(rect, inside) < 0.1 * radius**2, words  # no more than a corner


def test_a_name_stands_nearest_to_its_own_circle():
    spots = {"west": Spot(100, 60, 6, 50, 18), "east": Spot(118, 60, 6, 50, 18)}
    placed = place_labels(spots, frame=(0, 0, 240, 140), gap=3)
    assert placed["west"][0].startswith("left")
    assert placed["east"][0].startswith("right")
