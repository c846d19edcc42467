"""What every part of a sheet is made with: its language, its quotes, and what surrounds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from minga.engines.definition import Text
from minga.figures.publish.factsheet import Fact, FigureRef, Number, Ring
from minga.figures.publish.money import Money
from minga.figures.publish.released import Key, Released
from minga.figures.publish.text import Quotes

Outside = Mapping[tuple[str, int], Number]
"""Statistics from outside: (measure, year) to the programme area's value."""


@dataclass(frozen=True)
class Point:
    """A canton on the map: its name, the title of its panel (province), degrees WGS84."""

    code: str
    name: str
    panel: str
    lat: float
    lon: float
    outlines: tuple[Ring, ...] = ()
    """Its shape, where the operator loaded one."""


@dataclass(frozen=True)
class Circumstances:
    """What an edition says of itself and what does not come from released figures."""

    edition: str
    as_of: date
    released_on: date
    snapshot: str
    synthetic_note: str
    facts: Sequence[Fact] = ()
    points: Sequence[Point] = ()
    money: Money | None = None
    outside: Outside = field(default_factory=dict)
    least_deaths: int = 0
    """Fewer deaths than this are withheld."""
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(axis, value) to its name in the sheet's language, for charts along an axis."""
    links: tuple[tuple[str, str], ...] = ()


@dataclass
class Making:
    """A sheet in the making; every figure that it touches goes into the list of figures."""

    language: str
    quotes: Quotes
    about: Circumstances

    def say(self, text: Text | None) -> str:
        """The words in the sheet's language, or none."""
        return text.in_language(self.language) if text else ""

    def sentence(self, text: Text | None, *, section: str) -> str:
        """The words with their references as plain words, for captions that carry no links."""
        return self.quotes.sentence(self.say(text), section=section)

    def quote(self, indicator: str, *, section: str) -> FigureRef | None:
        """A reference to the total of an indicator; a fault when it is not released."""
        return self.quotes.reference(f"{{{indicator}}}", section=section)

    def released(self, indicator: str, *, section: str) -> Released | None:
        """A figure by its indicator, noted in the list; a fault when it is not released."""
        ref = self.quote(indicator, section=section)
        return self.quotes.figures[Key(indicator)] if ref else None

    def along(self, indicator: str, axis: str) -> list[Released]:
        """The released cells of an indicator by one axis alone."""
        return [
            released
            for key, released in self.quotes.figures.items()
            if key.indicator == indicator and len(key.axes) == 1 and key.axes[0][0] == axis
        ]
