"""What the columns of a sheet say as a whole: order of dates, order of names, decimals, sexes."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from minga.engines.lists.dates import DateOrder, date_order
from minga.engines.lists.definition import Column, ListKind, ValueType
from minga.engines.lists.headers import Table, TableRow
from minga.engines.lists.mapping import ColumnMapping
from minga.engines.lists.names import NameOrder, name_order
from minga.engines.lists.numbers import DecimalMark, decimal_mark
from minga.engines.lists.reading import Cell
from minga.engines.lists.words import normal, plain

SURVEYED_ROWS = 20_000
"""How many rows are looked at before the first is read for good."""


class SexLetters(StrEnum):
    """Which two letters a sex column writes: M beside H is mujer, beside F masculino."""

    H_M = "h_m"
    M_F = "m_f"


@dataclass(frozen=True)
class Survey:
    """Evidence from whole columns; everything is by index of the sheet's column."""

    dates: Mapping[int, DateOrder] = field(default_factory=dict)
    evident: frozenset[DateOrder] = frozenset()
    """The orders that columns gave evidence of themselves."""
    names: NameOrder | None = None
    marks: Mapping[int, DecimalMark] = field(default_factory=dict)
    letters: SexLetters | None = None
    """What M stands for in the sex column, where the column tells."""


def settled(mapping: ColumnMapping, found: Iterable[Survey]) -> ColumnMapping:
    """The mapping with what all sheets of a file tell together.

    A small sheet may hold only M or only days below 13; its neighbours settle it. Keep the result
    with the file: a corrections workbook holds few rows, and the evidence would be lost in it.
    """
    found = list(found)
    dates = {order for one in found for order in one.evident}
    names = {one.names for one in found} - {None}
    sexes = {one.letters for one in found} - {None}
    return replace(
        mapping,
        dates=mapping.dates or _only(dates - {DateOrder.UNSETTLED}),
        names=mapping.names or _only(names),
        sexes=mapping.sexes or _only(sexes),
    )


def _only(values: set[Any]) -> str | None:
    return str(next(iter(values))) if len(values) == 1 else None


def places_of(table: Table, mapping: ColumnMapping) -> dict[int, int]:
    """Which mapped column (by its index in the mapping) stands at which index of the sheet."""
    wanted = {normal(mapped.heading): i for i, mapped in enumerate(mapping.columns)}
    return {
        place: wanted[normal(heading)]
        for place, heading in enumerate(table.headings)
        if normal(heading) in wanted
    }


def survey(table: Table, kind: ListKind, mapping: ColumnMapping) -> Survey:
    """Look at the first rows of a table for what single cells cannot tell.

    Where one date column gives no evidence, the others of the same sheet speak for it; where
    none does, days come first, as is usual in Ecuador.
    """
    columns = {
        place: (kind.columns[mapping.columns[i].column], mapping.columns[i].term)
        for place, i in places_of(table, mapping).items()
        if mapping.columns[i].column in kind.columns
    }
    sample = _sample(itertools.islice(table.data, SURVEYED_ROWS), columns)
    dates, marks, names, sexes = {}, {}, None, set[str]()
    for place, (column, term) in columns.items():
        cells = sample[place]
        if _is_date(column):
            dates[place] = date_order(cells)
        elif column.to == "person.full_name":
            names = name_order(cells)
        elif column.to == "person.sex" and term is None:
            sexes |= {normal(plain(cell)) for cell in cells} - {""}
        elif _is_number(column) and (mark := decimal_mark(cells)):
            marks[place] = mark
    letters = SexLetters(mapping.sexes) if mapping.sexes else _letters(sexes)
    names = NameOrder(mapping.names) if mapping.names else names
    evident = frozenset(order for order in dates.values() if order is not None)
    return Survey(_settled(dates, mapping.dates), evident, names, marks, letters)


def _sample(rows: Iterable[TableRow], columns: Mapping[int, object]) -> dict[int, list[Cell]]:
    cells: dict[int, list[Cell]] = {place: [] for place in columns}
    for row in rows:
        for place, seen in cells.items():
            if place < len(row.cells):
                seen.append(row.cells[place])
    return cells


def _is_date(column: Column) -> bool:
    return (
        column.target.kind == "date"
        or column.to == "person.birth_on"
        or column.type is ValueType.DATE
    )


def _is_number(column: Column) -> bool:
    return column.target.kind in {"answer", "tally"}


def _settled(found: Mapping[int, DateOrder | None], chosen: str | None) -> dict[int, DateOrder]:
    if chosen in {"dmy", "mdy"}:
        return {place: DateOrder(chosen) for place in found}
    told = {order for order in found.values() if order is not None}
    usual = told.pop() if len(told) == 1 else DateOrder.DMY
    return {place: order or usual for place, order in found.items()}


def _letters(sexes: set[str]) -> SexLetters | None:
    if ("h" in sexes) == ("f" in sexes):
        return None
    return SexLetters.H_M if "h" in sexes else SexLetters.M_F
