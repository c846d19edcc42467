"""Symbol maps without boundaries: circles at their cantons, outlines only where some are given."""

from dataclasses import dataclass
from math import cos, radians, sqrt

from minga.figures.publish.charts import Ink, drawing, hatch, words_at
from minga.figures.publish.factsheet import Cell, Panel, SymbolMap
from minga.figures.publish.words import say, write_number

KM_PER_DEGREE = 111.2


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


Rect = tuple[float, float, float, float]


def frame_for(panel: Panel, *, width: float, height: float, margin: float) -> Frame:
    """The frame that shows all of a panel's cells and outlines inside the margin."""
    points = [(cell.lon, cell.lat) for cell in panel.cells]
    points += [point for ring in panel.outlines for point in ring]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    shrink = cos(radians((min(lats) + max(lats)) / 2))
    across = max((max(lons) - min(lons)) * shrink, 0.05)
    down = max(max(lats) - min(lats), 0.05)
    # Names stand beside their circles, so the sides need more room than top and bottom.
    scale = min((width - 3.6 * margin) / across, (height - 2.2 * margin) / down)
    return Frame(
        width=width,
        height=height,
        west=min(lons),
        north=max(lats),
        scale=scale,
        left=(width - across * scale) / 2,
        top=(height - down * scale) / 2,
        shrink=shrink,
    )


def panel_drawing(
    chart: SymbolMap, panel: Panel, *, width: float, height: float, ink: Ink, language: str
) -> str:
    """One panel of the map; circles share one scale with the other panels."""
    most = max((float(c.value or 0) for p in chart.panels for c in p.cells), default=1) or 1
    frame = frame_for(panel, width=width, height=height, margin=ink.size * 2)
    key = f"map-{chart.code}-{chart.panels.index(panel)}"
    parts = [hatch(key=key, ink=ink), _ground(panel, frame, ink)]
    radius = {cell.code: _radius(cell, most=most, ink=ink) for cell in panel.cells}
    cells = sorted(panel.cells, key=lambda cell: -radius[cell.code])
    spots = {cell.code: frame.place(cell.lon, cell.lat) for cell in cells}
    taken: list[Rect] = [
        _around(*spots[cell.code], radius[cell.code] * 0.9, radius[cell.code] * 0.9)
        for cell in cells
    ]
    parts += [_circle(cell, spots[cell.code], radius[cell.code], key, ink) for cell in cells]
    for cell in cells:
        label, rect = _label(
            cell, spots[cell.code], radius[cell.code], taken, frame, ink=ink, language=language
        )
        taken.append(rect)
        parts.append(label)
    desc = "; ".join(f"{c.name}: {cell_words(c, language=language)}" for c in panel.cells)
    return drawing(
        key=key,
        title=f"{chart.title}: {panel.title}",
        desc=desc,
        width=width,
        height=height,
        body="".join(parts),
    )


def cell_words(cell: Cell, *, language: str) -> str:
    """A canton's number, or that it is withheld."""
    if cell.suppressed:
        return say(language, "suppressed")
    if cell.value is None:
        return say(language, "none")
    return write_number(cell.value, language=language)


def _radius(cell: Cell, *, most: float, ink: Ink) -> float:
    """The radius whose circle has the value as its area; withheld ones all have one size."""
    if cell.suppressed or cell.value is None:
        return ink.size * 0.5
    return max(ink.size * 1.9 * sqrt(float(cell.value) / most), 1.6)


def _ground(panel: Panel, frame: Frame, ink: Ink) -> str:
    """Outlines, if any, and a bar of 25 km that says how far things are."""
    rings = []
    for ring in panel.outlines:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.place(*point) for point in ring))
        rings.append(f'<polygon points="{points}" style="fill:{ink.track};stroke:{ink.paper}"/>')
    length = 25 / KM_PER_DEGREE * frame.scale
    y = frame.height - ink.size * 0.5
    bar = (
        f'<path d="M1 {y - 3:.1f}V{y:.1f}H{1 + length:.1f}V{y - 3:.1f}"'
        f' style="fill:none;stroke:{ink.soft};stroke-width:0.8"/>'
    )
    soft = f"fill:{ink.soft};"
    return (
        "".join(rings)
        + bar
        + words_at(length + 5, y, "25 km", ink=ink, css=soft, size=ink.size * 0.8)
    )


def _circle(cell: Cell, spot: tuple[float, float], radius: float, key: str, ink: Ink) -> str:
    """The circle of a canton: full, or hatched with a broken edge where it is withheld."""
    x, y = spot
    style = f"fill:{ink.accent};fill-opacity:0.82;stroke:{ink.paper};stroke-width:0.8"
    if cell.suppressed:
        style = f"fill:url(#{key}-h);stroke:{ink.text};stroke-width:0.9;stroke-dasharray:2 1.6"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" style="{style}"/>'


def _around(x: float, y: float, half_width: float, half_height: float) -> Rect:
    """A rectangle around a point: left, top, right, bottom."""
    return x - half_width, y - half_height, x + half_width, y + half_height


def _clash(one: Rect, other: Rect) -> float:
    """The area that two rectangles share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _label(
    cell: Cell,
    spot: tuple[float, float],
    radius: float,
    taken: list[Rect],
    frame: Frame,
    *,
    ink: Ink,
    language: str,
) -> tuple[str, Rect]:
    """The name and number of a canton on the side where they cover least, and where that is."""
    number = cell_words(cell, language=language)
    wide = max(len(cell.name), len(number)) * ink.size * 0.54
    tall = ink.size * 2.25
    x, y = spot
    gap = radius + ink.size * 0.3
    sides = {
        "start": _around(x + gap + wide / 2, y, wide / 2, tall / 2),
        "end": _around(x - gap - wide / 2, y, wide / 2, tall / 2),
        "below": _around(x, y + gap + tall / 2, wide / 2, tall / 2),
        "above": _around(x, y - gap - tall / 2, wide / 2, tall / 2),
    }
    edge: Rect = (0, 0, frame.width, frame.height)
    whole = wide * tall

    def cost(rect: Rect) -> float:
        return sum(_clash(rect, other) for other in taken) + 4 * (whole - _clash(rect, edge))

    side, rect = min(sides.items(), key=lambda item: cost(item[1]))
    anchor = side if side in ("start", "end") else "middle"
    at = {"start": rect[0], "end": rect[2], "middle": x}[anchor]
    halo = f"paint-order:stroke;stroke:{ink.paper};stroke-width:2.4px;stroke-linejoin:round;"
    css = f"text-anchor:{anchor};{halo}"
    name = words_at(
        at, rect[1] + ink.size * 0.85, cell.name, ink=ink, css=css, size=ink.size * 0.92
    )
    bold = css + "font-weight:600;font-variant-numeric:tabular-nums;"
    if cell.suppressed:
        bold = css + f"font-style:italic;fill:{ink.soft};"
    lower = words_at(at, rect[1] + ink.size * 1.8, number, ink=ink, css=bold, size=ink.size * 0.92)
    return name + lower, rect
