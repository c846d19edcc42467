"""What ties the counted cells of a release together, as far as the pack's definitions tell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, permutations

from minga.engines.disclosure.hiding import DEAREST, Cell
from minga.engines.disclosure.tables import CellId, Relation
from minga.engines.indicators.definition import CatchmentCount, Indicator
from minga.engines.indicators.facts import Row
from minga.engines.indicators.nesting import (
    axis_cells,
    cells_lie_within,
    counts_units,
    lies_within,
)

Period = tuple[date, date]
Axes = tuple[tuple[str, str], ...]
Key = tuple[str, Period, Axes]
"""A row by its indicator, period and axes."""


def key_of(row: Row) -> Key:
    """What tells a row from all others."""
    return (row.indicator, row.period, row.axes)


def cell_of(key: Key) -> CellId:
    """The row's cell as disclosure control knows it."""
    code, (starts, ends), axes = key
    return frozenset({("indicator", code), ("period", f"{starts}..{ends}"), *axes})


def count_of(row: Row) -> int:
    """The count that is protected: what is counted; of a sum, the steps that it adds up."""
    return row.participations if row.unit == "sum" else int(row.value or 0)


def people_of(row: Row) -> int:
    """The people that a cell speaks of; where none are registered, what it counts."""
    count = count_of(row)
    return min(count, row.people) if row.people else count


@dataclass
class Links:
    """The cells and relations of a release; rows of what is not about people are left out."""

    rows: Mapping[Key, Row]
    indicators: Mapping[str, Indicator]
    limits: Mapping[str, int]
    provinces: Mapping[str, str | None]
    """The province of each canton."""
    cells: dict[CellId, Cell] = field(default_factory=dict)
    ties: list[Relation] = field(default_factory=list)

    def build(self) -> None:
        """Find every cell and every relation."""
        for key, row in self.rows.items():
            self.cells[cell_of(key)] = self._cell(key, row)
        tables = {
            (code, period): list(keys)
            for (code, period), keys in groupby(sorted(self.rows), key=lambda key: key[:2])
        }
        for (code, period), keys in tables.items():
            self._tie_breakdowns((code, period, ()), keys)
        for inner, outer in permutations(sorted({code for code, _ in tables}), 2):
            self._tie_indicators(inner, outer, tables)
        self._tie_remainders(tables)

    def add_estimate(self, code: str, minus: str, rows: Sequence[Row]) -> None:
        """The cells of an estimate: whoever knows the denominators can tell what each is less by.

        So they stand for the counts by canton of `minus`, and for their sums.
        """
        period = rows[0].period
        by_canton = {
            row.axes[0][1]: self.rows.get((minus, period, row.axes))
            for row in rows
            if row.axes and row.axes[0][0] == "canton"
        }
        for row in rows:
            lessened = [
                each
                for canton, each in by_canton.items()
                if each is not None and self._lies_in(canton, row.axes)
            ]
            count, limit = sum(map(count_of, lessened)), self.limits[minus]
            cell = cell_of((code, period, row.axes))
            self.cells[cell] = Cell(count=count, threshold=limit, small=0 < count < limit)
            if lessened:
                self._tie(cell, [cell_of(key_of(each)) for each in lessened])

    def _lies_in(self, canton: str, axes: Axes) -> bool:
        """Whether a canton lies in an area, or is it; all lie in the total."""
        area = axes[0][1] if axes else None
        return area in (None, canton, self.provinces.get(canton))

    def _dear(self, key: Key) -> int:
        """A promised total is what readers look for; then any other total; then breakdowns."""
        if key[2]:
            return 0
        return DEAREST if self.indicators[key[0]].targets else DEAREST - 1

    def _cell(self, key: Key, row: Row) -> Cell:
        people, limit = people_of(row), self.limits[row.indicator]
        return Cell(
            count=count_of(row),
            people=people,
            threshold=limit,
            small=0 < people < limit,
            lowest=1,
            dear=self._dear(key),
        )

    def _tie_breakdowns(self, total: Key, keys: Sequence[Key]) -> None:
        """A total and the cells of each axis; each province and its cantons."""
        by_axis: dict[str, list[Key]] = defaultdict(list)
        for key in keys:
            if key[2]:
                by_axis[key[2][0][0]].append(key)
        if total in self.rows:
            for parts in by_axis.values():
                self._tie(cell_of(total), [cell_of(key) for key in parts])
        for province in by_axis.get("province", ()):
            inside = [
                cell_of(key)
                for key in by_axis.get("canton", ())
                if self.provinces.get(key[2][0][1]) == province[2][0][1]
            ]
            if inside:
                self._tie(cell_of(province), inside)

    def _tie_indicators(
        self, inner: str, outer: str, tables: Mapping[tuple[str, Period], Sequence[Key]]
    ) -> None:
        """An indicator that is part of another: cell within cell, and their difference."""
        one, other = self.indicators[inner], self.indicators[outer]
        if not lies_within(one, other):
            return
        axes = [axis for axis in one.by if cells_lie_within(one, other, axis)]
        for (code, period), keys in tables.items():
            if code != inner:
                continue
            for key in keys:
                if not key[2] or key[2][0][0] in axes:
                    self._tie_within(key, (outer, period, key[2]))
            same = axis_cells(one, other)
            if same:
                axis, values = same
                found = [(outer, period, ((axis, value),)) for value in values]
                parts = [cell_of(part) for part in found if part in self.rows]
                if parts:
                    self._tie(cell_of((inner, period, ())), parts)

    def _tie_within(self, inner: Key, outer: Key) -> None:
        if inner not in self.rows or outer not in self.rows:
            return
        part, whole = cell_of(inner), cell_of(outer)
        left = self.cells[whole].count - self.cells[part].count
        limit = max(self.cells[whole].threshold, self.cells[part].threshold)
        if 0 < left < limit:
            rest = frozenset({("without", str(sorted(part))), *whole})
            self.cells[rest] = Cell(count=left, threshold=limit, small=True, notional=True)
            self._tie(whole, [part, rest])
        else:
            self._tie(whole, [part], covers=False)

    def _tie_remainders(self, tables: Mapping[tuple[str, Period], Sequence[Key]]) -> None:
        """What an indicator leaves out and what it leaves in add up to the whole, or cover it."""
        for code, period in tables:
            without = self.indicators[code]
            for whole in self._wholes(without):
                left_out = [other for other in without.except_ if other not in whole.except_]
                inside = [
                    other
                    for other in left_out
                    if (other, period) in tables and lies_within(self.indicators[other], whole)
                ]
                overlaps = [
                    twin for twin in self._overlaps(without, whole) if (twin, period) in tables
                ]
                for parts in ([*inside] if len(inside) == len(left_out) else [], overlaps):
                    keys = [(part, period, ()) for part in (code, *parts)]
                    total = (whole.indicator, period, ())
                    if parts and total in self.rows and all(key in self.rows for key in keys):
                        self._tie(cell_of(total), [cell_of(key) for key in keys])

    def _wholes(self, without: Indicator) -> Iterator[Indicator]:
        """The indicators that differ from one only by not leaving out what it leaves out."""
        for whole in self.indicators.values():
            if (
                counts_units(without)
                and set(whole.except_) < set(without.except_)
                and _same_but(whole, without, "except_")
            ):
                yield whole

    def _overlaps(self, without: Indicator, whole: Indicator) -> Iterator[str]:
        """The indicators that count of the whole just what the remainder leaves out."""
        left_out = set(without.except_) - set(whole.except_)
        for twin in self.indicators.values():
            more = set(twin.also) - set(whole.also)
            if len(left_out) == 1 and more == left_out and _same_but(twin, whole, "also"):
                yield twin.indicator

    def _tie(self, total: CellId, parts: Sequence[CellId], *, covers: bool = True) -> None:
        """Add a relation as it holds: exact where the parts add up."""
        counts = {cell: self.cells[cell].count for cell in (total, *parts)}
        for tie in (
            Relation(total, tuple(parts), exact=True),
            Relation(total, tuple(parts), exact=False, covers=True),
            Relation(total, tuple(parts), exact=False, covers=False),
        ):
            if (covers or not (tie.exact or tie.covers)) and tie.holds(counts):
                self.ties.append(tie)
                return


def _same_but(one: Indicator, other: Indicator, but: str) -> bool:
    """Whether two indicators count the same but for one condition."""
    told = {"indicator", "title", "definition", "output", "by", "sensitivity", "direct", "baseline"}
    told |= {"unit", "targets", "source", but}
    return one.model_dump(exclude=told) == other.model_dump(exclude=told)


def estimates(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    """The indicators that are estimates by canton, each with the one that it is lessened by."""
    for code, indicator in indicators.items():
        if isinstance(indicator.count, CatchmentCount) and indicator.count.catchment.minus:
            yield code, indicator.count.catchment.minus
