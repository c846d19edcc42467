"""A row while it is being read: what its cells gave so far, and what was wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from minga.engines.lists.dates import Age, PartialDate
from minga.engines.lists.definition import ListKind
from minga.engines.lists.findings import Finding, Problem, Severity, finding
from minga.engines.lists.headers import TableRow
from minga.engines.lists.reading import Cell
from minga.engines.lists.rows import Answer, TallyEntry
from minga.engines.lists.words import plain


@dataclass(frozen=True)
class Source:
    """Where a value came from: our column, the sheet's column (None for a constant), the cell."""

    code: str
    cell: Cell
    index: int | None = None


class RowDraft:
    """Collects what the cells of one row say."""

    def __init__(self, kind: ListKind, headings: tuple[str, ...], row: TableRow) -> None:
        self.kind = kind
        self.headings = headings
        self.row = row
        self.words: dict[str, str] = {}
        """Single values by target: `person.given_names`, `place`, `case.code` …"""
        self.groups: list[str] = []
        self.statuses: list[str] = []
        self.birth: PartialDate | None = None
        self.age: Age | None = None
        self.dates: dict[str, PartialDate] = {}
        """By column code."""
        self.answers: dict[str, dict[str, Answer]] = {}
        self.tallies: list[TallyEntry] = []
        self.counted = False
        """Whether any cell of a tally says how many, if only nobody."""
        self.waiting: dict[str, list[Source]] = {}
        """Cells that can only be read once the others are: places, documents."""
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []

    def source(self, code: str, cell: Cell, index: int | None) -> Source:
        """Note where the value of a column comes from."""
        source = Source(code, cell, index)
        if plain(cell):
            self.sources[code] = source
        return source

    def problem(
        self, found: Finding | str, source: Source | None = None, severity: Severity | None = None
    ) -> None:
        """Note a problem with a cell, or with the row as a whole."""
        found = finding(found) if isinstance(found, str) else found
        message, mend = found.words()
        index = source.index if source else None
        heading = self.headings[index] if index is not None else source.code if source else ""
        self.problems.append(
            Problem(
                column=heading,
                cell=plain(source.cell) if source else "",
                message=message,
                mend=mend,
                severity=severity or found.severity,
                code=found.code,
                index=index,
            )
        )

    def troubled(self, code: str) -> bool:
        """Whether the cell of one of our columns already has a problem."""
        source = self.sources.get(code)
        return source is not None and any(
            p.index == source.index and p.cell == plain(source.cell) for p in self.problems
        )

    def answer(self, step: str, field: str, value: Answer) -> None:
        """Note an answer; further terms of the same field are added to it."""
        known = self.answers.setdefault(step, {})
        before = known.get(field)
        if isinstance(before, tuple) and isinstance(value, tuple):
            value = (*before, *(term for term in value if term not in before))
        known[field] = value

    def require(self, codes: Iterable[str], places: dict[str, int]) -> None:
        """Note the required columns that gave nothing."""
        for code in codes:
            if code not in self.sources:
                source = Source(code, None, places.get(code))
                self.problem("missing", source, Severity.REJECT)
