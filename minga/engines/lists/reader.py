"""Turns the rows of a mapped table into typed rows, one by one."""

import datetime as dt
import itertools
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from minga.engines.lists.cells import CellReader
from minga.engines.lists.definition import ListKind, Vocabulary
from minga.engines.lists.draft import RowDraft, Source
from minga.engines.lists.findings import Severity, finding
from minga.engines.lists.headers import Table, TableRow
from minga.engines.lists.lookup import lookups
from minga.engines.lists.mapping import ColumnMapping
from minga.engines.lists.persons import person_of
from minga.engines.lists.rows import ListRow, PersonFacts, StepEntry
from minga.engines.lists.survey import places_of, survey
from minga.engines.lists.titles import title_values
from minga.engines.lists.words import plain, row_id_column


@dataclass(frozen=True)
class Period:
    """The days on which steps may have happened, both included."""

    first: dt.date
    last: dt.date


class ListReader:
    """Reads the rows of one table under one mapping."""

    def __init__(
        self,
        table: Table,
        kind: ListKind,
        mapping: ColumnMapping,
        vocabularies: Mapping[str, Vocabulary],
        *,
        received_on: dt.date,
        period: Period | None = None,
    ) -> None:
        """`received_on` is the day the list came in: nothing in it can be later.

        Vocabularies may include `place`, `organisation` and `site`; where one is not given, the
        partner's own words are passed on.
        """
        self.table = table
        self.kind = kind
        self.period = period or Period(dt.date(1990, 1, 1), received_on)
        self.received_on = received_on
        self.cells = CellReader(
            kind, lookups(vocabularies), survey(table, kind, mapping), received_on
        )
        self.columns = [
            (place, mapping.columns[i])
            for place, i in sorted(places_of(table, mapping).items())
            if mapping.columns[i].column in kind.columns
        ]
        self.places = {mapped.column: place for place, mapped in reversed(self.columns)}
        told = {**title_values(table, kind, mapping), **mapping.constants}
        self.constants = {code: value for code, value in told.items() if code in kind.columns}
        self.required = [code for code, column in kind.columns.items() if column.required]
        self.row_id = row_id_column(table.headings)

    def rows(self, *, skip: int = 0) -> Iterator[ListRow]:
        """Every data row after the first `skip`, read."""
        return (self.read(row) for row in itertools.islice(self.table.data, skip, None))

    def some(self, numbers: Container[int]) -> Iterator[ListRow]:
        """The data rows with these numbers, read."""
        return (self.read(row) for row in self.table.data if row.number in numbers)

    def read(self, row: TableRow) -> ListRow:
        """One row, read."""
        draft = RowDraft(self.kind, self.table.headings, row)
        for code, value in self.constants.items():
            self.cells.read(draft, code, value)
        for place, mapped in self.columns:
            cell = row.cells[place] if place < len(row.cells) else None
            self.cells.read(draft, mapped.column, cell, place=place, term=mapped.term)
        self.cells.finish(draft)
        draft.require(self.required, self.places)
        steps = tuple(self._steps(draft))
        on = next((step.occurred_on for step in steps if step.occurred_on), self.received_on)
        person = person_of(draft, on)
        if self.kind.tallied and not draft.counted:
            draft.problem("no_counts")
        return self._row(draft, person, steps)

    def _steps(self, draft: RowDraft) -> Iterator[StepEntry]:
        before: dt.date | None = None
        for step in self.kind.steps:
            code = self.kind.date_column(step)
            found = draft.dates.get(code) if code is not None else None
            answers = draft.answers.get(step.step, {})
            if found is None and code is not None:
                self._undated(draft, code, needed=not step.optional, told=bool(answers))
                continue
            on = found.day if found else before
            if on is None:
                draft.problem("no_date", severity=Severity.REJECT)
                continue
            if found and code and not self.period.first <= on <= self.period.last:
                self._out_of_range(draft, code, on)
            before = on
            yield StepEntry(step.step, on, step.role, {**step.answers, **answers})

    def _undated(self, draft: RowDraft, code: str, *, needed: bool, told: bool) -> None:
        """A step without a date: refused where it is needed, looked at where answers hang on it."""
        if draft.troubled(code) or any(
            p.code == "missing" and p.column in {code, self._heading(code)} for p in draft.problems
        ):
            return
        if needed or told:
            severity = Severity.REJECT if needed else Severity.REVIEW
            draft.problem("no_date", Source(code, None, self.places.get(code)), severity)

    def _heading(self, code: str) -> str:
        place = self.places.get(code)
        return code if place is None else self.table.headings[place]

    def _out_of_range(self, draft: RowDraft, code: str, on: dt.date) -> None:
        if not draft.troubled(code):
            found = finding("date_out_of_range", date=on.isoformat())
            draft.problem(found, draft.sources.get(code))

    def _row(
        self, draft: RowDraft, person: PersonFacts | None, steps: tuple[StepEntry, ...]
    ) -> ListRow:
        cells = tuple(plain(cell) for cell in draft.row.cells)
        at = self.row_id
        return ListRow(
            number=draft.row.number,
            sheet=self.table.sheet,
            person=person,
            place=draft.words.get("place"),
            organisation=draft.words.get("organisation"),
            site=draft.words.get("site"),
            case_code=draft.words.get("case.code"),
            gathering_code=draft.words.get("gathering.code"),
            steps=steps,
            tallies=tuple(draft.tallies),
            problems=tuple(draft.problems),
            cells=cells,
            row_id=cells[at] or None if at is not None and at < len(cells) else None,
        )
