"""Where cases stand: their standing steps folded by the version of the pathway that each is on."""

import uuid
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date

from minga.engines.pathway.state import State, StepTaken, course, fold
from minga.foundation.core.principals import PrincipalKind
from minga.work.casework.models import Case, CaseQuerySet, Step
from minga.work.casework.pathways import versions
from minga.work.casework.positions import keep, position
from minga.work.casework.rules import PathwayRules


def taken(step: Step) -> StepTaken:
    """A standing step as the pathway engine sees it: by its open answers, never the sealed ones.

    What a sealed pathway `requires` must therefore be counted: so it can be judged by whoever
    may not open the case, and still after its key was destroyed.
    """
    return StepTaken(
        id=step.pk,
        name=step.name,
        occurred_on=step.occurred_on,
        recorded_at=step.recorded_at,
        answers=step.answers,
        by="" if step.source else hands(step.by),
    )


def hands(by: str) -> str:
    """The single person who recorded something, where it was one."""
    return by if by.startswith(f"{PrincipalKind.USER}:") else ""


def standing(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[StepTaken]]:
    """The standing steps of each case."""
    found: dict[uuid.UUID, list[StepTaken]] = defaultdict(list)
    for step in Step.objects.filter(case__in=list(cases)).live().order_by("pk"):
        found[step.case_id].append(taken(step))
    return found


def states(cases: CaseQuerySet, *, on: date) -> Iterator[tuple[Case, State]]:
    """Every case with the state that its steps amount to on a day."""
    loaded = list(cases)
    rules = versions(case.pathway_id for case in loaded)
    steps = standing(case.pk for case in loaded)
    for case in loaded:
        pathway = rules[case.pathway_id].pathway
        yield case, fold(pathway, steps.get(case.pk, ()), today=on)


def state(case: Case, *, on: date) -> State:
    """The state of one case on a day."""
    return next(found for _, found in states(Case.objects.filter(pk=case.pk), on=on))


def settle(
    cases: Iterable[Case],
    steps: Mapping[uuid.UUID, Iterable[StepTaken]],
    rules: Mapping[int, PathwayRules],
    *,
    changed: Container[uuid.UUID] | None = None,
) -> int:
    """Judge locked cases anew: mark those whose steps do not all stand, and say where each stands.

    How many do not stand in order. Where only some cases got steps, `changed` are those.
    """
    courses = {
        case: course(rules[case.pathway_id].pathway, steps.get(case.pk, ())) for case in cases
    }
    for wrong in (True, False):
        turned = [
            case.pk
            for case, found in courses.items()
            if bool(found.broken) is wrong and case.out_of_order != wrong
        ]
        if turned:
            Case.objects.filter(pk__in=turned).update(out_of_order=wrong)
    for case, found in courses.items():
        case.out_of_order = bool(found.broken)
    keep(
        position(case, found, rules[case.pathway_id].pathway)
        for case, found in courses.items()
        if changed is None or case.pk in changed
    )
    return sum(case.out_of_order for case in courses)
