"""The fate of each row of a batch: recorded, seen before, for review, or rejected."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from minga.engines.lists.findings import Problem
from minga.engines.lists.rows import ListRow as ReadRow
from minga.engines.lists.rows import State
from minga.work.intake.contents import content_key
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import LONGEST_ID, Opened
from minga.work.intake.recording import Fresh, RowRecorder

_FATES = {
    State.ACCEPTED: "accepted",
    State.REVIEW: "review",
    State.REJECTED: "rejected",
}


def record_rows(
    partner_list: PartnerList,
    batch: Sequence[Opened],
    recorder: RowRecorder,
    *,
    recorded_at: datetime,
) -> list[ListRow]:
    """Keep the rows with their fates, and record what follows from those accepted.

    A row whose content this organisation has sent before, in a list that counts, is `seen`. One
    that may stand for a row of an earlier edition corrects that, or waits for somebody to say so.
    """
    kept = [_stored(partner_list, opened) for opened in batch]
    seen = _seen_before(partner_list, [row.content_key for row in kept])
    corrected = _corrected(partner_list, [opened.row for opened in batch])
    fresh: list[Fresh] = []
    again: list[Fresh] = []
    for stored, opened in zip(kept, batch, strict=True):
        stored.corrects_id = corrected.get(opened.row.row_id or "")
        row = Fresh(stored, opened.kind, opened.row)
        if stored.fate != "rejected" and stored.content_key in seen:
            stored.fate = "seen"
            stored.registration = seen[stored.content_key]
            again.append(row)
            continue
        recorder.tie(stored)
        if stored.fate == "accepted":
            fresh.append(row)
    recorder.record(fresh, recorded_at=recorded_at)
    recorder.see(again, recorded_at=recorded_at)
    return ListRow.objects.bulk_create(kept, batch_size=1000)


def _stored(partner_list: PartnerList, opened: Opened) -> ListRow:
    return ListRow(
        partner_list=partner_list,
        sheet=opened.sheet,
        number=opened.row.number,
        content_key=content_key(partner_list.organisation_id, opened.kind, opened.row),
        fate=_FATES[opened.row.state],
        problems=[_problem(problem) for problem in opened.row.problems],
    )


def _problem(problem: Problem) -> dict[str, object]:
    """A problem without the cell: its code, and the column by its place or by our own name."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "at": problem.index,
        "column": problem.column if problem.index is None else "",
    }


def _seen_before(partner_list: PartnerList, keys: Sequence[str]) -> dict[str, uuid.UUID | None]:
    """Which contents stand accepted in other lists of the same organisation, with their person."""
    rows = ListRow.objects.filter(
        content_key__in=keys,
        fate__in=["accepted", "seen"],
        partner_list__in=PartnerList.objects.live().filter(
            organisation=partner_list.organisation_id
        ),
    ).exclude(partner_list=partner_list)
    return dict(rows.values_list("content_key", "registration"))


def _corrected(partner_list: PartnerList, rows: Sequence[ReadRow]) -> dict[str, int]:
    """The row that each row of a corrections workbook mends, by the id that it carries.

    Ids that are not of this organisation's own doubtful rows mean nothing.
    """
    carried = {row.row_id for row in rows if row.row_id and row.row_id.isdecimal()}
    ids = [int(one) for one in carried if len(one) <= LONGEST_ID]
    if not ids:
        return {}
    known = ListRow.objects.filter(
        pk__in=ids,
        fate__in=["review", "rejected"],
        partner_list__organisation=partner_list.organisation_id,
    )
    return {str(pk): pk for pk in known.values_list("pk", flat=True)}
