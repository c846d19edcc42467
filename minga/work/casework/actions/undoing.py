"""Undoing everything that one source said, without rewriting anything.

The steps that supersede each other form a chain. What stands in it is the latest that a source
still answers for: the one it came from, or a further one that said the same. When the last such
source of the standing step is undone, the step before it that still has one is recorded again
(under that source, superseding what was undone); where there is none, a void step takes its
place. As recorded at any earlier moment, the chain reads as it did then.

    what was said, in order                  undo A    undo B    undo C    (each alone)
    A said x                                 nothing   x         x
    A said x, B corrected it to y            y         x         y
    A said x, B said y, C said z             z         z         y
    A said x, B said y, C said y too         y         y         y
    A said x, B said y, B was undone         nothing   -         x
    A said x, B said y, C said z, B undone   z         -         x
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.work.casework.actions.sources import hold
from minga.work.casework.models import Case, Sighting, Step, UndoneSource
from minga.work.casework.pathways import versions
from minga.work.casework.states import settle, standing


@transaction.atomic
def void_steps(*, source: str, recorded_at: datetime, by: Principal) -> int:
    """Undo what one source said. How many standing steps were taken back.

    What they had superseded stands again, unless it was undone too. Undoing twice changes
    nothing. Steps without a source (of people at a screen) are taken back one by one instead.
    """
    if not source:
        raise ValueError("name the source to undo: steps without one are taken back singly.")
    if hold(source):
        return 0
    UndoneSource.objects.create(source=source, undone_at=recorded_at, by=str(by))
    touched = Step.objects.filter(source=source).values("case")
    cases = list(Case.objects.filter(pk__in=touched).select_for_update(no_key=True).order_by("pk"))
    fallen = list(Step.objects.filter(source=source).live())
    heirs = _heirs(fallen)
    rows = [_in_place_of(step, heirs[step.pk], recorded_at, by) for step in fallen]
    Step.objects.bulk_create(rows, batch_size=1000)
    rules = versions(case.pathway_id for case in cases)
    settle(cases, standing(case.pk for case in cases), rules)
    record(
        action="casework.undone",
        kind="step",
        object_id=source,
        by=by,
        detail={"count": len(rows), "restored": sum(not row.voided for row in rows)},
    )
    return len(rows)


Heir = tuple[Step, str] | None
"""A step that stands again, and the source that still answers for it."""


def _heirs(fallen: Iterable[Step]) -> dict[int, Heir]:
    """For each step that falls, the latest of its chain that a source still answers for."""
    found: dict[int, Heir] = {}
    waiting = {step.pk: step for step in fallen}
    while waiting:
        answering = _answering(waiting.values())
        for fell, step in waiting.items():
            if step.pk in answering:
                found[fell] = (step, answering[step.pk])
            elif step.supersedes_id is None:
                found[fell] = None
        waiting = {fell: step for fell, step in waiting.items() if fell not in found}
        earlier = Step.objects.in_bulk({step.supersedes_id for step in waiting.values()})
        waiting = {fell: earlier[step.supersedes_id or 0] for fell, step in waiting.items()}
    return found


def _answering(steps: Iterable[Step]) -> dict[int, str]:
    """The first source of each step that was not undone; steps with none are left out."""
    said = {step.pk: [step.source] for step in steps if not step.voided}
    for number, source in (
        Sighting.objects.filter(step__in=said).order_by("pk").values_list("step", "source")
    ):
        said[number].append(source)
    every = {source for sources in said.values() for source in sources}
    undone = set(UndoneSource.objects.filter(source__in=every).values_list("source", flat=True))
    alive = {number: [s for s in sources if s not in undone] for number, sources in said.items()}
    return {number: sources[0] for number, sources in alive.items() if sources}


def _in_place_of(fallen: Step, heir: Heir, at: datetime, by: Principal) -> Step:
    """The step that takes the place of one that fell: its heir said again, or a void one.

    What is said again keeps who said it: whose hands a step went through may matter later.
    """
    row = Step(
        case_id=fallen.case_id,
        supersedes=fallen,
        recorded_at=max(at, fallen.recorded_at),
        by=str(by),
    )
    like, row.source = heir or (fallen, fallen.source)
    row.voided = heir is None
    copied: tuple[str, ...] = ("name", "occurred_on", "organisation_id")
    if heir is not None:
        copied += ("place_id", "activity", "role", "answers", "sealed_answers", "reason", "digest")
        copied += ("gathering", "by")
    for field in copied:
        setattr(row, field, getattr(like, field))
    return row
