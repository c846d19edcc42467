"""Which list holds which rows: an organisation sends a list of a kind for each half-year."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from minga.engines.world.events import Event
from minga.engines.world.files import write_file
from minga.engines.world.inputs import Column, ListKind, Organisation, Place
from minga.engines.world.layout import Placed, Sheet, columns_for, lay_out, period_title, titles
from minga.engines.world.record import Registers
from minga.engines.world.settings import Style
from minga.engines.world.values import Cell, Values

REPEATED, SENT_AGAIN = 0.008, 0.012
SMALL = 450
"""An organisation with no more rows than this sends one list for the whole programme."""
ONE_SHEET = 60
"""A list with fewer rows than this is not split into sheets."""


@dataclass(frozen=True)
class Delivery:
    """A list that an organisation sent: its file, kind, and the events row by row."""

    file: str
    organisation: str
    list: str
    style: str
    last_on: date
    rows: tuple[tuple[Placed, Event], ...]


def styles_by_organisation(
    organisations: Sequence[str], kinds: Mapping[str, Organisation], styles: Sequence[Style]
) -> dict[str, Style]:
    """Each organisation keeps one style for good: of those of its kind, the least used so far."""
    used: Counter[str] = Counter()
    kept: dict[str, Style] = {}
    for code in sorted(organisations):
        kind = kinds[code].kind if code in kinds else ""
        fitting = [style for style in styles if not style.of or kind in style.of] or styles
        kept[code] = min(fitting, key=lambda style: used[style.style])
        used[kept[code].style] += 1
    return kept


def half_year(on: date) -> str:
    """The half-year of a day, as file names give it."""
    return f"{on.year}-S{1 if on.month < 7 else 2}"


def _batches(rng: Random, events: Iterable[Event]) -> dict[tuple[str, str, str], list[Event]]:
    """Events by organisation, list and half-year; some stand twice or are sent again."""
    batches: dict[tuple[str, str, str], list[Event]] = {}
    last: dict[tuple[str, str], list[Event]] = {}
    ordered = sorted(events, key=lambda e: (e.organisation, e.list, e.on, e.gathering, e.case))
    sizes = Counter((event.organisation, event.list) for event in ordered)
    for event in ordered:
        small = sizes[event.organisation, event.list] <= SMALL
        period = "whole" if small else half_year(event.on)
        key = (event.organisation, event.list, period)
        before = last.get(key[:2])
        if key not in batches:
            batches[key] = [row for row in before or () if rng.random() < SENT_AGAIN]
        batches[key].append(event)
        last[key[:2]] = batches[key]
        if rng.random() < REPEATED:
            batches[key].append(event)
    return batches


def _plain_sex(style: Style, batch: Iterable[Event]) -> Style:
    """A list of women only says so in words: a lone M would be read either way."""
    sexes = {event.person.sex for event in batch if event.person}
    return replace(style, sex="words") if len(sexes) == 1 else style


class Desk:
    """Writes the lists of all organisations."""

    def __init__(
        self,
        *,
        rng: Random,
        out: Path,
        lists: Mapping[str, ListKind],
        styles: Mapping[str, Style],
        organisations: Mapping[str, Organisation],
        places: Mapping[str, Place],
        values: Values,
    ) -> None:
        self._rng, self._out, self._lists, self._styles = rng, out, lists, styles
        self._organisations, self._places, self._values = organisations, places, values
        self._registers = Registers(rng)
        self._said: dict[int, list[Cell]] = {}

    def deliver(self, events: Iterable[Event], progress: Callable[[int], None]) -> list[Delivery]:
        """Write every list; `progress` hears the number of rows just written."""
        deliveries = []
        for (organisation, code, period), batch in sorted(_batches(self._rng, events).items()):
            deliveries.append(self._deliver_one(organisation, code, period, batch))
            progress(len(batch))
        return deliveries

    def _deliver_one(
        self, organisation: str, code: str, period: str, batch: list[Event]
    ) -> Delivery:
        style, kind = _plain_sex(self._styles[organisation], batch), self._lists[code]
        columns = columns_for(kind, style)
        file = f"{organisation}/SYNTHETIC_{code}_{period}.{style.file}"
        sheets, rows = [], []
        for name, part in self._parts(style, batch):
            cells = [self._row(columns, event, style) for event in part]
            sheet, placed = self._sheet(name, style, kind, columns, organisation, part, cells)
            sheets.append(sheet)
            rows += list(zip(placed, part, strict=True))
        write_file(self._out / file, sheets, style)
        return Delivery(
            file, organisation, code, style.style, max(e.on for e in batch), tuple(rows)
        )

    def _sheet(
        self,
        name: str,
        style: Style,
        kind: ListKind,
        columns: Sequence[Column],
        organisation: str,
        part: Sequence[Event],
        cells: Sequence[Sequence[Cell]],
    ) -> tuple[Sheet, list[Placed]]:
        owner = self._organisations[organisation]
        period = period_title(min(e.on for e in part), max(e.on for e in part), style)
        return lay_out(
            name=name,
            style=style,
            columns=columns,
            lines=titles(style, kind, owner.name, period),
            rows=cells,
            turn=sum(organisation.encode()),
        )

    def _parts(self, style: Style, batch: list[Event]) -> list[tuple[str, list[Event]]]:
        """The batch by sheet: all on one, or a sheet for each month or canton."""
        if style.file == "csv" or style.sheets == "one" or len(batch) < ONE_SHEET:
            return [("Lista SYNTHETIC", batch)]
        parts: dict[str, list[Event]] = {}
        for event in batch:
            parts.setdefault(self._part_name(style, event), []).append(event)
        return sorted(parts.items())

    def _part_name(self, style: Style, event: Event) -> str:
        if style.sheets == "month":
            return event.on.strftime("%Y-%m")
        canton = self._places.get(event.place[:4])
        return (canton.name if canton else "Otros")[:31]

    def _row(self, columns: Sequence[Column], event: Event, style: Style) -> list[Cell]:
        """The cells of an event; a row that is sent again says what it said before."""
        if id(event) not in self._said:
            person = event.person
            written = self._registers.written(event.organisation, person) if person else None
            self._said[id(event)] = [
                self._values.cell(column, event, written, style) for column in columns
            ]
        return self._said[id(event)]
