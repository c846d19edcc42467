"""Where the names on a map go: each on the side of its circle where it covers least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, inf

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in user units."""
ROUNDS = 4
"""How often each name may move once the others have their place."""
HIDING = 8
"""How much worse it is to cover a circle than to cover as much of another name."""
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

    Names take their place one after the other and move again while the others stand. Where that
    settles depends on who comes first, so each name is tried as the first, and the best is kept.
    """
    codes = list(spots)
    best: dict[str, tuple[str, Rect]] = {}
    least = inf
    for start in range(len(codes)):
        placed = _settle([*codes[start:], *codes[:start]], spots, frame=frame, gap=gap)
        cost = sum(_cost(code, rect, placed, spots, frame) for code, (_, rect) in placed.items())
        if cost < least:
            best, least = placed, cost
    return best


def _settle(
    order: Sequence[str], spots: Mapping[str, Spot], *, frame: Rect, gap: float
) -> dict[str, tuple[str, Rect]]:
    """Where the names come to rest when they take their places in an order."""
    placed: dict[str, tuple[str, Rect]] = {}
    for _ in range(ROUNDS):
        for code in order:
            sides = spots[code].sides(gap)
            side = min(sides, key=lambda side: _cost(code, sides[side], placed, spots, frame))
            placed[code] = (side, sides[side])
    return placed


def _cost(
    code: str,
    rect: Rect,
    placed: Mapping[str, tuple[str, Rect]],
    spots: Mapping[str, Spot],
    frame: Rect,
) -> float:
    """How bad it is for a name to stand in a rectangle: what it covers, and could be taken for."""
    whole = (rect[2] - rect[0]) * (rect[3] - rect[1])
    outside = whole - shared(rect, frame)
    names = sum(shared(rect, other) for name, (_, other) in placed.items() if name != code)
    circles = sum(shared(rect, spot.circle) for spot in spots.values())
    rivals = (spot for name, spot in spots.items() if name != code)
    strange = sum(_gap(rect, rival) <= _gap(rect, spots[code]) for rival in rivals)
    return names + HIDING * circles + 4 * outside + whole * MISTAKEN * strange
