"""Work that a page asks for and nobody waits for: done in the background, and gone on after a kill.

A job is a row; whoever works on it holds a lock that falls with its connection, so that a job
whose worker was killed is free for the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from django.db import connection, transaction

from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal, written
from minga.work.intake.actions.alone import alone
from minga.work.intake.actions.receiving import IntakeError
from minga.work.intake.actions.rereading import reread
from minga.work.intake.actions.taking_in import Clock, take_in
from minga.work.intake.actions.undoing import undo
from minga.work.intake.models import ListJob, PartnerList
from minga.work.intake.opening import Vocabularies

Task = Literal["take_in", "reread", "undo"]

ATTEMPTS = 3
"""How often a job is begun before it is given up: what kills its worker must not do so for ever."""


@transaction.atomic
def ask_for(
    task: Task,
    partner_list: PartnerList,
    *,
    team: Team,
    asked_at: datetime,
    by: Principal,
    kind: str = "",
    reason: str = "",
) -> ListJob:
    """Ask for something to be done to a list; while one thing is waiting, another is refused."""
    alone(partner_list.organisation_id)
    waiting = ListJob.objects.filter(partner_list=partner_list, ended_at=None).first()
    if waiting is not None:
        if waiting.task == task:
            return waiting
        raise IntakeError(f"list {partner_list.short_id} is being worked on; wait for its end.")
    return ListJob.objects.create(
        partner_list=partner_list,
        task=task,
        team=team,
        kind=kind,
        reason=reason,
        by=str(by),
        asked_at=asked_at,
    )


def work_through(*, now: Clock) -> int:
    """Do every job that waits and that nobody else is doing. How many were ended."""
    done = 0
    for job in list(ListJob.objects.waiting().select_related("partner_list", "team")):
        with _held(job) as ours:
            if ours:
                _work(job, now)
                done += 1
    return done


@contextmanager
def _held(job: ListJob) -> Iterator[bool]:
    """Whether the job is ours to do, until the end or until we are gone."""
    key = f"list-job/{job.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        ours = bool(cursor.fetchone()[0])
    try:
        if ours:
            job.refresh_from_db(fields=["ended_at", "attempts"])
        yield ours and job.ended_at is None
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _work(job: ListJob, now: Clock) -> None:
    job.attempts += 1
    job.save(update_fields=["attempts"])
    try:
        if job.attempts > ATTEMPTS:
            raise IntakeError("it was begun several times and never ended.")
        _do(job, now)
    except IntakeError:
        job.failed = True
    job.ended_at = now()
    job.save(update_fields=["failed", "ended_at", "in_its_place"])


def _do(job: ListJob, now: Clock) -> None:
    known, by = Vocabularies.load(), written(job.by)
    kind = job.kind or None
    match job.task:
        case "take_in":
            take_in(job.partner_list, team=job.team, known=known, now=now, by=by, kind=kind)
        case "reread":
            again = reread(job.partner_list, team=job.team, known=known, now=now, by=by, kind=kind)
            job.in_its_place_id = again.partner_list
        case "undo":
            undo(job.partner_list, known=known, undone_at=now(), by=by, reason=job.reason)
