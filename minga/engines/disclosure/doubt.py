"""Whether a hidden count stays in doubt: a linear programme looks for others that are as true.

The unknowns are the hidden counts, the conditions all that an outsider knows: what each reaches
at least, and how shown and hidden counts make up their totals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy

from minga.engines.disclosure.tables import Relation


@dataclass(frozen=True, slots=True)
class Known:
    """What an outsider knows of a cell: its count where it is seen, else what it is at least."""

    count: int
    lowest: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between cells by number."""

    total: int
    parts: tuple[int, ...]
    exact: bool
    covers: bool

    @classmethod
    def of(cls, relation: Relation, number: Mapping[object, int]) -> "Tie":
        """The relation with numbers for its cells."""
        parts = tuple(number[part] for part in relation.parts)
        return cls(number[relation.total], parts, relation.exact, relation.covers)

    @property
    def cells(self) -> tuple[int, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


class Doubt:
    """The conditions on hidden counts that ties connect, as a linear programme."""

    def __init__(
        self, hidden: Sequence[int], known: Mapping[int, Known], ties: Iterable[Tie]
    ) -> None:
        self.known = known
        self.column = {cell: number for number, cell in enumerate(hidden)}
        self.lowest = [float(min(known[cell].lowest, known[cell].count)) for cell in hidden]
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)
        self.solver.addVars(len(hidden), self.lowest, [highspy.kHighsInf] * len(hidden))
        for tie in ties:
            if tie.exact:
                self._require(tie.total, tie.parts, lower=0, upper=0)
                continue
            if tie.covers:
                self._require(tie.total, tie.parts, lower=-highspy.kHighsInf, upper=0)
            for part in tie.parts:
                self._require(tie.total, (part,), lower=0, upper=highspy.kHighsInf)

    def may_be(self, cell: int, count: int) -> bool:
        """Whether a hidden cell may have that count for all that an outsider knows."""
        column = self.column[cell]
        if count < self.lowest[column]:
            return False
        self.solver.changeColBounds(column, count, count)
        self.solver.run()
        found = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        self.solver.changeColBounds(column, self.lowest[column], highspy.kHighsInf)
        return bool(found)

    def _require(self, total: int, parts: Sequence[int], *, lower: float, upper: float) -> None:
        """That the total less its parts lies within bounds; what is seen is a constant."""
        seen = 0
        factors: dict[int, float] = {}
        for cell, factor in ((total, 1), *((part, -1) for part in parts)):
            if self.known[cell].hidden:
                column = self.column[cell]
                factors[column] = factors.get(column, 0.0) + factor
            else:
                seen += factor * self.known[cell].count
        if factors:
            columns, values = list(factors), list(factors.values())
            self.solver.addRow(lower - seen, upper - seen, len(factors), columns, values)
