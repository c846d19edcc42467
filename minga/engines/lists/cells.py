"""Reads one cell into a row's draft, by the target of its column."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from minga.engines.lists.dates import DateOrder, Precision, read_age, read_date
from minga.engines.lists.definition import Column, ListKind, ValueType
from minga.engines.lists.documents import read_document, read_phone
from minga.engines.lists.draft import RowDraft, Source
from minga.engines.lists.findings import Reading, Severity, T, finding
from minga.engines.lists.lookup import Lookup
from minga.engines.lists.names import read_full_name, read_part
from minga.engines.lists.numbers import read_number, read_whole, read_yes_no
from minga.engines.lists.reading import Cell
from minga.engines.lists.rows import Answer, TallyEntry
from minga.engines.lists.survey import SexLetters, Survey
from minga.engines.lists.words import MARKS, is_missing, normal, plain

_LATER = frozenset(("place", "organisation", "site"))
_NOT_TICKED = frozenset(("no", "n", "0", "false", "falso"))
_NAMES = frozenset(("given_names", "surnames", "first_surname", "second_surname"))


class CellReader:
    """Reads the cells of one table."""

    def __init__(
        self,
        kind: ListKind,
        lookups: Mapping[str, Lookup],
        survey: Survey,
        received_on: dt.date,
    ) -> None:
        self.kind = kind
        self.lookups = lookups
        self.survey = survey
        self.received_on = received_on
        self.bands = _bands(kind)
        self._targets = {code: column.target for code, column in kind.columns.items()}
        self._readers: dict[str, Callable[[RowDraft, Column, Source], None]] = {
            "person": self._person,
            "date": self._date,
            "answer": self._answer,
            "tally": self._tally,
            "case": self._word,
            "gathering": self._word,
        }

    def read(
        self,
        draft: RowDraft,
        code: str,
        cell: Cell,
        *,
        place: int | None = None,
        term: str | None = None,
    ) -> None:
        """Read a cell of the column `code` standing at index `place`; `term` for ticked columns."""
        column = self.kind.columns[code]
        if cell is None or cell == "" or self._says_nothing(column, cell):
            return
        if term is not None:
            self._tick(draft, column, Source(code, cell, place), term)
            return
        source = draft.source(code, cell, place)
        kind = self._targets[code].kind
        if kind in _LATER or column.to in {"person.document", "person.document_type"}:
            draft.waiting.setdefault(column.to, []).append(source)
        elif kind in self._readers:
            self._readers[kind](draft, column, source)

    def _says_nothing(self, column: Column, cell: Cell) -> bool:
        """`S/D` is nothing, unless the column's vocabulary has a term for it."""
        if not isinstance(cell, str) or not is_missing(cell):
            return False
        lookup = self.lookups.get(column.vocabulary_code or "")
        return lookup is None or lookup.read(cell).value is None

    def finish(self, draft: RowDraft) -> None:
        """Read what had to wait for other cells."""
        for target in ("place", "organisation", "site", "person.document_type"):
            sources = draft.waiting.get(target)
            if sources:
                self._last(draft, target, sources)
        for source in draft.waiting.get("person.document", ()):
            type_given = draft.words.get("person.document_type")
            document = self._kept(draft, source, read_document(source.cell, type_given=type_given))
            if document is not None:
                draft.words["person.document"] = document.number
                if document.type is not None:
                    draft.words["person.document_type"] = document.type

    def _last(self, draft: RowDraft, target: str, sources: list[Source]) -> None:
        """The narrowest of several cells, with the wider ones to tell namesakes apart."""
        order = list(self.kind.columns)
        *wider, last = sorted(sources, key=lambda source: order.index(source.code))
        lookup = self.lookups.get(self.kind.columns[last.code].vocabulary_code or "")
        if lookup is None:
            draft.words[target] = plain(last.cell)
            return
        reading = lookup.read(last.cell, within=[source.cell for source in wider])
        code = self._kept(draft, last, reading)
        if code is not None:
            draft.words[target] = code

    def _kept(self, draft: RowDraft, source: Source, reading: Reading[T]) -> T | None:
        if reading.finding is not None:
            draft.problem(reading.finding, source)
        return reading.value

    def _tick(self, draft: RowDraft, column: Column, source: Source, term: str) -> None:
        text = normal(plain(source.cell))
        if text in MARKS:
            draft.sources.setdefault(source.code, source)
            self._coded(draft, column, [term])
        elif text not in _NOT_TICKED:
            draft.problem(finding("tick_strange", cell=plain(source.cell)), source)

    def _coded(self, draft: RowDraft, column: Column, codes: list[str]) -> None:
        target = column.target
        if column.to == "person.group":
            draft.groups += [code for code in codes if code not in draft.groups]
        elif column.to == "person.status":
            draft.statuses += [code for code in codes if code not in draft.statuses]
        elif target.kind == "answer":
            value: Answer = tuple(codes) if column.several else codes[0]
            draft.answer(target.name, target.field, value)
        else:
            draft.words[column.to] = codes[0]

    def _terms(self, draft: RowDraft, column: Column, source: Source, lookup: Lookup) -> None:
        several = column.several or column.to in {"person.group", "person.status"}
        readings = lookup.read_several(source.cell) if several else [lookup.read(source.cell)]
        codes = [code for reading in readings if (code := self._kept(draft, source, reading))]
        if codes:
            self._coded(draft, column, codes)

    def _person(self, draft: RowDraft, column: Column, source: Source) -> None:
        name = column.target.name
        lookup = self.lookups.get(column.vocabulary_code or "")
        if name == "sex" and self._by_letter(draft, source, lookup):
            return
        if lookup is not None:
            self._terms(draft, column, source, lookup)
        elif name == "full_name":
            reading = read_full_name(source.cell, order=self.survey.names)
            if full := self._kept(draft, source, reading):
                draft.words["person.given_names"] = full.given_names
                draft.words["person.surnames"] = full.surnames
        elif name in _NAMES:
            self._put(draft, column.to, self._kept(draft, source, read_part(source.cell)))
        elif name == "phone":
            self._put(draft, column.to, self._kept(draft, source, read_phone(source.cell)))
        elif name == "birth_on":
            order = self._order(source)
            reading_on = read_date(source.cell, order=order, latest=self.received_on)
            draft.birth = self._kept(draft, source, reading_on)
        elif name == "age":
            draft.age = self._kept(draft, source, read_age(source.cell))
        else:
            self._coded(draft, column, [plain(source.cell)])

    def _by_letter(self, draft: RowDraft, source: Source, lookup: Lookup | None) -> bool:
        """H and M, or M alone: what the letter stands for is told by the column, not the cell."""
        letter = normal(plain(source.cell))
        if lookup is None or letter not in {"h", "m"}:
            return False
        if letter == "h" or self.survey.letters is SexLetters.M_F:
            word = "hombre"
        elif self.survey.letters is SexLetters.H_M:
            word = "mujer"
        else:
            draft.problem("sex_letter", source)
            return True
        self._put(draft, "person.sex", self._kept(draft, source, lookup.read(word)))
        return True

    def _put(self, draft: RowDraft, target: str, value: str | None) -> None:
        if value:
            draft.words[target] = value

    def _word(self, draft: RowDraft, column: Column, source: Source) -> None:
        draft.words[column.to] = plain(source.cell)

    def _order(self, source: Source) -> DateOrder:
        return self.survey.dates.get(-1 if source.index is None else source.index, DateOrder.DMY)

    def _date(self, draft: RowDraft, column: Column, source: Source) -> None:
        reading = read_date(source.cell, order=self._order(source), latest=self.received_on)
        if reading.value is None:
            found = reading.finding or finding("no_date")
            draft.problem(found, source, Severity.REJECT)
            return
        self._kept(draft, source, reading)
        draft.dates[source.code] = reading.value
        if reading.value.precision is not Precision.DAY:
            draft.problem("date_coarse", source)

    def _answer(self, draft: RowDraft, column: Column, source: Source) -> None:
        lookup = self.lookups.get(column.vocabulary_code or "")
        if lookup is not None:
            self._terms(draft, column, source, lookup)
            return
        value = self._typed(draft, column, source)
        if value is not None:
            draft.answer(column.target.name, column.target.field, value)

    def _typed(self, draft: RowDraft, column: Column, source: Source) -> Answer | None:
        cell, mark = source.cell, self.survey.marks.get(source.index or -1)
        match column.type:
            case ValueType.INTEGER:
                return self._kept(draft, source, read_whole(cell, mark=mark))
            case ValueType.DECIMAL:
                return self._kept(draft, source, read_number(cell, mark=mark))
            case ValueType.YES_NO:
                return self._kept(draft, source, read_yes_no(cell))
            case ValueType.DATE:
                reading = read_date(cell, order=self._order(source), latest=self.received_on)
                found = self._kept(draft, source, reading)
                return found.day if found else None
            case ValueType.TEXT:
                return plain(cell)
            case None:
                return _as_it_stands(cell)

    def _tally(self, draft: RowDraft, column: Column, source: Source) -> None:
        reading = read_whole(source.cell, mark=self.survey.marks.get(source.index or -1))
        if reading.value is None and reading.finding:
            draft.problem(reading.finding, source, Severity.REJECT)
        count = reading.value
        draft.counted |= count is not None or reading.finding is not None
        if count:
            age_from, age_to = self.bands[source.code]
            draft.tallies.append(TallyEntry(column.target.name, age_from, age_to, count))


def _as_it_stands(cell: Cell) -> Answer:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float):
        number = Decimal(plain(cell))
        return int(number) if number == number.to_integral_value() else number
    return plain(cell)


def _bands(kind: ListKind) -> dict[str, tuple[int | None, int | None]]:
    """The age band of each tally column; a band ends where the next of the same sex begins."""
    starts: dict[str, list[int]] = {}
    parts: dict[str, tuple[str, list[int]]] = {}
    for code, column in kind.columns.items():
        target = column.target
        if target.kind == "tally":
            ages = [int(age) for age in target.field.split("_") if age]
            parts[code] = (target.name, ages)
            starts.setdefault(target.name, []).extend(ages[:1])
    bands: dict[str, tuple[int | None, int | None]] = {}
    for code, (sex, ages) in parts.items():
        later = [start for start in starts[sex] if ages and start > ages[0]]
        end = ages[1] if len(ages) > 1 else min(later, default=None)
        bands[code] = (ages[0] if ages else None, end)
    return bands
