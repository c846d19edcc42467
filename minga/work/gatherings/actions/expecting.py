"""Who stands on a roll before it is known who comes, and marking who came."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.models import Registration
from minga.work.casework.actions.lists import Recorded
from minga.work.casework.actions.steps import void_step
from minga.work.casework.rules import CaseworkError
from minga.work.gatherings.actions.rolls import Attendance, record_attendance
from minga.work.gatherings.models import Expected, Gathering

NOT_THERE = "not there: marked by mistake"


@transaction.atomic
def expect(
    *, gathering: Gathering, people: Collection[uuid.UUID], added_at: datetime, by: Principal
) -> int:
    """Put people on a roll; whoever stands there already stays. How many were added.

    Raises CaseworkError for somebody of another organisation.
    """
    ours = Registration.objects.filter(
        pk__in=people, organisation=gathering.organisation_id, erased_at=None
    )
    if ours.count() < len(set(people)):
        raise CaseworkError("somebody on this roll is not registered here; look them up again.")
    there = set(Expected.objects.filter(gathering=gathering).values_list("registration", flat=True))
    new = sorted(set(people) - there)
    Expected.objects.bulk_create(
        Expected(gathering=gathering, registration_id=one, added_at=added_at, by=str(by))
        for one in new
    )
    if new:
        record(
            action="gatherings.expected",
            kind="gathering",
            object_id=gathering.pk,
            by=by,
            detail={"people": len(new)},
        )
    return len(new)


def expect_again(
    *, gathering: Gathering, like: Gathering, added_at: datetime, by: Principal
) -> int:
    """Put on a roll whoever stood on an earlier one, or came to it. How many were added."""
    people = set(like.expected.values_list("registration", flat=True))
    people |= set(
        like.roll()
        .filter(case__registration__erased_at=None, case__registration__isnull=False)
        .values_list("case__registration", flat=True)
    )
    return expect(gathering=gathering, people=people, added_at=added_at, by=by)


@dataclass(frozen=True, slots=True)
class Marked:
    """How many came that were not marked before, and how many were unmarked."""

    came: int
    unmarked: int


@transaction.atomic
def mark(
    *,
    gathering: Gathering,
    team: Team,
    came: Collection[uuid.UUID],
    shown: Collection[uuid.UUID],
    recorded_at: datetime,
    by: Principal,
) -> Marked:
    """Record who of those shown on a page came, and take back the step of whoever did not.

    Saying it again changes nothing. Whoever was not shown is left as they are: somebody else may
    keep the same roll.
    """
    there = {step.case.registration_id: step for step in gathering.roll().select_related("case")}
    new = sorted(set(came) & set(shown) - set(there))
    done = Recorded()
    if new:
        roll = [Attendance(registration=one, answers=gathering.usual) for one in new]
        done = record_attendance(
            gathering=gathering, team=team, roll=roll, recorded_at=recorded_at, by=by
        )
    gone = [step for one, step in there.items() if one in set(shown) - set(came)]
    for step in gone:
        void_step(step=step, reason=NOT_THERE, recorded_at=recorded_at, by=by)
    return Marked(done.new, len(gone))
