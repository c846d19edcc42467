"""The list of cases as a file: a row for each case, as far as it may stand on a page."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.engines.pathway.definition import Pathway
from minga.foundation.access.exports import Column
from minga.work.casework.models import Position, PositionQuerySet
from minga.work.casework.words import said, step_title

PARTS = ("case__pathway", "team__organisation")
AT_ONCE = 2000
STATES = {
    Position.State.OPEN: gettext_lazy("open"),
    Position.State.CLOSED: gettext_lazy("closed"),
    Position.State.UNCLEAR: gettext_lazy("with steps out of order"),
    Position.State.EMPTY: gettext_lazy("without steps"),
    Position.State.ERASED: gettext_lazy("erased"),
}


def rows(cases: PositionQuerySet) -> Callable[[], Iterator[Position]]:
    """The cases, a few at a time."""
    return lambda: cases.select_related(*PARTS).iterator(chunk_size=AT_ONCE)


def columns() -> list[Column[Position]]:
    """What a file says of a case: its pathway, where it stands, what is due in it."""
    known: dict[int, Pathway] = {}

    def of(one: Position) -> Pathway:
        if one.case.pathway_id not in known:
            known[one.case.pathway_id] = Pathway.model_validate(one.case.pathway.content)
        return known[one.case.pathway_id]

    def step(name: str) -> Callable[[Position], str]:
        def words(one: Position) -> str:
            code: str = getattr(one, name)
            return step_title(of(one), code) if code else ""

        return words

    return [
        Column("case", _("Number"), lambda one: str(one.case_id)),
        Column(
            "pathway",
            _("Pathway"),
            lambda one: one.case.pathway.code,
            lambda one: said(of(one).title),
        ),
        Column("team", _("Team"), lambda one: one.team.code, lambda one: one.team.title),
        Column(
            "state",
            _("State"),
            lambda one: one.state,
            lambda one: str(STATES[Position.State(one.state)]),
        ),
        Column("opened_on", _("Opened"), lambda one: one.opened_on),
        Column("last_step", _("Stands at"), lambda one: one.last_step, step("last_step")),
        Column("last_on", _("Last on"), lambda one: one.last_on),
        Column("due_step", _("Due"), lambda one: one.due_step, step("due_step")),
        Column("due_on", _("Due on"), lambda one: one.due_on),
    ]
