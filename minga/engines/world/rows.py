"""Which rows of which lists a case fills: a row for each case, or for each repetition of a step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minga.engines.world.inputs import ListKind, ListStep
from minga.engines.world.walks import Taken, Walk


@dataclass
class CaseRow:
    """A row to come: the days by column, and what was answered by `step.field`."""

    dates: dict[str, date] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    def put(self, kind: ListKind, step: ListStep, taken: Taken) -> None:
        """Let the row speak of a step."""
        self.dates[dated_by(kind, step)] = taken.on
        self.answers |= {f"{taken.name}.{name}": value for name, value in taken.answers.items()}


def dated_by(kind: ListKind, step: ListStep) -> str:
    """The code of the column that dates a step, or the step's own name."""
    if step.date:
        return step.date
    wanted = f"date.{step.step}"
    return next((column.code for column in kind.columns if column.to == wanted), step.step)


def rows_of(kind: ListKind, walk: Walk) -> list[CaseRow]:
    """A case's rows in a list.

    Where a step happened more often than a row has room for, each time has a row of its own; what
    every row must say is said again, and what came once more stands on the last.
    """
    taken = _by_step(kind, walk)
    if not any(taken.values()) or any(not taken[s.step] for s in kind.steps if not s.optional):
        return []
    slots = _slots(kind)
    crowded = [name for name, each in taken.items() if len(each) > len(slots[name])]
    rows = list(_own_rows(kind, taken, slots, crowded)) or [CaseRow()]
    for name, each in taken.items():
        if name in crowded:
            continue
        for step, once in zip(slots[name], each, strict=False):
            for row in rows if not step.optional else rows[-1:]:
                row.put(kind, step, once)
    return rows


def _by_step(kind: ListKind, walk: Walk) -> dict[str, list[Taken]]:
    found: dict[str, list[Taken]] = {step.step: [] for step in kind.steps}
    for taken in walk.steps:
        if taken.name in found:
            found[taken.name].append(taken)
    return found


def _slots(kind: ListKind) -> dict[str, list[ListStep]]:
    """The places that a row has for each step: a list may have two columns for one."""
    found: dict[str, list[ListStep]] = {}
    for step in kind.steps:
        found.setdefault(step.step, []).append(step)
    return found


def _own_rows(
    kind: ListKind,
    taken: Mapping[str, Sequence[Taken]],
    slots: Mapping[str, Sequence[ListStep]],
    crowded: Sequence[str],
) -> Iterator[CaseRow]:
    """A row for each time of the crowded steps, in order of time."""
    times = [once for name in crowded for once in taken[name]]
    for once in sorted(times, key=lambda each: (each.on, crowded.index(each.name))):
        row = CaseRow()
        row.put(kind, slots[once.name][0], once)
        yield row
