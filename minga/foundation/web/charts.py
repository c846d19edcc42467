"""Charts and maps for pages: each answers the question in its title, each is also its table.

Lengths are shares of the width, so that words keep their size on a telephone. Bars begin at zero,
and a withheld number is drawn as withheld.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import ClassVar

from minga.foundation.web.pieces import Amount, Piece
from minga.foundation.web.saying import write_number

ACROSS = 320
"""The width of a map in its own units."""
MARGIN = 24
LARGEST, SMALLEST = 22, 3
"""The radius of the largest circle and of the smallest, in units of the map."""
UNSAID = 9
"""The radius of a circle that must not tell its number."""
TALL = 48
"""The height of a small multiple, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a value, perhaps with the interval it lies in and what was promised."""

    label: str
    value: Amount | None
    low: Amount | None = None
    high: Amount | None = None
    promised: Amount | None = None
    withheld: bool = False
    address: str = ""

    @property
    def written(self) -> str:
        """The value as the language writes it."""
        return "" if self.value is None else write_number(self.value)

    @property
    def interval(self) -> str:
        """The interval as the language writes it."""
        if self.low is None or self.high is None:
            return ""
        return f"{write_number(self.low)} – {write_number(self.high)}"

    @property
    def reach(self) -> Amount:
        """The largest number that the bar shows."""
        return max(n for n in (0, self.value, self.high, self.promised) if n is not None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar with its lengths, in hundredths of the width."""

    bar: Bar
    length: str
    low: str
    high: str
    promised: str


def _drawn(bar: Bar, most: Amount) -> Drawn:
    def share(value: Amount | None) -> str:
        return "" if value is None else f"{float(value) / float(most) * 100:.1f}%"

    return Drawn(bar, share(bar.value), share(bar.low), share(bar.high), share(bar.promised))


@dataclass(frozen=True, slots=True)
class Bars(Piece):
    """Bars from zero, one a row, with their numbers: a chart that is its own table."""

    template: ClassVar[str] = "bars"
    title: str
    sentence: str
    unit: str
    bars: Sequence[Bar]
    note: str = ""
    own_scale: bool = False
    """Each bar on a scale of its own: for numbers of different things, each with its promise."""

    @property
    def drawn(self) -> list[Drawn]:
        """The bars with their lengths."""
        most = max((bar.reach for bar in self.bars), default=0)
        return [_drawn(bar, (bar.reach if self.own_scale else most) or 1) for bar in self.bars]


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series."""

    label: str
    value: Amount | None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A point as a column: where it stands and how tall it is."""

    point: Point
    left: float
    width: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Series:
    """One of several small charts on the same scale."""

    title: str
    points: Sequence[Point]

    @property
    def last(self) -> str:
        """The last number there is."""
        known = [point.value for point in self.points if point.value is not None]
        return write_number(known[-1]) if known else "–"

    def columns(self, most: Amount) -> list[Column]:
        """The columns, on the scale that all series share."""
        wide = 100 / max(len(self.points), 1)
        found = []
        for place, point in enumerate(self.points):
            tall = TALL * float(point.value or 0) / float(most)
            tall = TALL / 3 if point.withheld else tall
            found.append(Column(point, place * wide + 1, wide - 2, TALL - tall, tall))
        return found


@dataclass(frozen=True, slots=True)
class SmallMultiples(Piece):
    """The same small chart for several things, to be compared at one glance."""

    template: ClassVar[str] = "multiples"
    title: str
    sentence: str
    series: Sequence[Series]

    @property
    def drawn(self) -> list[tuple[Series, list[Column]]]:
        """Each series with its columns, all on one scale."""
        values = [p.value for one in self.series for p in one.points if p.value is not None]
        most = max(values, default=0) or 1
        return [(one, one.columns(most)) for one in self.series]

    @property
    def labels(self) -> list[str]:
        """The periods, for the table behind the charts."""
        return [point.label for point in self.series[0].points] if self.series else []


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map: its point in degrees and its number."""

    name: str
    lon: float
    lat: float
    value: Amount | None
    withheld: bool = False
    address: str = ""

    @property
    def written(self) -> str:
        """The number as the language writes it."""
        return "" if self.value is None else write_number(self.value)


@dataclass(frozen=True, slots=True)
class Circle:
    """A spot on the drawing."""

    spot: Spot
    x: float
    y: float
    radius: float
    number: int


@dataclass(frozen=True, slots=True)
class SymbolMap(Piece):
    """Circles at their places, as large as their numbers; numbered, with names in the table."""

    template: ClassVar[str] = "map"
    title: str
    sentence: str
    unit: str
    spots: Sequence[Spot]

    @property
    def scale(self) -> float:
        """Units of the drawing to a degree of latitude."""
        return (ACROSS - 2 * MARGIN) / max(self._across, 0.05)

    @property
    def tall(self) -> float:
        """The height of the drawing."""
        lats = [spot.lat for spot in self.spots] or [0]
        return (max(lats) - min(lats)) * self.scale + 2 * MARGIN

    @property
    def circles(self) -> list[Circle]:
        """The circles, largest first, so that none hides a smaller one."""
        if not self.spots:
            return []
        west = min(spot.lon for spot in self.spots)
        north = max(spot.lat for spot in self.spots)
        most = max((spot.value or 0 for spot in self.spots), default=0) or 1
        ordered = sorted(self.spots, key=lambda spot: (spot.withheld, -(spot.value or 0)))
        return [
            Circle(
                spot,
                x=MARGIN + (spot.lon - west) * self._shrink * self.scale,
                y=MARGIN + (north - spot.lat) * self.scale,
                radius=_radius(spot, most),
                number=number,
            )
            for number, spot in enumerate(ordered, start=1)
        ]

    @property
    def _shrink(self) -> float:
        """How much shorter a degree of longitude is than one of latitude here."""
        lats = [spot.lat for spot in self.spots] or [0]
        return cos(radians((min(lats) + max(lats)) / 2))

    @property
    def _across(self) -> float:
        lons = [spot.lon for spot in self.spots] or [0]
        return (max(lons) - min(lons)) * self._shrink


def _radius(spot: Spot, most: Amount) -> float:
    """Areas are as the numbers are; a withheld number has a size that says nothing of it."""
    if spot.withheld:
        return UNSAID
    return max(LARGEST * sqrt(float(spot.value or 0) / float(most)), SMALLEST)
