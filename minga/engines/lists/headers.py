"""Finds the table on a sheet: its header under title rows, and which rows below are data."""

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minga.engines.lists.reading import Cell, Row, Sheet, Span
from minga.engines.lists.words import JOINT, ORDINALS, normal, plain

SEARCHED_ROWS = 60
"""How far down a header is looked for."""

_LONGEST_HEADING = 90
_NUMERIC = re.compile(r"^[\s$+-]*\d[\d\s.,/:%-]*$")
_RANGE = re.compile(r"^\s*[<>]?=?\s*\d{1,3}\s*(-|–|a|to|y|\+)\s*(\d{1,3})?(\s|$|a|y|m)")
_TOTAL = re.compile(
    r"^(gran |grand )?(sub ?)?total(es)?\b"
    # Suma is a surname too: the word alone, or with what is summed.
    r"|^(suma|suman|sumatoria|sum)( \d+| (de|of|total|general|parcial)\b.*)?$"
)
_NOTE = re.compile(
    r"^(fuente|source|elaborado|prepared|nota|note|firma|signature|responsable|revisado|aprobado"
    r"|observaciones generales|fin de la lista|end of list)\b"
)


class Dropped(StrEnum):
    """Why a row below the header is no data."""

    BLANK = "blank"
    NUMBERED_BLANK = "numbered_blank"
    TOTAL = "total"
    REPEATED_HEADER = "repeated_header"
    SECTION = "section"
    NOTE = "note"


@dataclass(frozen=True)
class TableRow:
    """A row below the header; `dropped` says why it is no data, if it is not."""

    number: int
    cells: tuple[Cell, ...]
    dropped: Dropped | None = None


@dataclass(frozen=True)
class Table:
    """The table of a sheet: what stands above it, its headings and its rows."""

    sheet: str
    titles: tuple[str, ...]
    """The texts above the header, row by row."""
    title_cells: tuple[tuple[Cell, ...], ...]
    """The same, cell by cell."""
    headings: tuple[str, ...]
    """One per column; empty where a column has none, `(2)` added where a heading comes again."""
    open_rows: Callable[[], Iterator[TableRow]]

    @property
    def rows(self) -> Iterator[TableRow]:
        """Every row below the header from the top, dropped ones included."""
        return self.open_rows()

    @property
    def data(self) -> Iterator[TableRow]:
        """The rows that are data."""
        return (row for row in self.open_rows() if row.dropped is None)


def find_table(sheet: Sheet, *, known: Collection[str] = ()) -> Table | None:
    """The table on `sheet`, or None where no row looks like a header.

    `known` are headings of the kinds of list expected; a row that uses them wins over one that
    does not, and without them the first row with the most words wins.
    """
    words = frozenset(normal(heading) for heading in known)
    top = list(itertools.islice(sheet.rows, SEARCHED_ROWS))
    best = max(range(len(top)), key=lambda i: (_score(top, i, words), -i), default=None)
    if best is None or _score(top, best, words) < 2:
        return None
    first, last = _extent(top, best, words, sheet.merged)
    lines = [top[i] for i in range(first, last + 1)]
    headings = _distinct(_combined(lines, sheet.merged))
    titles = [" ".join(_texts(row)) for row in top[:first]]
    return Table(
        sheet.name,
        tuple(title for title in titles if title),
        tuple(row.cells for row in top[:first]),
        headings,
        _rows_below(sheet, headings, lines),
    )


def _texts(row: Row) -> list[str]:
    return [text for cell in row.cells if (text := plain(cell))]


def is_label(cell: Cell) -> bool:
    """Whether a cell reads as a heading: words or a range of ages, not a number or a date."""
    if not isinstance(cell, str) or not cell.strip() or len(cell) > _LONGEST_HEADING:
        return False
    return not _NUMERIC.match(cell) or bool(_RANGE.match(cell))


def _score(top: Sequence[Row], index: int, words: Collection[str]) -> float:
    cells = [cell for cell in top[index].cells if plain(cell)]
    labels = [normal(str(cell)) for cell in cells if is_label(cell)]
    if len(set(labels)) < 2:
        return 0.0
    colons = sum(1 for cell in cells if str(cell).rstrip().endswith(":"))
    hits = sum(1 for label in labels if label in words)
    return len(set(labels)) - 2 * (len(cells) - len(labels)) - 2 * colons + 3 * hits


def _extent(
    top: Sequence[Row], best: int, words: Collection[str], merged: Sequence[Span]
) -> tuple[int, int]:
    """The header's first and last line: a line of groups above, or of parts below, belongs."""
    if best + 1 < len(top) and _completes(top[best], top[best + 1], words):
        return best, best + 1
    if best > 0 and _groups(top[best - 1], top[best], merged):
        return best - 1, best
    return best, best


def _filled(row: Row) -> dict[int, Cell]:
    return {i: cell for i, cell in enumerate(row.cells) if plain(cell)}


def _completes(upper: Row, lower: Row, words: Collection[str]) -> bool:
    """Whether `lower` fills in the parts of groups that `upper` only opens."""
    above, below = _filled(upper), _filled(lower)
    if len(below) < 2 or not all(is_label(cell) for cell in below.values()):
        return False
    within = [i for i in below if i not in above]
    spanned = [i for i in within if min(above, default=i) < i]
    hits = sum(1 for cell in below.values() if normal(str(cell)) in words)
    short = all(len(str(cell)) <= 30 for cell in below.values())
    starts = [i for i in above if i in below and i + 1 in within]
    covered = len(below) == len(spanned) + len(starts)
    return short and bool(spanned) and (covered or hits * 2 >= len(below))


def _groups(upper: Row, lower: Row, merged: Sequence[Span]) -> bool:
    """Whether `upper` names groups of the columns that `lower` names."""
    above, below = _filled(upper), _filled(lower)
    if not above or not all(is_label(cell) for cell in above.values()):
        return False
    if any(":" in str(cell) for cell in above.values()):
        return False
    spans = [s for s in merged if s.first_row == upper.number and s.last_column > s.first_column]
    widest = max((s.last_column - s.first_column + 1 for s in spans), default=0)
    if len(above) == 1:
        return 1 < widest < len(below)
    return bool(spans) or _spread(above, below)


def _spread(above: dict[int, Cell], below: dict[int, Cell]) -> bool:
    """Without merges: every group with parts has two or more, empty beside it or named again."""
    texts = {i: normal(str(cell)) for i, cell in above.items()}
    starts = [i for i in above if i in below]
    wide = [i for i in starts if i + 1 in below and texts.get(i + 1, texts[i]) == texts[i]]
    again = [i for i in starts if texts.get(i - 1) == texts[i]]
    return len(above) > 1 and bool(wide) and set(starts) == {*wide, *again}


def _combined(lines: Sequence[Row], merged: Sequence[Span]) -> list[str]:
    """One heading per column: a group's name goes before each of its parts."""
    if len(lines) == 1:
        return [plain(cell) for cell in lines[0].cells]
    upper, lower = lines
    width = max(len(upper.cells), len(lower.cells))
    above, below = _filled(upper), _filled(lower)
    spans = [s for s in merged if s.first_row == upper.number]
    headings, group = [], ""
    for column in range(width):
        if column in above:
            group = plain(above[column])
        elif column not in below or _outside(column, spans, above):
            group = ""
        part = plain(below.get(column))
        headings.append(f"{group}{JOINT}{part}" if group and part else part or group)
    return headings


def _outside(column: int, spans: Sequence[Span], above: dict[int, Cell]) -> bool:
    """Where merges are known, a group ends where its merge ends."""
    start = max((i for i in above if i < column), default=None)
    wide = [s for s in spans if s.first_column == start and s.last_column > s.first_column]
    return bool(spans) and not any(s.last_column >= column for s in wide)


def _distinct(headings: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    result = []
    for heading in headings:
        key = normal(heading)
        seen[key] = seen.get(key, 0) + 1
        again = key and seen[key] > 1
        result.append(f"{heading} ({seen[key]})" if again else heading)
    while result and not result[-1]:
        result.pop()
    return tuple(result)


def _rows_below(
    sheet: Sheet, headings: tuple[str, ...], lines: Sequence[Row]
) -> Callable[[], Iterator[TableRow]]:
    judge = _Judge(sheet, headings, lines)
    last = lines[-1].number

    def rows() -> Iterator[TableRow]:
        for row in sheet.rows:
            if row.number > last:
                yield TableRow(row.number, row.cells, judge.reason(row))

    return rows


class _Judge:
    """Says of each row below a header why it is no data, if it is not."""

    def __init__(self, sheet: Sheet, headings: Sequence[str], lines: Sequence[Row]) -> None:
        self.width = sum(1 for heading in headings if heading)
        self.repeats = [{i: normal(plain(c)) for i, c in _filled(line).items()} for line in lines]
        first = next((i for i, heading in enumerate(headings) if heading), 0)
        self.ordinal = first if normal(headings[first]) in ORDINALS else None
        self.wide = {s.first_row for s in sheet.merged if s.last_column - s.first_column >= 2}

    def reason(self, row: Row) -> Dropped | None:
        """The reason, or None for data."""
        filled = [(i, text) for i, cell in enumerate(row.cells) if (text := plain(cell))]
        if not filled:
            return Dropped.BLANK
        if len(filled) == 1:
            return self._lonely(row.number, *filled[0])
        first = normal(filled[0][1])
        if _TOTAL.match(first) or (len(filled) <= self.width / 2 and self._has_total(filled)):
            return Dropped.TOTAL
        if _NOTE.match(first) and len(filled) <= max(2, self.width / 3):
            return Dropped.NOTE
        return Dropped.REPEATED_HEADER if self._repeats(filled) else None

    def _lonely(self, number: int, column: int, text: str) -> Dropped | None:
        if column == self.ordinal and text.rstrip(".").isdigit():
            return Dropped.NUMBERED_BLANK
        words = normal(text)
        if _TOTAL.match(words):
            return Dropped.TOTAL
        if _NOTE.match(words) or text.endswith(":"):
            return Dropped.NOTE
        return Dropped.SECTION if number in self.wide and self.width > 2 else None

    def _has_total(self, filled: Sequence[tuple[int, str]]) -> bool:
        texts = [normal(text) for _, text in filled if not _NUMERIC.match(text)]
        return bool(texts) and all(_TOTAL.match(text) for text in texts)

    def _repeats(self, filled: Sequence[tuple[int, str]]) -> bool:
        for line in self.repeats:
            same = sum(1 for i, text in filled if line.get(i) == normal(text))
            if same >= 2 and same >= 0.7 * len(filled):
                return True
        return False
