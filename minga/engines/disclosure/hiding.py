"""The search for what to hide beside the small cells, over linked cells and what ties them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from minga.engines.disclosure.doubt import Doubt, Known, Tie
from minga.engines.disclosure.tables import CellId, Relation

DEAREST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A count, and what must be kept of it.

    `small` must not be seen, nor a sum of hidden cells that speaks of fewer than its `threshold`.
    `people` are those behind the cell where that is not the count itself. A cell is `notional`
    where it is nowhere shown but follows from others, such as their difference. `lowest` is what
    an outsider knows a hidden count to reach at least. `rather` is hidden before others are, and
    what is `dear` to readers (0 to `DEAREST`) after all that is less so.
    """

    count: int
    threshold: int
    small: bool = False
    people: int | None = None
    notional: bool = False
    lowest: int = 0
    rather: bool = False
    dear: int = 0


def hide(cells: Mapping[CellId, Cell], ties: Sequence[Relation]) -> set[CellId]:
    """The cells that must not be shown: all small ones, and others so that those stay unknown.

    For all that is shown and tied a small cell may have another count, and one as high as the
    threshold less one. No sum of hidden cells that one total gives away speaks of fewer people
    than the threshold. Deterministic; may hide more than the least.
    """
    order = sorted(cells, key=sorted)
    number: dict[object, int] = {cell: n for n, cell in enumerate(order)}
    found = _Hiding([cells[cell] for cell in order], [Tie.of(tie, number) for tie in ties]).run()
    return {order[n] for n in found if not cells[order[n]].notional}


class _Hiding:
    """What is hidden so far, and what is known to be safe."""

    def __init__(self, cells: Sequence[Cell], ties: Sequence[Tie]) -> None:
        self.cells = cells
        self.ties = ties
        self.hidden = {n for n, cell in enumerate(cells) if cell.small or cell.notional}
        self.of: list[list[int]] = [[] for _ in cells]
        """The ties of each cell, by their numbers."""
        self.doubts: dict[int, Doubt] = {}
        """What was found out of hidden cells since the last one was hidden."""
        for number, tie in enumerate(ties):
            for each in dict.fromkeys(tie.cells):
                self.of[each].append(number)

    def run(self) -> set[int]:
        """What must be hidden so that no small cell can be worked out."""
        self._thicken(range(len(self.ties)))
        for number, cell in enumerate(self.cells):
            while cell.small and not self._in_doubt(number):
                if not self._guard(number):
                    break  # nothing that could give it away is left to see
        return self.hidden

    def _in_doubt(self, number: int) -> bool:
        """Whether a small cell may have another count, and the most that a small count can be."""
        cell, doubt = self.cells[number], self._doubt(number)
        other = doubt.may_be(number, cell.count + 1) or doubt.may_be(number, cell.count - 1)
        return other and doubt.may_be(number, cell.threshold - 1)

    def _doubt(self, number: int) -> Doubt:
        if number not in self.doubts:
            around = self._around(number)
            ties = [self.ties[tie] for tie in self._ties_around(number)]
            known = {
                each: Known(self.cells[each].count, self.cells[each].lowest, each in self.hidden)
                for each in {number, *chain.from_iterable(tie.cells for tie in ties)}
            }
            self.doubts |= dict.fromkeys(around, Doubt(around, known, ties))
        return self.doubts[number]

    def _hide(self, number: int) -> None:
        self.hidden.add(number)
        self.doubts.clear()
        self._thicken(self.of[number])

    # Sums of hidden cells that one total gives away.

    def _thicken(self, ties: Sequence[int]) -> None:
        """Hide more where the hidden parts of a shown total speak of too few people together."""
        for number in ties:
            guard = self._guard_of_sum(self.ties[number]) if self.ties[number].exact else None
            while guard is not None:
                self._hide(guard)
                guard = self._guard_of_sum(self.ties[number])

    def _guard_of_sum(self, tie: Tie) -> int | None:
        if tie.total in self.hidden:
            return None
        inside = [part for part in tie.parts if part in self.hidden]
        least = max((self.cells[n].threshold for n in inside if self.cells[n].small), default=0)
        if sum(self._people(part) for part in inside) >= least:
            return None
        visible = [n for n in tie.parts if n not in self.hidden and self.cells[n].count]
        return min([*visible, tie.total], key=self._cost)

    def _people(self, number: int) -> int:
        cell = self.cells[number]
        return cell.count if cell.people is None else cell.people

    # Which cell to hide next.

    def _guard(self, cell: int) -> bool:
        """Hide a cell nearby: where a total has one hidden cell, or else in the nearest total.

        What is dear is hidden only where nothing less dear stands near.
        """
        own = sorted(self.of[cell], key=self._hidden_in)
        near = list(dict.fromkeys([*own, *self._next(own), *self._next(self._next(own))]))
        lonely = [tie for tie in near if self._hidden_in(tie) == 1]
        for dear in range(DEAREST + 1):
            ties = chain(lonely, own, self._ties_around(cell) if dear == DEAREST else ())
            for tie in ties:
                if visible := self._visible(tie, dear):
                    self._hide(min(visible, key=self._cost))
                    return True
        return False

    def _visible(self, tie: int, dear: int) -> list[int]:
        """The cells of a tie that are seen and at most so dear."""
        cells = self.ties[tie].cells
        return [n for n in cells if n not in self.hidden and self.cells[n].dear <= dear]

    def _next(self, ties: Sequence[int]) -> list[int]:
        """The ties of the hidden cells in some ties."""
        cells = dict.fromkeys(chain.from_iterable(self.ties[tie].cells for tie in ties))
        return [tie for cell in cells if cell in self.hidden for tie in self.of[cell]]

    def _hidden_in(self, tie: int) -> int:
        return sum(each in self.hidden for each in self.ties[tie].cells)

    def _ties_around(self, cell: int) -> Iterator[int]:
        """The ties of the hidden cells around, the nearest first."""
        return iter(dict.fromkeys(tie for each in self._around(cell) for tie in self.of[each]))

    def _around(self, cell: int) -> list[int]:
        """The hidden cells that a chain of totals connects with this one, the nearest first."""
        found = {cell: None}
        queue = [cell]
        for at in queue:
            for tie in self.of[at]:
                for near in self.ties[tie].cells:
                    if near in self.hidden and near not in found:
                        found[near] = None
                        queue.append(near)
        return queue

    def _cost(self, number: int) -> tuple[object, ...]:
        """Rather what was hidden before, what is less dear, a part, no zero, one that helps."""
        cell = self.cells[number]
        ties = [self.ties[tie] for tie in self.of[number]]
        is_total = all(tie.total == number for tie in ties)
        helped = sum(any(each in self.hidden for each in tie.cells) for tie in ties)
        return (not cell.rather, cell.dear, is_total, cell.count == 0, -helped, cell.count, number)
