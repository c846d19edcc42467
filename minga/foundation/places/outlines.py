"""Outlines of places from a GeoJSON file: read, checked against the places, made light enough."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Any

from minga.foundation.core.errors import MendableError

Point = tuple[float, float]
Ring = tuple[Point, ...]
"""An outline as longitude and latitude in degrees; the last point is the first again."""
TOLERANCE = 0.004
"""How far a lighter outline may lie beside the true one, in degrees: less than a pen is wide."""
NEAR = 0.5
"""How far a place's seat may lie outside the box of its outline, in degrees."""
SHOWN = 12
"""How many faults are told at once."""


class BoundariesError(MendableError):
    """The file cannot be drawn from; the text holds every fault, up to a dozen."""


@dataclass(frozen=True)
class Seat:
    """A place as an outline is checked against it: its name, and where its seat is."""

    name: str
    lat: float | None
    lon: float | None


def read_outlines(
    content: bytes, seats: Mapping[str, Seat], *, prop: str
) -> dict[str, tuple[Ring, ...]]:
    """The outer rings of each place in a GeoJSON file, by the code that its property `prop` holds.

    Features of other places are passed over: a file may cover the whole country.

    Raises:
        BoundariesError: where the file is no GeoJSON in degrees, or an outline cannot be its
            place's.
    """
    found: dict[str, tuple[Ring, ...]] = {}
    faults: list[str] = []
    for number, feature in enumerate(_features(content), start=1):
        code = _code(feature, prop)
        if code not in seats:
            continue
        try:
            rings = tuple(_rings(feature))
            _check_place(rings, seats[code])
        except ValueError as error:
            faults.append(f"feature {number} ({code}, {seats[code].name}): {error}")
            continue
        if code in found:
            faults.append(f"feature {number} ({code}): the file has it twice; keep one.")
        found[code] = tuple(lighter(ring) for ring in rings)
    if faults:
        more = [f"and {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
        raise BoundariesError("\n".join([*faults[:SHOWN], *more]))
    if not found:
        raise BoundariesError(
            f"no feature has the code of a place here in its property {prop}; name the property"
            " that holds the official code with --property."
        )
    return found


def _features(content: bytes) -> list[Mapping[str, Any]]:
    try:
        known = json.loads(content)
    except ValueError as error:
        raise BoundariesError(f"this is no JSON: {error}; export the map as GeoJSON.") from error
    if not isinstance(known, dict) or known.get("type") != "FeatureCollection":
        raise BoundariesError("this is no GeoJSON FeatureCollection; export the map as GeoJSON.")
    features = known.get("features")
    if not isinstance(features, list):
        raise BoundariesError("the FeatureCollection has no list of features; export it again.")
    return [feature for feature in features if isinstance(feature, dict)]


def _code(feature: Mapping[str, Any], prop: str) -> str:
    """The code of a feature as text, as official codes begin with zeros."""
    properties = feature.get("properties")
    value = properties.get(prop) if isinstance(properties, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _rings(feature: Mapping[str, Any]) -> Iterator[Ring]:
    """The outer rings of a polygon or of several; holes are not drawn."""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"its shape is {kind or 'missing'}; give a Polygon or a MultiPolygon.")
    assert isinstance(geometry, dict)  # noqa: S101 - it has a type
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise ValueError("its shape has no coordinates; export it again.")
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise ValueError("a part of its shape is empty; export it again.")
        yield _ring(polygon[0])


def _ring(positions: object) -> Ring:
    if not isinstance(positions, list) or len(positions) < 4:
        raise ValueError("an outline has fewer than four points; export it again.")
    ring = tuple(_point(position) for position in positions)
    if ring[0] != ring[-1]:
        raise ValueError("an outline does not close; its last point must be its first.")
    return ring


def _point(position: object) -> Point:
    numbers = position[:2] if isinstance(position, list) else []
    if len(numbers) != 2 or not all(
        isinstance(number, int | float) and not isinstance(number, bool) for number in numbers
    ):
        raise ValueError(f"{position} is no point; give longitude and latitude.")
    lon, lat = float(numbers[0]), float(numbers[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"{lon:g}, {lat:g} are no degrees; export the map in WGS84 (EPSG:4326).")
    return lon, lat


def _check_place(rings: tuple[Ring, ...], seat: Seat) -> None:
    """Refuse an outline far from its place: longitude and latitude swapped, or another country."""
    if seat.lat is None or seat.lon is None:
        return
    lons = [lon for ring in rings for lon, _ in ring]
    lats = [lat for ring in rings for _, lat in ring]
    inside = min(lons) - NEAR <= seat.lon <= max(lons) + NEAR
    if not (inside and min(lats) - NEAR <= seat.lat <= max(lats) + NEAR):
        raise ValueError(
            f"it lies away from {seat.name} ({seat.lat:g}, {seat.lon:g}); are longitude and"
            " latitude swapped, or is the code another's?"
        )


def lighter(ring: Ring, tolerance: float = TOLERANCE) -> Ring:
    """The ring with the fewest points that keep it within `tolerance` (Douglas and Peucker 1973).

    A ring too small to be drawn so keeps its points.
    """
    far = max(range(len(ring)), key=lambda i: hypot(*_minus(ring[i], ring[0])))
    kept = {0, far, len(ring) - 1}
    waiting = [(0, far), (far, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        inner = range(first + 1, last)
        worst = max(inner, key=lambda i: _aside(ring[i], ring[first], ring[last]), default=None)
        if worst is not None and _aside(ring[worst], ring[first], ring[last]) > tolerance:
            kept.add(worst)
            waiting += [(first, worst), (worst, last)]
    light = tuple((round(lon, 4), round(lat, 4)) for i, (lon, lat) in enumerate(ring) if i in kept)
    drawn = light[:1] + tuple(two for one, two in pairwise(light) if one != two)
    return drawn if len(drawn) >= 4 else ring


def _minus(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1]


def _aside(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others."""
    along, off = _minus(end, start), _minus(point, start)
    length = hypot(*along)
    if not length:
        return hypot(*off)
    share = max(0.0, min(1.0, (off[0] * along[0] + off[1] * along[1]) / length**2))
    return hypot(off[0] - share * along[0], off[1] - share * along[1])
