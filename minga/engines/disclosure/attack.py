"""What an outsider can work out of hidden cells: bounds, and solving for single cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from minga.engines.disclosure.tables import (
    CellId,
    Protected,
    Relation,
    Shown,
    cell_id,
    relations,
)

Bounds = dict[CellId, tuple[float, float]]
ROUNDS = 100
"""Rounds of tightening after which bounds are taken as they are; they are true at any round."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What follows for one hidden cell: its count lies from `low` to `high` (None: no limit)."""

    cell: CellId
    low: int
    high: int | None
    safe: bool


def audit(tables: Sequence[Protected]) -> list[Finding]:
    """Every hidden cell of the tables taken together, and whether it stays hidden."""
    return attack(_shown(tables), relations(tables))


def attack(shown: Mapping[CellId, Shown], ties: Sequence[Relation]) -> list[Finding]:
    """Every hidden cell among those shown or hidden, and whether it stays hidden.

    Unsafe is a cell that the equations among shown totals determine (exact elimination), or
    whose bounds leave one count.
    """
    bounds = _tightened(ties, _first_bounds(shown))
    solved = _determined(ties, shown)
    return [
        Finding(
            cell=cell,
            low=int(bounds[cell][0]),
            high=None if bounds[cell][1] == inf else int(bounds[cell][1]),
            safe=cell not in solved and bounds[cell][0] < bounds[cell][1],
        )
        for cell in sorted((cell for cell, value in shown.items() if value is None), key=sorted)
    ]


def _shown(tables: Iterable[Protected]) -> dict[CellId, Shown]:
    """What is known of each cell; a count shown in one table is known for all."""
    found: dict[CellId, Shown] = {}
    for table in tables:
        for key, value in table.cells.items():
            cell = cell_id(table.axes, key)
            if found.get(cell) is None:
                found[cell] = value
    return found


def _first_bounds(shown: Mapping[CellId, Shown]) -> Bounds:
    return {cell: (0, inf) if value is None else (value, value) for cell, value in shown.items()}


def _tightened(ties: Sequence[Relation], bounds: Bounds) -> Bounds:
    for _ in range(ROUNDS):
        before = dict(bounds)
        for tie in ties:
            _tighten(tie, bounds)
        if bounds == before:
            break
    return bounds


def _tighten(tie: Relation, bounds: Bounds) -> None:
    """Narrow a total by its parts, and each part by the total and the other parts."""
    lows = [bounds[part][0] for part in tie.parts]
    highs = [bounds[part][1] for part in tie.parts]
    most = sum(highs) if tie.exact or tie.covers else inf
    _narrow(bounds, tie.total, sum(lows) if tie.exact else max(lows), most)
    low, high = bounds[tie.total]
    for number, part in enumerate(tie.parts):
        others_high = inf
        if tie.exact or tie.covers:
            others_high = sum(highs[:number]) + sum(highs[number + 1 :])
        others_low = sum(lows) - lows[number] if tie.exact else 0
        _narrow(bounds, part, -inf if others_high == inf else low - others_high, high - others_low)


def _narrow(bounds: Bounds, cell: CellId, low: float, high: float) -> None:
    bounds[cell] = (max(bounds[cell][0], low), min(bounds[cell][1], high))


def _determined(ties: Sequence[Relation], shown: Mapping[CellId, Shown]) -> set[CellId]:
    """Hidden cells that some combination of the shown sums gives away (Gauss and Jordan)."""
    rows = [_equation(tie, shown) for tie in ties if tie.exact]
    solved: list[tuple[CellId, dict[CellId, Fraction]]] = []
    for row in rows:
        for pivot, known in solved:
            _eliminate(row, known, pivot)
        if not row:
            continue
        pivot = min(row, key=sorted)
        scale = row[pivot]
        row = {cell: factor / scale for cell, factor in row.items()}
        for _, known in solved:
            _eliminate(known, row, pivot)
        solved.append((pivot, row))
    return {pivot for pivot, row in solved if len(row) == 1}


def _equation(tie: Relation, shown: Mapping[CellId, Shown]) -> dict[CellId, Fraction]:
    """The factors of the hidden cells in `parts - total = 0`; shown ones are constants."""
    factors = [(tie.total, Fraction(-1)), *((part, Fraction(1)) for part in tie.parts)]
    return {cell: factor for cell, factor in factors if shown[cell] is None}


def _eliminate(row: dict[CellId, Fraction], by: Mapping[CellId, Fraction], pivot: CellId) -> None:
    factor = row.get(pivot)
    if not factor:
        return
    for cell, value in by.items():
        left = row.get(cell, Fraction(0)) - factor * value
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
