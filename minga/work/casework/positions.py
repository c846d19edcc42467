"""Where a case stands, as it is kept beside the case so that a day's work is found at once."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from minga.engines.pathway.definition import Pathway
from minga.engines.pathway.state import Course, Deadline, StepTaken
from minga.work.casework.models import Case, Position

State = Position.State
BATCH = 5000
COLUMNS: dict[str, tuple[str, Callable[[Position], object]]] = {
    "case_id": ("uuid", lambda row: row.case_id),
    "team_id": ("bigint", lambda row: row.team_id),
    "confidentiality": ("text", lambda row: row.confidentiality),
    "circle_id": ("uuid", lambda row: row.circle_id),
    "state": ("text", lambda row: str(row.state)),
    "opened_on": ("date", lambda row: row.opened_on),
    "came_at": ("timestamptz", lambda row: row.came_at),
    "last_step": ("text", lambda row: row.last_step),
    "last_on": ("date", lambda row: row.last_on),
    "due_step": ("text", lambda row: row.due_step),
    "due_on": ("date", lambda row: row.due_on),
    "due_at": ("timestamptz", lambda row: row.due_at),
    "moved_at": ("timestamptz", lambda row: row.moved_at),
    "waiting_for": ("text", lambda row: " ".join(row.waiting_for)),
    "hand_id": ("bigint", lambda row: row.hand_id),
}
"""The columns with the types in which they are handed over, and what goes into them."""
VALUES = [value for _, value in COLUMNS.values()]
WRITE = (
    f"INSERT INTO casework_position ({', '.join(COLUMNS)}) SELECT "  # noqa: S608
    + ", ".join(
        f"string_to_array({name}, ' ')" if name == "waiting_for" else name for name in COLUMNS
    )
    + f" FROM unnest({', '.join(f'%s::{kind}[]' for kind, _ in COLUMNS.values())})"
    + f" AS told ({', '.join(COLUMNS)}) ON CONFLICT (case_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "case_id")
)
"""Whole columns at once: intake writes a row here for each case of a list."""


def position(case: Case, found: Course, pathway: Pathway) -> Position:
    """Where a case stands, from what its steps amount to."""
    done, fallen = found.done, [each.step for each in found.broken]
    every = [*done, *fallen]
    step, on, at = min(map(_by, found.owed), key=_urgency, default=("", None, None))
    return Position(
        case=case,
        team_id=case.team_id,
        confidentiality=case.confidentiality,
        circle_id=case.circle_id,
        state=_state(found),
        opened_on=done[0].occurred_on if done else None,
        came_at=min((taken.recorded_at for taken in every), default=None),
        moved_at=max((taken.recorded_at for taken in every), default=None),
        last_step=done[-1].name if done else "",
        last_on=done[-1].occurred_on if done else None,
        due_step=step,
        due_on=on,
        due_at=at,
        waiting_for=list(pathway.steps[step].by) if step else [],
        hand_id=_hand(every),
    )


def keep(positions: Iterable[Position]) -> None:
    """Write down where cases stand, in the place of where they stood before."""
    rows = list(positions)
    erased = Case.objects.filter(
        pk__in=[row.case_id for row in rows], registration__erased_at__isnull=False
    )
    gone = set(erased.values_list("pk", flat=True)) if rows else set()
    for row in rows:
        if row.case_id in gone:
            row.state, row.due_step, row.due_on, row.due_at = State.ERASED, "", None, None
            row.waiting_for = []
    with connection.cursor() as cursor:
        for first in range(0, len(rows), BATCH):
            some = rows[first : first + BATCH]
            cursor.execute(WRITE, [[value(row) for row in some] for value in VALUES])


def _state(found: Course) -> State:
    if found.closed:
        return State.CLOSED
    if found.done:
        return State.OPEN
    return State.UNCLEAR if found.broken else State.EMPTY


def _by(owed: Deadline) -> tuple[str, date | None, datetime | None]:
    """The step, the day and, where the hour counts, the moment by which it is owed."""
    if owed.at is not None and (day := timezone.localdate(owed.at)) <= owed.on:
        return owed.step, day, owed.at
    return owed.step, owed.on, None


def _urgency(
    owed: tuple[str, date | None, datetime | None],
) -> tuple[date | None, bool, datetime | None, str]:
    """The order of what is owed: by day, what has an hour first."""
    step, on, at = owed
    return on, at is None, at, step


def _hand(steps: Iterable[StepTaken]) -> int | None:
    """The account of whoever recorded last, where it was one person."""
    last = max((taken for taken in steps if taken.by), key=lambda t: t.recorded, default=None)
    number = last.by.partition(":")[2] if last else ""
    return int(number) if number.isdecimal() else None
