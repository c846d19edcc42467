"""A reviewer's word on doubtful rows: accepted as read, or rejected for a reason."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from minga.engines.lists.plan import ChangedPlan
from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import ErasedError
from minga.work.intake.actions.alone import alone
from minga.work.intake.actions.receiving import IntakeError
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import Vocabularies, reopened
from minga.work.intake.recording import Fresh, RowRecorder

LONGEST_REASON = 300


@transaction.atomic
def decide(
    partner_list: PartnerList,
    *,
    rows: Collection[int],
    accept: bool,
    reason: str,
    team: Team,
    known: Vocabularies,
    decided_at: datetime,
    by: Principal,
    apart: bool = False,
) -> Counter[str]:
    """Accept rows that wait for review as they were read, or reject them. Their fates afterwards.

    A row that may change one of an earlier edition corrects that when it is accepted, unless
    `apart` says that it is about something else.

    `rows` are the ids of the rows. The reason stays with the row, as it may speak of somebody; the
    audit log says how many were decided. A row that its pathway cannot take stays in review.
    Raises IntakeError when a row does not wait for a decision.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise IntakeError(f"a decision has a reason of up to {LONGEST_REASON} letters.")
    alone(partner_list.organisation_id)
    waiting = _waiting(partner_list, rows)
    if apart:
        for row in waiting:
            row.corrects = None
    if accept:
        _record(partner_list, waiting, team, known, decided_at, by)
    for row in waiting:
        row.fate = row.fate if accept else "rejected"
        if row.fate != "review":
            row.decided_by, row.decided_at, row.decision_reason = str(by), decided_at, reason
    changed = [
        "fate",
        "corrects",
        "registration",
        "problems",
        "decided_by",
        "decided_at",
        "decision_reason",
    ]
    ListRow.objects.bulk_update(waiting, changed, batch_size=1000)
    fates = Counter(row.fate for row in waiting)
    record(
        action="intake.accepted_rows" if accept else "intake.rejected_rows",
        kind="partner_list",
        object_id=partner_list.id,
        by=by,
        detail=dict(fates),
    )
    return fates


def _waiting(partner_list: PartnerList, rows: Collection[int]) -> list[ListRow]:
    partner_list.refresh_from_db(fields=["state"])
    refused = Q(fate="rejected", decided_at__isnull=False)
    found = list(
        ListRow.objects.filter(
            Q(fate="review") | refused, pk__in=rows, partner_list=partner_list
        ).order_by("sheet", "number")
    )
    if partner_list.state == "undone" or len(found) < len(set(rows)) or not found:
        raise IntakeError(
            f"list {partner_list.short_id}: nothing was decided: only rows that wait for review, "
            "or that a reviewer rejected, can be decided, and only in a list that counts."
        )
    return found


def _record(
    partner_list: PartnerList,
    waiting: Collection[ListRow],
    team: Team,
    known: Vocabularies,
    recorded_at: datetime,
    by: Principal,
) -> None:
    """Record the rows as they were read from the raw file."""
    try:
        opened = list(reopened(partner_list, waiting, known=known))
    except (ErasedError, ChangedPlan) as error:
        raise IntakeError(
            f"list {partner_list.short_id}: its rows cannot be read as they were; ask the sender "
            "for the file again."
        ) from error
    for row in waiting:
        row.fate = "accepted"
    fresh = [Fresh(stored, one.kind, one.row) for stored, one in opened]
    RowRecorder(partner_list, team=team, known=known, by=by).record(fresh, recorded_at=recorded_at)
