"""Certificates for those who came to a gathering, as their pathway allows."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from minga.engines.pathway.definition import Pathway
from minga.foundation.core.principals import Principal
from minga.work.casework.actions.steps import record_step
from minga.work.casework.models import Case, Step
from minga.work.casework.rules import CaseworkError, StepSaid
from minga.work.casework.states import states
from minga.work.gatherings.models import Gathering


class Certifiable(NamedTuple):
    """Somebody who came, their case, and the certificate that they have or may be given now."""

    registration: uuid.UUID
    case: Case
    given: Step | None


def certificate_of(pathway: Pathway) -> str:
    """The step that gives a certificate; nothing where the pathway has none."""
    return next((name for name, step in pathway.steps.items() if step.certificate), "")


def certifiable(gathering: Gathering, pathway: Pathway, *, on: date) -> list[Certifiable]:
    """Whoever came and has the pathway's certificate, or may be given it on that day."""
    name = certificate_of(pathway)
    if not name:
        return []
    came = Case.objects.filter(pk__in=gathering.roll().values("case"), registration__isnull=False)
    given = {
        step.case_id: step for step in Step.objects.live().filter(case__in=came.all(), name=name)
    }
    return [
        Certifiable(case.registration_id, case, given.get(case.pk))
        for case, stands in states(came, on=on)
        if case.registration_id and (case.pk in given or name in stands.possible)
    ]


@transaction.atomic
def certify(
    *,
    gathering: Gathering,
    pathway: Pathway,
    people: Collection[uuid.UUID],
    said: StepSaid,
    recorded_at: datetime,
    on: date,
    by: Principal,
) -> int:
    """Record the certificate of each, all or none. How many.

    Raises CaseworkError for somebody whose pathway does not allow it yet.
    """
    may = {one.registration: one for one in certifiable(gathering, pathway, on=on)}
    wanted = [may[one] for one in sorted(set(people)) if one in may]
    if len(wanted) < len(set(people)):
        raise CaseworkError("somebody here may not be given a certificate yet; look again.")
    new = [one for one in wanted if one.given is None]
    for one in new:
        record_step(case=one.case, said=said, recorded_at=recorded_at, by=by)
    return len(new)
