"""Tables of counts with totals, the same with cells hidden, and what ties their cells together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

TOTAL = "*"
"""The value of an axis in the key of a total over it."""

Key = tuple[str, ...]
CellId = frozenset[tuple[str, str]]
"""A cell by its axes and values without totals: the same in every table that shows it."""


Shown = int | None
"""What may be seen of a cell: its count, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts by the values of some axes; totals have `TOTAL` in place of a value.

    Units of an `overlapping` axis (canton, group) may be in several cells, so that cells add up
    to the total or more; on all other axes they add up exactly.
    """

    axes: tuple[str, ...]
    cells: Mapping[Key, int]
    overlapping: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A table that may be shown: a hidden cell holds nothing, not even why."""

    axes: tuple[str, ...]
    cells: Mapping[Key, Shown]
    overlapping: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Relation:
    """A total and its parts; `exact` when they add up, else each part lies within the total.

    Parts that are not exact may overlap; they `cover` the total where they leave nothing out.
    """

    total: CellId
    parts: tuple[CellId, ...]
    exact: bool
    covers: bool = True

    def holds(self, counts: Mapping[CellId, int]) -> bool:
        """Whether counts keep the relation."""
        total, parts = counts[self.total], [counts[part] for part in self.parts]
        if self.exact:
            return total == sum(parts)
        return max(parts) <= total and (not self.covers or total <= sum(parts))


def cell_id(axes: Sequence[str], key: Key) -> CellId:
    """The cell's identity, shared by every table that shows it."""
    return frozenset(pair for pair in zip(axes, key, strict=True) if pair[1] != TOTAL)


def relations(tables: Iterable[Table | Protected]) -> list[Relation]:
    """Every total that is shown or hidden in a table, with the parts that the table has of it."""
    found: dict[Relation, None] = {}
    for table in tables:
        for key in table.cells:
            for number, axis in enumerate(table.axes):
                if key[number] != TOTAL:
                    continue
                parts = tuple(_parts(table, key, number))
                if parts:
                    exact = axis not in table.overlapping
                    found[Relation(cell_id(table.axes, key), parts, exact)] = None
    return list(found)


def _parts(table: Table | Protected, key: Key, number: int) -> Iterator[CellId]:
    for other in sorted(table.cells):
        same = other[:number] == key[:number] and other[number + 1 :] == key[number + 1 :]
        if same and other[number] != TOTAL:
            yield cell_id(table.axes, other)


def counts(tables: Iterable[Table]) -> dict[CellId, int]:
    """The count of every cell.

    Raises:
        ValueError: when a count is negative, or two tables differ about one cell.
    """
    found: dict[CellId, int] = {}
    for table in tables:
        for key, value in table.cells.items():
            if value < 0 or found.setdefault(cell_id(table.axes, key), value) != value:
                raise ValueError(f"{dict(zip(table.axes, key, strict=True))}: {value} cannot be")
    return found
