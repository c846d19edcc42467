"""The list of cases as a file: a row for each case, as far as it may stand on a page."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.engines.pathway.definition import Pathway
from minga.foundation.access.exports import Column
from minga.work.casework.models import Case, CaseQuerySet, Position
from minga.work.casework.words import said, step_title

PARTS = ("pathway", "team__organisation", "position")
AT_ONCE = 2000
STATES = {
    Position.State.OPEN: gettext_lazy("open"),
    Position.State.CLOSED: gettext_lazy("closed"),
    Position.State.UNCLEAR: gettext_lazy("with steps out of order"),
    Position.State.EMPTY: gettext_lazy("without steps"),
    Position.State.ERASED: gettext_lazy("erased"),
}


def rows(cases: CaseQuerySet) -> Callable[[], Iterator[Case]]:
    """The cases, a few at a time."""
    return lambda: cases.select_related(*PARTS).iterator(chunk_size=AT_ONCE)


def columns() -> list[Column[Case]]:
    """What a file says of a case: its pathway, where it stands, what is due in it."""
    known: dict[int, Pathway] = {}

    def of(case: Case) -> Pathway:
        if case.pathway_id not in known:
            known[case.pathway_id] = Pathway.model_validate(case.pathway.content)
        return known[case.pathway_id]

    def step(name: str) -> Callable[[Case], str]:
        def words(case: Case) -> str:
            code: str = getattr(case.position, name)
            return step_title(of(case), code) if code else ""

        return words

    return [
        Column("case", _("Number"), lambda case: str(case.pk)),
        Column(
            "pathway", _("Pathway"), lambda case: case.pathway.code, lambda c: said(of(c).title)
        ),
        Column("team", _("Team"), lambda case: case.team.code, lambda case: case.team.title),
        Column(
            "state",
            _("State"),
            lambda case: case.position.state,
            lambda case: str(STATES[Position.State(case.position.state)]),
        ),
        Column("opened_on", _("Opened"), lambda case: case.position.opened_on),
        Column(
            "last_step", _("Stands at"), lambda case: case.position.last_step, step("last_step")
        ),
        Column("last_on", _("Last on"), lambda case: case.position.last_on),
        Column("due_step", _("Due"), lambda case: case.position.due_step, step("due_step")),
        Column("due_on", _("Due on"), lambda case: case.position.due_on),
    ]
