"""Symbol maps without boundaries: circles at their cantons, outlines only where some are given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import cos, dist, radians, sqrt

from minga.figures.publish.charts import Ink, drawing, hatch, words_at
from minga.figures.publish.factsheet import Cell, Panel, SymbolMap
from minga.figures.publish.labels import Rect, Spot, place_labels
from minga.figures.publish.words import say, write_number

KM_PER_DEGREE = 111.2
OVERLAP = 1.12
"""How far two circles may reach into each other: less than hides either."""


@dataclass(frozen=True)
class Frame:
    """How degrees become user units: one scale, longitudes shortened by the latitude's cosine."""

    width: float
    height: float
    west: float
    north: float
    scale: float
    left: float
    top: float
    shrink: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """The point of a longitude and latitude in degrees."""
        x = self.left + (lon - self.west) * self.shrink * self.scale
        return x, self.top + (self.north - lat) * self.scale

    def at_scale(self, scale: float) -> "Frame":
        """The same frame with a smaller scale: as wide, and no taller than it now needs."""
        share = scale / self.scale
        across, down = self.width - 2 * self.left, self.height - 2 * self.top
        return replace(
            self,
            scale=scale,
            left=(self.width - across * share) / 2,
            height=down * share + 2 * self.top,
        )


def frame_for(panel: Panel, *, width: float, height: float, margin: float) -> Frame:
    """The frame that shows all of a panel's cells and outlines inside the margin."""
    points = [(cell.lon, cell.lat) for cell in panel.cells]
    points += [point for cell in panel.cells for ring in cell.outlines for point in ring]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    shrink = cos(radians((min(lats) + max(lats)) / 2))
    across = max((max(lons) - min(lons)) * shrink, 0.05)
    down = max(max(lats) - min(lats), 0.05)
    # Names stand beside their circles, so the sides need more room than top and bottom; where
    # shapes are drawn there is land around the circles that carries the names.
    beside = 1.2 if any(cell.outlines for cell in panel.cells) else 2.6
    scale = min((width - beside * margin) / across, (height - 2.2 * margin) / down)
    return Frame(
        width=width,
        height=down * scale + 2.2 * margin,
        west=min(lons),
        north=max(lats),
        scale=scale,
        left=(width - across * scale) / 2,
        top=1.1 * margin,
        shrink=shrink,
    )


def panel_drawing(
    chart: SymbolMap, panel: Panel, *, width: float, height: float, ink: Ink, language: str
) -> str:
    """One panel of the map; its kilometres and its circles have the same scale in every panel."""
    frames = {
        each.title: frame_for(each, width=width, height=height, margin=ink.size * 2)
        for each in chart.panels
    }
    scale = min(frame.scale for frame in frames.values())
    frames = {title: frame.at_scale(scale) for title, frame in frames.items()}
    frame = frames[panel.title]
    height = frame.height
    unit = circle_unit(chart, frames, most=ink.size * 1.9)
    key = f"map-{chart.code}-{chart.panels.index(panel)}"
    cells = sorted(panel.cells, key=lambda cell: -_radius(cell, unit=unit, ink=ink))
    spots = {
        cell.code: _spot(cell, frame, radius=_radius(cell, unit=unit, ink=ink), ink=ink)
        for cell in cells
    }
    edge: Rect = (0, 0, width, height - ink.size)
    placed = place_labels(spots, frame=edge, gap=ink.size * 0.3)
    parts = [hatch(key=key, ink=ink), _ground(panel, frame, ink)]
    parts += [_circle(cell, spots[cell.code], key, ink) for cell in cells]
    parts += [
        _label(cell, spots[cell.code], *placed[cell.code], ink=ink, language=language)
        for cell in cells
    ]
    desc = "; ".join(f"{c.name}: {cell_words(c, language=language)}" for c in panel.cells)
    return drawing(
        key=key,
        title=f"{chart.title}: {panel.title}",
        desc=desc,
        width=width,
        height=height,
        body="".join(parts),
    )


def circle_unit(chart: SymbolMap, frames: Mapping[str, Frame], *, most: float) -> float:
    """The radius of a circle of 1: as large as `most` allows while no circle hides another."""
    values = [float(cell.value or 0) for panel in chart.panels for cell in panel.cells]
    unit = most / sqrt(max([*values, 1.0]))
    for panel in chart.panels:
        place = frames[panel.title].place
        for one, other in combinations(panel.cells, 2):
            apart = dist(place(one.lon, one.lat), place(other.lon, other.lat))
            roots = sqrt(float(one.value or 0)) + sqrt(float(other.value or 0))
            if roots:
                unit = min(unit, apart * OVERLAP / roots)
    return unit


def cell_words(cell: Cell, *, language: str) -> str:
    """A canton's number, or that it is withheld."""
    if cell.suppressed:
        return say(language, "suppressed")
    if cell.value is None:
        return say(language, "none")
    return write_number(cell.value, language=language)


def _radius(cell: Cell, *, unit: float, ink: Ink) -> float:
    """The radius whose circle has the value as its area; withheld ones all have one size."""
    if cell.suppressed or cell.value is None:
        return ink.size * 0.5
    return max(unit * sqrt(float(cell.value)), 1.6)


def _ground(panel: Panel, frame: Frame, ink: Ink) -> str:
    """Outlines, if any, and a bar of 25 km that says how far things are."""
    rings = []
    for ring in (ring for cell in panel.cells for ring in cell.outlines):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.place(*point) for point in ring))
        rings.append(f'<polygon points="{points}" fill="{ink.track}" stroke="{ink.paper}"/>')
    length = 25 / KM_PER_DEGREE * frame.scale
    y = frame.height - ink.size * 0.5
    bar = (
        f'<path d="M1 {y - 3:.1f}V{y:.1f}H{1 + length:.1f}V{y - 3:.1f}"'
        f' fill="none" stroke="{ink.soft}" stroke-width="0.8"/>'
    )
    words = words_at(length + 5, y, "25 km", ink=ink, fill=ink.soft, size=ink.size * 0.8)
    return "".join(rings) + bar + words


def _spot(cell: Cell, frame: Frame, *, radius: float, ink: Ink) -> Spot:
    """Where a canton's circle is, and how much room its name and number need."""
    x, y = frame.place(cell.lon, cell.lat)
    letters = max(len(cell.name), 5)
    return Spot(x, y, radius, width=letters * ink.size * 0.56, height=ink.size * 2.2)


def _circle(cell: Cell, spot: Spot, key: str, ink: Ink) -> str:
    """The circle of a canton: full, or hatched with a broken edge where it is withheld."""
    look = f'fill="{ink.accent}" fill-opacity="0.82" stroke="{ink.paper}" stroke-width="0.8"'
    if cell.suppressed:
        look = f'fill="url(#{key}-h)" stroke="{ink.text}" stroke-width="0.9"'
        look += ' stroke-dasharray="2 1.6"'
    return f'<circle cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{spot.radius:.1f}" {look}/>'


def _label(cell: Cell, spot: Spot, side: str, rect: Rect, *, ink: Ink, language: str) -> str:
    """The name and number of a canton on the side that was found for them."""
    anchor = {"right": "start", "left": "end"}.get(side.partition(" ")[0], "middle")
    at = {"start": rect[0], "end": rect[2], "middle": spot.x}[anchor]
    halo = f' paint-order="stroke" stroke="{ink.paper}" stroke-width="2.4" stroke-linejoin="round"'
    size, upper, lower = ink.size * 0.92, rect[1] + ink.size * 0.95, rect[1] + ink.size * 1.9
    name = words_at(at, upper, cell.name, ink=ink, anchor=anchor, size=size, more=halo)
    fill, more, bold = ink.text, halo, not cell.suppressed
    if cell.suppressed:
        fill, more = ink.soft, f'{halo} font-style="italic"'
    number = words_at(
        at,
        lower,
        cell_words(cell, language=language),
        ink=ink,
        anchor=anchor,
        bold=bold,
        fill=fill,
        size=size,
        more=more,
    )
    return name + number
