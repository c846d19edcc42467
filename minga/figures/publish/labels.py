"""Where the names on a map go: each on the side of its circle where it covers least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in user units."""
ROUNDS = 4
"""How often each name may move once the others have their place."""
MISTAKEN = 0.3
"""What it costs, as a share of the name's own area, that a name stands nearer to another circle."""


@dataclass(frozen=True)
class Spot:
    """A circle that needs a name: its centre and radius, and the size of the name."""

    x: float
    y: float
    radius: float
    width: float
    height: float

    @property
    def circle(self) -> Rect:
        """The square that the circle covers, nearly."""
        return around(self.x, self.y, self.radius * 0.9, self.radius * 0.9)

    def sides(self, gap: float) -> dict[str, Rect]:
        """Where the name may stand, by side; the first is liked best."""
        x, y, out = self.x, self.y, self.radius + gap
        half, tall = self.width / 2, self.height / 2
        near = out * 0.75
        return {
            "right": around(x + out + half, y, half, tall),
            "left": around(x - out - half, y, half, tall),
            "below": around(x, y + out + tall, half, tall),
            "above": around(x, y - out - tall, half, tall),
            "right above": around(x + near + half, y - near - tall, half, tall),
            "right below": around(x + near + half, y + near + tall, half, tall),
            "left above": around(x - near - half, y - near - tall, half, tall),
            "left below": around(x - near - half, y + near + tall, half, tall),
        }


def around(x: float, y: float, half_width: float, half_height: float) -> Rect:
    """A rectangle around a point."""
    return x - half_width, y - half_height, x + half_width, y + half_height


def shared(one: Rect, other: Rect) -> float:
    """The area that two rectangles share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _gap(rect: Rect, spot: Spot) -> float:
    """How far a rectangle is from the edge of a spot's circle."""
    across = max(rect[0] - spot.x, spot.x - rect[2], 0)
    down = max(rect[1] - spot.y, spot.y - rect[3], 0)
    return hypot(across, down) - spot.radius


def place_labels(
    spots: Mapping[str, Spot], *, frame: Rect, gap: float
) -> dict[str, tuple[str, Rect]]:
    """The side and rectangle of each name.

    Names take their place one after the other and move again while the others stand, which
    settles maps of this size in a few rounds.
    """
    circles = [spot.circle for spot in spots.values()]
    placed: dict[str, tuple[str, Rect]] = {}
    for _ in range(ROUNDS):
        for code, spot in spots.items():
            others = [rect for other, (_, rect) in placed.items() if other != code]

            rivals = [other for name, other in spots.items() if name != code]

            def cost(
                rect: Rect,
                spot: Spot = spot,
                rivals: Sequence[Spot] = rivals,
                taken: tuple[Rect, ...] = (*circles, *others),
            ) -> float:
                whole = (rect[2] - rect[0]) * (rect[3] - rect[1])
                outside = whole - shared(rect, frame)
                strange = sum(_gap(rect, rival) <= _gap(rect, spot) for rival in rivals)
                covered = sum(shared(rect, other) for other in taken)
                return covered + 4 * outside + whole * MISTAKEN * strange

            placed[code] = min(spot.sides(gap).items(), key=lambda item: cost(item[1]))
    return placed
