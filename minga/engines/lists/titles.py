"""What stands above a table and holds for all its rows: `Fecha: 12/05/2015`, `Lugar: Mataje`."""

import re
from collections.abc import Iterator, Sequence

from minga.engines.lists.definition import ListKind
from minga.engines.lists.headers import Table
from minga.engines.lists.likeness import heading_score
from minga.engines.lists.mapping import ColumnMapping
from minga.engines.lists.reading import Cell
from minga.engines.lists.words import plain

SURE = 92.0
"""Likeness (0-100) from which a label above the table is taken for a heading of ours."""

_LABELLED = re.compile(r"^([^:]{2,40}):\s*(.*)$", re.DOTALL)
_KINDS = frozenset(("date", "place", "organisation", "site", "gathering", "answer"))


def title_values(table: Table, kind: ListKind, mapping: ColumnMapping) -> dict[str, str]:
    """Values by column of ours, for columns that no heading is mapped to.

    Nothing about persons is taken from there.
    """
    taken = {mapped.column for mapped in mapping.columns}
    found: dict[str, str] = {}
    for label, value in _pairs(table.title_cells):
        scores = {
            code: heading_score(label, column)
            for code, column in kind.columns.items()
            if code not in taken and code not in found and column.target.kind in _KINDS
        }
        best = max(scores, key=lambda code: scores[code], default=None)
        if best is not None and scores[best] >= SURE:
            found[best] = value
    return found


def _pairs(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, str]]:
    """Labels with their values, in one cell or in the next one filled."""
    for row in rows:
        waiting = ""
        for text in filter(None, map(plain, row)):
            found = _LABELLED.match(text)
            if waiting and not (found and not found[2]):
                yield waiting, text
                waiting = ""
            elif found and found[2]:
                yield found[1], found[2].strip()
            elif found:
                waiting = found[1]
