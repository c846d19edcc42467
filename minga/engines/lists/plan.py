"""Decides before a file is read what each of its sheets is; one that is no list is told.

A plan is kept with its file, so that a reading that was interrupted goes on as it began.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from minga.engines.lists.definition import ListKind, Vocabulary
from minga.engines.lists.headers import Dropped, Table, find_table
from minga.engines.lists.mapping import ColumnMapping, KindGuess, guess_kind
from minga.engines.lists.reader import ListReader
from minga.engines.lists.reading import OURS, Sheet
from minga.engines.lists.survey import Survey, settled, survey
from minga.engines.lists.titles import title_values
from minga.engines.lists.words import plain, row_id_column

SURE = 0.35
"""How well a sheet's headings must fit a kind of list to be read as one, from 0 to 1."""
CLOSE = 0.1
"""By how much one kind must fit better than another; else somebody has to say which it is."""
TOLD_ROWS = 20
"""How many row numbers are told of those left out for one reason."""


class SheetFault(StrEnum):
    """Why a sheet is not read."""

    EMPTY = "empty"
    OURS = "ours"
    HIDDEN = "hidden"
    NO_TABLE = "no_table"
    NO_KIND = "no_kind"
    UNSURE = "unsure"
    NO_ROWS = "no_rows"


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SILENT = frozenset((SheetFault.EMPTY, SheetFault.OURS))
"""Faults that nobody needs to hear of: nothing is lost with such a sheet."""
_TOLD = frozenset((Dropped.TOTAL, Dropped.NOTE, Dropped.SECTION))


class LeftOut(NamedTuple):
    """What is not read, for one reason: how many rows, and the numbers of the first.

    Or what is read without: macros of the file, errors in its cells.
    """

    reason: str
    many: int
    first: tuple[int, ...]


@dataclass(frozen=True)
class SheetPlan:
    """What one sheet is: a list of some kind under a mapping, or nothing to read, and why."""

    name: str
    fault: SheetFault | None = None
    kind: str = ""
    """The kind of list; of a sheet that fits none well enough, the nearest."""
    rivals: tuple[str, ...] = ()
    """Other kinds that fit about as well, where nobody can tell from the sheet."""
    lacking: tuple[str, ...] = ()
    """Required columns of that kind that the sheet does not have."""
    headings: tuple[str, ...] = ()
    mapping: ColumnMapping = field(default_factory=lambda: ColumnMapping(""))
    rows: int = 0
    left_out: tuple[LeftOut, ...] = ()


Mended = Callable[[str], ColumnMapping | None]
"""From the id of a row to the mapping under which it was read."""


class ChangedPlan(ValueError):  # noqa: N818 - it names what happened to the plan
    """A sheet does not look as it did when it was planned: the definitions have changed."""


def plan_sheets(
    sheets: Iterable[Sheet],
    kinds: Mapping[str, ListKind],
    vocabularies: Mapping[str, Vocabulary],
    *,
    kept: Mapping[str, ColumnMapping],
    named: str | None = None,
    mended: Mended = lambda row_id: None,
) -> list[SheetPlan]:
    """The plan of every sheet of a file, in order.

    `kept` are the sender's mappings by kind; `named` is the kind that somebody says the file is,
    and then every sheet with a table that has any of its columns is read as one. `mended` tells
    how a row was read that a corrections workbook brings back; its sheet is read in the same way.
    """
    wanted = [kinds[named]] if named else list(kinds.values())
    headings = _headings(kinds)
    plans: list[SheetPlan] = []
    surveys: dict[str, list[Survey]] = {}
    for sheet in sheets:
        plan, table = _first_look(sheet, headings)
        before = _as_before(table, mended) if table is not None else None
        if table is not None and before is not None and before.kind in kinds:
            plan = _read_as(plan, table, before, kinds[before.kind])
        elif table is not None:
            guesses = guess_kind(table.headings, wanted, vocabularies, kept)
            floor = 0.0 if named else SURE
            plan = _judged(plan, table, _settled_by(kept, guesses), kinds, floor=floor)
        if table is not None and plan.kind and plan.fault is None:
            found = survey(table, kinds[plan.kind], plan.mapping)
            surveys.setdefault(plan.kind, []).append(found)
        plans.append(plan)
    return [
        replace(plan, mapping=settled(plan.mapping, surveys[plan.kind]))
        if plan.kind in surveys and plan.fault is None
        else plan
        for plan in plans
    ]


def _first_look(sheet: Sheet, headings: set[str]) -> tuple[SheetPlan, Table | None]:
    told = [
        LeftOut(one.code, one.many, tuple(int(place.lstrip(_LETTERS) or 0) for place in one.places))
        for one in sheet.remarks
    ]
    plan = SheetPlan(sheet.name, left_out=tuple(told))
    if sheet.name in OURS:
        return replace(plan, fault=SheetFault.OURS), None
    if not any(cell is not None for row in sheet.rows for cell in row.cells):
        return replace(plan, fault=SheetFault.EMPTY), None
    table = find_table(sheet, known=headings)
    if sheet.hidden:
        return replace(plan, fault=SheetFault.HIDDEN), None
    if table is None:
        return replace(plan, fault=SheetFault.NO_TABLE), None
    return replace(plan, headings=table.headings), table


def _judged(
    plan: SheetPlan,
    table: Table,
    guesses: list[KindGuess],
    kinds: Mapping[str, ListKind],
    *,
    floor: float,
) -> SheetPlan:
    if not guesses or guesses[0].score < floor:
        nearest = guesses[0] if guesses else None
        kind = nearest.kind if nearest else ""
        lacking = nearest.mapping.missing(kinds[kind]) if nearest else ()
        return replace(plan, fault=SheetFault.NO_KIND, kind=kind, lacking=lacking)
    best, rivals = guesses[0], tuple(one.kind for one in guesses[1:] if _close(one, guesses[0]))
    if floor and rivals:
        return replace(plan, fault=SheetFault.UNSURE, kind=best.kind, rivals=rivals)
    return _read_as(plan, table, best.mapping, kinds[best.kind])


def _close(one: KindGuess, best: KindGuess) -> bool:
    return one.score >= max(SURE, best.score - CLOSE)


def _settled_by(kept: Mapping[str, ColumnMapping], guesses: list[KindGuess]) -> list[KindGuess]:
    """The guesses; of kinds that fit about equally, the only one that the sender sent before."""
    close = [one for one in guesses if _close(one, guesses[0])]
    known = [one for one in close if one.kind in kept]
    if len(close) < 2 or len(known) != 1:
        return guesses
    return [*known, *(one for one in guesses if one not in close)]


def _as_before(table: Table, mended: Mended) -> ColumnMapping | None:
    """How the rows of a corrections workbook were read the first time."""
    at = row_id_column(table.headings)
    if at is None:
        return None
    ids = (plain(row.cells[at]) for row in table.data if at < len(row.cells))
    return mended(next((one for one in ids if one), ""))


def _read_as(plan: SheetPlan, table: Table, mapping: ColumnMapping, kind: ListKind) -> SheetPlan:
    """The plan of a sheet that is read; what stands above its table goes with the mapping."""
    told = {**title_values(table, kind, mapping), **mapping.constants}
    rows, left_out = _count(table)
    return replace(
        plan,
        fault=None if rows else SheetFault.NO_ROWS,
        kind=kind.code,
        lacking=mapping.missing(kind, told),
        mapping=replace(mapping, constants=told),
        rows=rows,
        left_out=plan.left_out + left_out,
    )


def _count(table: Table) -> tuple[int, tuple[LeftOut, ...]]:
    """How many rows are data, and which are left out as totals, notes or section titles."""
    rows = 0
    numbers: dict[str, list[int]] = {}
    for row in table.rows:
        if row.dropped is None:
            rows += 1
        elif row.dropped in _TOLD:
            numbers.setdefault(row.dropped, []).append(row.number)
    return rows, tuple(
        LeftOut(str(reason), len(found), tuple(found[:TOLD_ROWS]))
        for reason, found in numbers.items()
    )


def _headings(kinds: Mapping[str, ListKind]) -> set[str]:
    """Every heading that some kind of list knows."""
    return {h for kind in kinds.values() for c in kind.columns.values() for h in c.headings}


def planned_reader(
    sheet: Sheet,
    plan: SheetPlan,
    kinds: Mapping[str, ListKind],
    vocabularies: Mapping[str, Vocabulary],
    *,
    received_on: date,
) -> ListReader:
    """The reader of a planned sheet. Raises ChangedPlan when the sheet is now seen otherwise."""
    headings = _headings(kinds)
    table = find_table(sheet, known=headings)
    if table is None or table.headings != plan.headings or plan.kind not in kinds:
        raise ChangedPlan(plan.kind)
    return ListReader(table, kinds[plan.kind], plan.mapping, vocabularies, received_on=received_on)
