"""A released figure as publishing sees it: the protected number with its title and definition."""

from dataclasses import dataclass, replace
from datetime import date

from minga.figures.publish.factsheet import Entry, Number

UNKNOWN = "unknown"
"""The value of an axis where nobody wrote one down."""


@dataclass(frozen=True, order=True)
class Key:
    """An indicator, and the cell of it: axes and their values, sorted by axis."""

    indicator: str
    axes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, indicator: str, axes: str) -> "Key":
        """The key of `indicator` and axes as written in a reference (`sex=f, group=indigenous`)."""
        pairs = [part.partition("=") for part in axes.split(",") if part.strip()]
        return cls(indicator, tuple(sorted((a.strip(), v.strip()) for a, _, v in pairs)))

    @property
    def code(self) -> str:
        """A name that can be an address on the page: `grants.sex.f`."""
        return ".".join((self.indicator, *(part for pair in self.axes for part in pair)))


@dataclass(frozen=True)
class Released:
    """One released cell, in the language of the sheet; a suppressed one has no numbers at all."""

    key: Key
    title: str
    definition: str
    as_of: date
    snapshot: str
    version: int
    value: Number | None
    unit: str = ""
    participations: int | None = None
    registrations: int | None = None
    low: Number | None = None
    high: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    tally_low: int | None = None
    tally_high: int | None = None
    suppressed: bool = False
    source: str = ""
    target: Number | None = None
    target_on: date | None = None
    axes: frozenset[str] = frozenset()
    """The axes that the figure is broken down by."""

    def without_value(self, key: Key) -> "Released":
        """A cell of the figure that nothing was counted in."""
        return replace(
            self,
            key=key,
            value=None,
            participations=None,
            registrations=None,
            low=None,
            high=None,
            numerator=None,
            denominator=None,
            tally_low=None,
            tally_high=None,
            suppressed=False,
            target=None,
            target_on=None,
        )

    def entry(self, *, note: int) -> Entry:
        """The line of this figure in the list of all figures."""
        return Entry(
            code=self.key.code,
            note=note,
            title=self.title,
            definition=self.definition,
            as_of=self.as_of,
            snapshot=self.snapshot,
            version=self.version,
            value=self.value,
            unit=self.unit,
            participations=self.participations,
            registrations=self.registrations,
            tally_low=self.tally_low,
            tally_high=self.tally_high,
            low=self.low,
            high=self.high,
            numerator=self.numerator,
            denominator=self.denominator,
            suppressed=self.suppressed,
            source=self.source,
        )

    def target_entry(self, *, note: int, title: str) -> Entry:
        """The line of what was promised, which is public even where the result is withheld."""
        return Entry(
            code=f"{self.key.code}.target",
            note=note,
            title=title,
            definition=self.definition,
            as_of=self.target_on or self.as_of,
            snapshot=self.snapshot,
            version=self.version,
            value=self.target,
            unit=self.unit,
        )
