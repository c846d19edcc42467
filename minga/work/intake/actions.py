"""Taking in partners' lists: kept raw, read in batches that stand or fall whole, undone whole."""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from minga.engines.lists.reading import UnreadableFile
from minga.engines.lists.rows import ListRow as ReadRow
from minga.engines.lists.rows import State
from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys import files
from minga.foundation.keys.sealing import keyed_hash
from minga.work.casework.actions import void_steps
from minga.work.gatherings.actions import undo_gatherings
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import Vocabularies, open_sheets
from minga.work.intake.recording import RowRecorder, undo_registrations

BATCH = 1000
RETENTION = timedelta(days=365)

Progress = Callable[[int], None]


class IntakeError(Exception):
    """The file was not taken in; the message says why and what was kept."""


@dataclass
class Report:
    """What became of a list's rows, by fate."""

    partner_list: uuid.UUID
    already_here: bool = False
    fates: dict[str, int] = field(default_factory=dict)

    def add(self, fate: str, count: int = 1) -> None:
        """Count rows of one fate."""
        self.fates[fate] = self.fates.get(fate, 0) + count


def receive(
    content: bytes,
    *,
    name: str,
    team: Team,
    received_at: datetime,
    by: Principal,
) -> tuple[PartnerList, bool]:
    """Keep a file as it came, encrypted. The same file again is the same list (True)."""
    digest = hashlib.sha256(content).hexdigest()
    organisation = team.organisation_id
    with transaction.atomic():
        before = (
            PartnerList.objects.filter(organisation=organisation, sha256=digest)
            .exclude(state="undone")
            .first()
        )
        if before is not None:
            return before, True
        new = PartnerList(
            organisation_id=organisation,
            file_name=name[:200],
            sha256=digest,
            size=len(content),
            received_at=received_at,
            retain_until=(received_at + RETENTION).date(),
            by=str(by),
        )
        files.store(content, organisation=organisation, file_id=new.id)
        new.save(force_insert=True)
        record(action="intake.received", kind="partner_list", object_id=new.id, by=by)
    return new, False


def take_in(
    partner_list: PartnerList,
    *,
    team: Team,
    known: Vocabularies,
    by: Principal,
    kind: str | None = None,
    progress: Progress = lambda rows: None,
) -> Report:
    """Read a kept list to its end, from where it stopped if it was interrupted.

    Each batch of rows is one transaction with everything that follows from it, so that a kill
    loses and doubles nothing. Raises IntakeError for a file that cannot be read.
    """
    report = Report(partner_list.id, already_here=partner_list.state == "done")
    if partner_list.state != "reading":
        for fate in ListRow.objects.filter(partner_list=partner_list).values_list(
            "fate", flat=True
        ):
            report.add(fate)
        return report
    recorder = RowRecorder(partner_list, team=team, by=by)
    try:
        rows = _rows(partner_list, known=known, kind=kind)
        for _ in islice(rows, partner_list.rows_done):
            pass
        while batch := list(islice(rows, BATCH)):
            with transaction.atomic():
                _take_batch(partner_list, batch, recorder, report)
            progress(len(batch))
    except UnreadableFile as error:
        PartnerList.objects.filter(pk=partner_list.pk).update(state="refused")
        raise IntakeError(f"{partner_list.file_name}: {error}") from error
    _finish(partner_list, by)
    return report


Numbered = tuple[str, ReadRow]
"""The kind of list and a row read as one."""


def _rows(
    partner_list: PartnerList, *, known: Vocabularies, kind: str | None
) -> Iterator[Numbered]:
    content = files.fetch(partner_list.id)
    sheets = open_sheets(
        content,
        name=partner_list.file_name,
        organisation=partner_list.organisation_id,
        received_on=partner_list.received_at.date(),
        known=known,
        kind=kind,
    )
    for sheet in sheets:
        for row in sheet.rows:
            yield sheet.kind.code, row


def _take_batch(
    partner_list: PartnerList,
    batch: Sequence[Numbered],
    recorder: RowRecorder,
    report: Report,
) -> None:
    """Record a batch; the list's row is locked so that two processes cannot read it at once."""
    locked = PartnerList.objects.select_for_update().get(pk=partner_list.pk)
    if locked.rows_done != partner_list.rows_done or locked.state != "reading":
        raise IntakeError(
            f"{partner_list.file_name} is being read by another process; wait for it."
        )
    keys = [_content_key(partner_list, kind, row) for kind, row in batch]
    seen = set(
        ListRow.objects.filter(
            content_key__in=keys,
            fate__in=["accepted", "seen"],
            partner_list__organisation=partner_list.organisation_id,
        )
        .exclude(partner_list__state="undone")
        .exclude(partner_list=partner_list)
        .values_list("content_key", flat=True)
    )
    kept: list[ListRow] = []
    fresh: list[tuple[ListRow, str, ReadRow]] = []
    for (kind, row), key in zip(batch, keys, strict=True):
        stored = ListRow(
            partner_list=partner_list,
            sheet=row.sheet[:100],
            number=row.number,
            content_key=key,
            fate=_fate(row),
            problems=[_problem(problem) for problem in row.problems],
        )
        kept.append(stored)
        if stored.fate == "accepted" and key in seen:
            stored.fate = "seen"
        elif stored.fate == "accepted":
            fresh.append((stored, kind, row))
    recorder.record(fresh)
    ListRow.objects.bulk_create(kept, batch_size=1000)
    for stored in kept:
        report.add(stored.fate)
    partner_list.rows_done += len(batch)
    PartnerList.objects.filter(pk=partner_list.pk).update(rows_done=partner_list.rows_done)


def _fate(row: ReadRow) -> str:
    return {
        State.ACCEPTED: "accepted",
        State.REVIEW: "review",
        State.REJECTED: "rejected",
    }[row.state]


def _problem(problem: object) -> dict[str, str]:
    return {
        "column": getattr(problem, "column", ""),
        "code": getattr(problem, "code", ""),
        "severity": str(getattr(problem, "severity", "")),
    }


def _content_key(partner_list: PartnerList, kind: str, row: ReadRow) -> str:
    return keyed_hash(
        f"{kind}|{row.canonical()}", purpose="row", organisation=partner_list.organisation_id
    )


def _finish(partner_list: PartnerList, by: Principal) -> None:
    with transaction.atomic():
        PartnerList.objects.filter(pk=partner_list.pk).update(state="done")
        partner_list.state = "done"
        record(
            action="intake.done",
            kind="partner_list",
            object_id=partner_list.id,
            by=by,
            detail={"rows": partner_list.rows_done},
        )


@transaction.atomic
def undo(partner_list: PartnerList, *, undone_at: datetime, by: Principal, reason: str) -> int:
    """Undo a list whole: its steps are voided, its gatherings and people go. Steps voided."""
    source = str(partner_list.id)
    voided = void_steps(source=source, recorded_at=undone_at, by=by)
    undo_gatherings(source=source, undone_at=undone_at)
    undo_registrations(source=source, undone_at=undone_at, by=by, reason=reason)
    PartnerList.objects.filter(pk=partner_list.pk).update(state="undone")
    record(action="intake.undone", kind="partner_list", object_id=source, by=by, reason=reason)
    return voided
