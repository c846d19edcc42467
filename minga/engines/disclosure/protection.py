"""Hides small counts of tables, and as few others as it takes that none can be worked out."""

from collections.abc import Mapping, Sequence

from minga.engines.disclosure.hiding import Cell, hide
from minga.engines.disclosure.tables import (
    CellId,
    Protected,
    Relation,
    Table,
    cell_id,
    counts,
    relations,
)

LEAST_THRESHOLD = 3
"""Below it a small cell has one possible value, and hiding it hides nothing."""


def protect(tables: Sequence[Table], *, threshold: int) -> list[Protected]:
    """The tables with every count of 1 to `threshold` - 1 hidden, and others that guard them.

    Tables given together are linked: a cell that two of them show is hidden in both, and nothing
    hidden follows from all of them. Zeros are shown unless they must guard. Deterministic.

    Raises:
        ValueError: for a threshold below 3, counts that contradict, or parts that do not add up.
    """
    if threshold < LEAST_THRESHOLD:
        raise ValueError(f"a threshold of {threshold} hides nothing; use {LEAST_THRESHOLD} or more")
    true = counts(tables)
    ties = relations(tables)
    _refuse_untied(ties, true)
    cells = {
        cell: Cell(count=value, threshold=threshold, small=0 < value < threshold)
        for cell, value in true.items()
    }
    hidden = hide(cells, ties)
    return [
        Protected(
            axes=table.axes,
            overlapping=table.overlapping,
            cells={
                key: None if cell_id(table.axes, key) in hidden else value
                for key, value in table.cells.items()
            },
        )
        for table in tables
    ]


def _refuse_untied(ties: Sequence[Relation], true: Mapping[CellId, int]) -> None:
    for tie in ties:
        if not tie.holds(true):
            parts = [true[part] for part in tie.parts]
            raise ValueError(f"{sorted(tie.total)}: parts {parts} do not make {true[tie.total]}")
