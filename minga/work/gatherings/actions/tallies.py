"""Tallies: how many came where no names were taken."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from minga.foundation.keys.sealing import keyed_hash
from minga.work.casework.models import Step
from minga.work.gatherings.models import Gathering, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTally:
    """How many of a sex and an age band took part, ages in years, half-open."""

    sex: str
    age_from: int | None
    age_to: int | None
    count: int


@transaction.atomic
def record_tallies(
    *,
    organisation: str,
    pathway: str,
    step: str,
    occurred_on: date,
    place: str | None,
    answers: Mapping[str, object],
    code: str,
    tallies: Sequence[NewTally],
    source: str,
    recorded_at: datetime,
) -> uuid.UUID | None:
    """Keep the tallies of one gathering; the same gathering again is not kept twice (None)."""
    text = f"{pathway}|{step}|{occurred_on}|{place}|{sorted(answers.items())!r}|{code}"
    key = keyed_hash(text, purpose="gathering", organisation=organisation)
    if Gathering.objects.filter(
        organisation=organisation, own_key=key, undone_at__isnull=True
    ).exists():
        return None
    gathering = Gathering.objects.create(
        own_key=key,
        organisation_id=organisation,
        pathway=pathway,
        step=step,
        occurred_on=occurred_on,
        place_id=place,
        answers=dict(answers),
        recorded_at=recorded_at,
        source=source,
    )
    Tally.objects.bulk_create(
        Tally(gathering=gathering, sex=t.sex, age_from=t.age_from, age_to=t.age_to, count=t.count)
        for t in tallies
    )
    return gathering.id


def undo_gatherings(*, source: str, undone_at: datetime) -> int:
    """Mark the gatherings of one source as undone. How many.

    One that another source's steps are part of stays: call this after those steps were undone.
    """
    attended = Step.objects.live().filter(gathering=OuterRef("pk"))
    alone = Gathering.objects.filter(~Exists(attended), source=source, undone_at=None)
    return alone.update(undone_at=undone_at)
