"""Undoing a list whole: everything is as if it had not come, and history says that it did."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from minga.engines.lists.plan import ChangedPlan
from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import ErasedError
from minga.register.people.actions.facts import retract
from minga.register.people.actions.sources import Said, restate
from minga.register.people.models import Consent, Registration
from minga.work.casework.actions.erasing import erase_people
from minga.work.casework.actions.undoing import void_steps
from minga.work.casework.models import Step
from minga.work.gatherings.actions import undo_gatherings
from minga.work.intake.actions.alone import alone
from minga.work.intake.models import ListRow, ListSheet, PartnerList
from minga.work.intake.opening import Vocabularies, reopened
from minga.work.intake.recording import CHANGED, Fresh, RowRecorder, registration_of


@dataclass(slots=True)
class Undone:
    """What an undo took back, and what it could not read again."""

    steps: int = 0
    gatherings: int = 0
    people: int = 0
    restated: int = 0
    unreadable: tuple[str, ...] = ()
    """Short ids of lists that say the same of somebody and whose raw file is gone."""


@transaction.atomic
def undo(
    partner_list: PartnerList,
    *,
    known: Vocabularies,
    undone_at: datetime,
    by: Principal,
    reason: str,
) -> Undone:
    """Undo a list whole; a list that was undone already stays so.

    Its steps no longer count: what they had corrected stands again, and so does what another list
    says too. People that it alone spoke of are erased. Those that the organisation's other lists
    speak of stay and say what those lists say, which is read again from their raw files.
    """
    alone(partner_list.organisation_id)
    partner_list.refresh_from_db()
    done = Undone()
    if partner_list.state == "undone":
        return done
    source = str(partner_list.id)
    done.steps = void_steps(source=source, recorded_at=undone_at, by=by)
    done.gatherings = undo_gatherings(source=source, undone_at=undone_at)
    partner_list.state = "undone"
    partner_list.save(update_fields=["state"])
    retract(source=source, retracted_at=undone_at)
    people = _people_of(partner_list)
    spoken = _spoken_of(partner_list, people)
    done.people = len(people - spoken)
    erase_people(people - spoken, erased_at=undone_at, by=by, reason=reason)
    done.restated, unreadable = _restate(partner_list, spoken, known, undone_at, by)
    _answer_for(partner_list, undone_at)
    unreadable |= _let_in(partner_list, known, undone_at, by)
    done.unreadable = tuple(sorted(unreadable))
    record(
        action="intake.undone",
        kind="partner_list",
        object_id=source,
        by=by,
        reason=reason,
        detail={"steps": done.steps, "gatherings": done.gatherings, "people": done.people},
    )
    return done


def _people_of(partner_list: PartnerList) -> set[uuid.UUID]:
    """Everybody whom the list registered or spoke of."""
    rows = ListRow.objects.filter(partner_list=partner_list, registration__isnull=False)
    ours = Registration.objects.filter(
        Q(source=str(partner_list.id)) | Q(pk__in=rows.values("registration")), erased_at=None
    )
    return set(ours.values_list("pk", flat=True))


def _others(partner_list: PartnerList) -> QuerySet[ListRow]:
    """The accepted and seen rows of the organisation's other lists that count, as they came."""
    lists = PartnerList.objects.live().filter(organisation=partner_list.organisation_id)
    return (
        ListRow.objects.filter(partner_list__in=lists, fate__in=["accepted", "seen"])
        .exclude(partner_list=partner_list)
        .order_by("partner_list__received_at", "partner_list", "pk")
        .select_related("partner_list")
    )


def _spoken_of(partner_list: PartnerList, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of whom another list, a standing step or a consent speaks."""
    listed = _others(partner_list).filter(registration__in=people).order_by()
    stepped = Step.objects.filter(case__registration__in=people).live()
    agreed = Consent.objects.filter(registration__in=people).exclude(source=partner_list.id)
    return (
        {pk for pk in listed.values_list("registration", flat=True) if pk is not None}
        | {pk for pk in stepped.values_list("case__registration", flat=True) if pk is not None}
        | set(agreed.values_list("registration", flat=True))
    )


def _restate(
    undone: PartnerList,
    spoken: Collection[uuid.UUID],
    known: Vocabularies,
    restated_at: datetime,
    by: Principal,
) -> tuple[int, set[str]]:
    """Let people be who the other lists say, where the undone list had said it.

    How many were restated, and the short ids of lists that could not be read again.
    """
    source = str(undone.id)
    owed = Registration.objects.filter(pk__in=spoken, source=source)
    by_list: dict[PartnerList, list[ListRow]] = {}
    for row in _others(undone).filter(registration__in=owed):
        by_list.setdefault(row.partner_list, []).append(row)
    said: list[Said] = []
    unreadable: set[str] = set()
    for partner_list, rows in by_list.items():
        try:
            said += [
                Said(
                    registration=stored.registration,
                    entry=registration_of(opened.row),
                    source=str(partner_list.id),
                )
                for stored, opened in reopened(partner_list, rows, known=known)
                if stored.registration is not None and opened.row.person is not None
            ]
        except (ErasedError, ChangedPlan):
            unreadable.add(partner_list.short_id)
    why = "a list was undone"
    done = restate(said, undone=source, restated_at=restated_at, by=by, reason=why)
    return done, unreadable


def _let_in(
    undone: PartnerList, known: Vocabularies, recorded_at: datetime, by: Principal
) -> set[str]:
    """Take in the rows that waited only because they might have changed rows of the undone list.

    The short ids of lists that could not be read again.
    """
    team = Team.objects.of_organisation(undone.organisation_id)[0]
    ours = set(ListRow.objects.filter(partner_list=undone).values_list("pk", flat=True))
    later = ListSheet.objects.filter(
        partner_list__in=PartnerList.objects.live().filter(organisation=undone.organisation_id)
    ).exclude(changes={})
    unreadable: set[str] = set()
    for sheet in later.select_related("partner_list"):
        if ours.isdisjoint(old for old, _ in sheet.changes.values()):
            continue
        sheet.changes = {}
        sheet.save(update_fields=["changes"])
        waiting = ListRow.objects.filter(
            partner_list=sheet.partner_list, sheet=sheet.position, fate="review"
        )
        rows = [row for row in waiting if {one["code"] for one in row.problems} == {CHANGED}]
        try:
            opened = list(reopened(sheet.partner_list, rows, known=known)) if rows else []
        except (ErasedError, ChangedPlan):
            unreadable.add(sheet.partner_list.short_id)
            continue
        for row in rows:
            row.fate, row.corrects, row.problems = "accepted", None, []
        recorder = RowRecorder(sheet.partner_list, team=team, known=known, by=by)
        fresh = [Fresh(stored, one.kind, one.row) for stored, one in opened]
        recorder.record(fresh, recorded_at=recorded_at)
        changed = ["fate", "corrects", "problems", "registration"]
        ListRow.objects.bulk_update(rows, changed, batch_size=1000)
    return unreadable


def _answer_for(partner_list: PartnerList, undone_at: datetime) -> None:
    """Rows that were seen because of the undone list are accepted: their list answers for them.

    Of several rows with the same content the first does; a row of which an accepted twin stands
    stays seen.
    """
    source = str(partner_list.id)
    own = ListRow.objects.filter(partner_list=partner_list, fate="accepted")
    restored = Step.objects.filter(
        supersedes__source=source, voided=False, recorded_at__gte=undone_at
    )
    heirs = set(restored.values_list("source", "case__registration"))
    people = {person for _, person in heirs if person is not None}
    seen = _others(partner_list).filter(
        Q(content_key__in=own.values("content_key")) | Q(registration__in=people), fate="seen"
    )
    candidates = [
        row
        for row in seen
        if row.registration is None or (str(row.partner_list_id), row.registration) in heirs
    ]
    twins = _others(partner_list).filter(
        content_key__in={row.content_key for row in candidates}, fate="accepted"
    )
    stand = set(twins.order_by().values_list("content_key", flat=True))
    first: dict[str, int] = {}
    for row in candidates:
        if row.content_key not in stand:
            first.setdefault(row.content_key, row.pk)
    ListRow.objects.filter(pk__in=first.values()).update(fate="accepted")
