"""Hides small counts, and as few others as it takes that no hidden one can be worked out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from minga.engines.disclosure.tables import (
    CellId,
    Hidden,
    Protected,
    Relation,
    Table,
    cell_id,
    counts,
    relations,
)

LEAST_THRESHOLD = 3
"""Below it a small cell has one possible value, and hiding it hides nothing."""
BUDGET = 2000
"""Steps of one search; a cell for which nothing is found in time counts as unsafe."""


def protect(tables: Sequence[Table], *, threshold: int) -> list[Protected]:
    """The tables with every count of 1 to `threshold` - 1 hidden, and others that guard them.

    Tables given together are linked: a cell that two of them show is hidden in both, and nothing
    hidden follows from all of them. A hidden cell is safe when another set of counts, true to
    everything shown and to why each cell is hidden, has another count there. Where "small" itself
    would say too much (two cells of 1 and a small total) all that is hidden is merely withheld.
    Zeros are shown unless they must guard. Deterministic; may hide more than the least.

    Raises:
        ValueError: for a threshold below 3, counts that contradict, or parts that do not add up.
    """
    if threshold < LEAST_THRESHOLD:
        raise ValueError(f"a threshold of {threshold} hides nothing; use {LEAST_THRESHOLD} or more")
    true = counts(tables)
    ties = relations(tables)
    _refuse_untied(ties, true)
    hidden = (
        _Hiding(true, ties, threshold).run() or _Hiding(true, ties, threshold, mark=False).run()
    )
    return [
        Protected(
            axes=table.axes,
            overlapping=table.overlapping,
            cells={
                key: hidden.get(cell_id(table.axes, key), value)
                for key, value in table.cells.items()
            },
        )
        for table in tables
    ]


def _refuse_untied(ties: Sequence[Relation], true: Mapping[CellId, int]) -> None:
    for tie in ties:
        total, parts = true[tie.total], [true[part] for part in tie.parts]
        covers = max(parts) <= total <= sum(parts)
        if not (total == sum(parts) if tie.exact else covers):
            raise ValueError(f"{sorted(tie.total)}: parts {parts} do not make {total}")


class _Hiding:
    """The search for what else to hide."""

    def __init__(
        self,
        true: Mapping[CellId, int],
        ties: Sequence[Relation],
        threshold: int,
        *,
        mark: bool = True,
    ) -> None:
        self.true = true
        self.ties = ties
        self.threshold = threshold
        self.mark = mark
        why = Hidden.SMALL if mark else Hidden.WITHHELD
        self.hidden = {c: why for c, value in true.items() if 0 < value < threshold}
        self.safe: set[CellId] = set()
        self.of: dict[CellId, list[Relation]] = defaultdict(list)
        for tie in ties:
            for cell in tie.cells:
                self.of[cell].append(tie)
        self.steps = 0

    def run(self) -> dict[CellId, Hidden]:
        """What is hidden, and why, when every hidden cell is safe; nothing when that cannot be."""
        while (unsafe := self._first_unsafe()) is not None:
            guard = self._guard(unsafe)
            if guard is not None:
                self.hidden[guard] = Hidden.WITHHELD
            elif self.mark:
                return {}
            else:
                self.safe.add(unsafe)  # nothing that could give it away is left to see
        return self.hidden

    def _first_unsafe(self) -> CellId | None:
        for cell in sorted(self.hidden, key=sorted):
            if cell not in self.safe and not self._has_other(cell):
                return cell
        return None

    def _guard(self, cell: CellId) -> CellId | None:
        """The visible cell to hide next: where a total has one hidden cell, or else close by."""
        around = self._around(cell)
        ties = list(dict.fromkeys(tie for at in around for tie in self.of[at]))
        lonely = [tie for tie in ties if sum(c in self.hidden for c in tie.cells) == 1]
        for among in (lonely, ties):
            visible = {c for tie in among for c in tie.cells if c not in self.hidden}
            if visible:
                return min(visible, key=self._cost)
        return None

    def _around(self, cell: CellId) -> list[CellId]:
        """The hidden cells that a chain of totals connects with this one."""
        found, edge = [cell], [cell]
        while edge:
            near = (c for at in edge for tie in self.of[at] for c in tie.cells)
            edge = [c for c in dict.fromkeys(near) if c in self.hidden and c not in found]
            found += edge
        return found

    def _cost(self, cell: CellId) -> tuple[object, ...]:
        """Rather a part than a total, than a zero, one that helps other hidden cells, a small."""
        is_total = all(tie.total == cell for tie in self.of[cell])
        helped = sum(any(c in self.hidden for c in tie.cells) for tie in self.of[cell])
        value = self.true[cell]
        return (is_total, value == 0, -helped, value, sorted(cell))

    def _has_other(self, cell: CellId) -> bool:
        """Whether other counts are as true to what is shown; those that differ become safe."""
        shifts = [sign * size for size in range(1, self.threshold + 1) for sign in (1, -1)]
        for shift in shifts:
            self.steps = 0
            if self._may(cell, shift) and (moved := self._settle({cell: shift})):
                self.safe |= set(moved)
                return True
        return False

    def _may(self, cell: CellId, shift: int) -> bool:
        """Whether the shifted count would be hidden for the same reason."""
        value = self.true[cell] + shift
        if not self.mark:
            return value >= 0
        if self.hidden[cell] is Hidden.SMALL:
            return 0 < value < self.threshold
        return value == 0 or value >= self.threshold

    def _settle(self, moved: dict[CellId, int]) -> dict[CellId, int] | None:
        """Shift further hidden cells until all totals hold again; None when that cannot be."""
        self.steps += 1
        if self.steps > BUDGET:
            return None
        open_ties = {
            tie: gap for cell in moved for tie in self.of[cell] if (gap := _gap(tie, moved))
        }
        if not open_ties:
            return moved if self._covered(moved) else None
        options = [list(self._repairs(tie, gap, moved)) for tie, gap in open_ties.items()]
        for cell, shift in min(options, key=len):
            settled = self._settle({**moved, cell: shift})
            if settled:
                return settled
        return None

    def _repairs(
        self, tie: Relation, gap: int, moved: Mapping[CellId, int]
    ) -> Iterator[tuple[CellId, int]]:
        for cell in tie.cells:
            shift = -gap if cell == tie.total else gap
            if cell in self.hidden and cell not in moved and self._may(cell, shift):
                yield cell, shift

    def _covered(self, moved: Mapping[CellId, int]) -> bool:
        """Whether the parts still cover their totals on axes where units overlap."""
        for tie in {tie for cell in moved for tie in self.of[cell] if not tie.exact}:
            total = self.true[tie.total] + moved.get(tie.total, 0)
            parts = [self.true[part] + moved.get(part, 0) for part in tie.parts]
            if not max(parts) <= total <= sum(parts):
                return False
        return True


def _gap(tie: Relation, moved: Mapping[CellId, int]) -> int:
    """By how much the total has moved beyond its parts; zero where nothing must add up."""
    if not tie.exact:
        return 0
    return moved.get(tie.total, 0) - sum(moved.get(part, 0) for part in tie.parts)
