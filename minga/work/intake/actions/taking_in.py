"""Taking a kept list in: planned, then read in batches that stand or fall whole."""

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from minga.engines.definition import Text
from minga.engines.lists.plan import ChangedPlan
from minga.engines.lists.reading import UnreadableFile
from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import ErasedError
from minga.work.intake.actions.alone import alone
from minga.work.intake.actions.mappings import keep_suggested
from minga.work.intake.actions.receiving import IntakeError
from minga.work.intake.actions.rows import record_rows
from minga.work.intake.editions import find_changes
from minga.work.intake.models import PartnerList
from minga.work.intake.opening import Opened, Vocabularies, plan, rows_from
from minga.work.intake.raw import keep_plans
from minga.work.intake.recording import RowRecorder
from minga.work.intake.report import fates_of
from minga.work.intake.words import NO_LIST, joined, remarked, unread

BATCH = 1000

Clock = Callable[[], datetime]
Progress = Callable[[int], None]


@dataclass
class Report:
    """What became of a list: its rows by fate."""

    partner_list: uuid.UUID
    fates: Counter[str] = field(default_factory=Counter)


def prepare(
    partner_list: PartnerList, *, known: Vocabularies, by: Principal, kind: str | None = None
) -> list[Text]:
    """Decide what the sheets of a received list are; one that is planned already stays so.

    Returns what is to be told of sheets that will not be read. Raises IntakeError for a file that
    cannot be read or holds no list; it stays kept, refused, and can be tried again with another
    mapping or a kind that somebody names.
    """
    if partner_list.state not in {"received", "refused"}:
        return []
    try:
        plans = plan(partner_list, known=known, kind=kind)
    except UnreadableFile as error:
        _refuse(partner_list, error.message, by)
        raise IntakeError(f"list {partner_list.short_id}: {error}") from error
    except ErasedError as error:
        raise gone(partner_list) from error
    read = [one for one in plans if one.fault is None]
    numbered = list(enumerate(plans, start=1))
    told = unread(numbered, silent=not read) + remarked(numbered)
    with transaction.atomic():
        alone(partner_list.organisation_id)
        partner_list.refresh_from_db()
        if partner_list.state not in {"received", "refused"}:
            return told
        changes = find_changes(partner_list, dict(numbered), known=known) if read else {}
        keep_plans(partner_list, plans, changes)
        keep_suggested(partner_list.organisation_id, [one.mapping for one in read])
        if read:
            partner_list.state = "reading"
            partner_list.refusal = {}
            partner_list.rows_total = sum(one.rows for one in read)
            partner_list.save(update_fields=["state", "refusal", "rows_total"])
            return told
    words = joined([NO_LIST, *told])
    _refuse(partner_list, words, by)
    raise IntakeError(
        f"list {partner_list.short_id}: {words.en}. It is kept: name its kind with --kind, or "
        "save a mapping for its organisation, and take it in again."
    )


def _refuse(partner_list: PartnerList, why: Text, by: Principal) -> None:
    with transaction.atomic():
        partner_list.state = "refused"
        partner_list.refusal = {"es": why.es, "en": why.en}
        partner_list.save(update_fields=["state", "refusal"])
        record(action="intake.refused", kind="partner_list", object_id=partner_list.id, by=by)


def gone(partner_list: PartnerList) -> IntakeError:
    """What to say when the raw file is needed and was destroyed."""
    return IntakeError(
        f"list {partner_list.short_id}: its raw file was destroyed; ask the sender for it again."
    )


def take_in(
    partner_list: PartnerList,
    *,
    team: Team,
    known: Vocabularies,
    now: Clock,
    by: Principal,
    kind: str | None = None,
    progress: Progress = lambda rows: None,
    batch_size: int = BATCH,
) -> Report:
    """Read a kept list to its end, from where it stopped if it was interrupted.

    Each batch of rows is one transaction with everything that follows from it, so that a kill
    loses and doubles nothing. Two processes may read the same list: each takes the batches that
    the other has not. Raises IntakeError for a file that cannot be read.
    """
    prepare(partner_list, known=known, by=by, kind=kind)
    if partner_list.state == "reading":
        _read_on(partner_list, _Taking(team, known, now, by, progress, batch_size))
    return Report(partner_list.id, fates_of(partner_list))


@dataclass(frozen=True)
class _Taking:
    """What a reading needs besides the list."""

    team: Team
    known: Vocabularies
    now: Clock
    by: Principal
    progress: Progress
    batch_size: int


def _read_on(partner_list: PartnerList, taking: _Taking) -> None:
    recorder = RowRecorder(partner_list, team=taking.team, known=taking.known, by=taking.by)
    start = partner_list.rows_done
    taking.progress(start)
    try:
        rows = rows_from(partner_list, known=taking.known, skip=start)
        while batch := list(islice(rows, taking.batch_size)):
            with transaction.atomic():
                _take_batch(partner_list, batch, start, recorder, taking)
            start += len(batch)
            taking.progress(len(batch))
    except ChangedPlan as error:
        raise IntakeError(
            f"list {partner_list.short_id}: the programme's lists changed while it was being "
            "read; undo it and take it in again."
        ) from error
    except ErasedError as error:
        raise gone(partner_list) from error
    _finish(partner_list, taking.by)


def _take_batch(
    partner_list: PartnerList,
    batch: Sequence[Opened],
    start: int,
    recorder: RowRecorder,
    taking: _Taking,
) -> None:
    """Record a batch, less what another process has recorded of it meanwhile."""
    alone(partner_list.organisation_id)
    partner_list.refresh_from_db(fields=["state", "rows_done"])
    if partner_list.state == "undone":
        raise IntakeError(f"list {partner_list.short_id} was undone while it was being read.")
    end = start + len(batch)
    rest = batch[max(0, partner_list.rows_done - start) :]
    if rest:
        record_rows(partner_list, rest, recorder, recorded_at=taking.now())
        partner_list.rows_done = end
        partner_list.save(update_fields=["rows_done"])


def _finish(partner_list: PartnerList, by: Principal) -> None:
    with transaction.atomic():
        alone(partner_list.organisation_id)
        partner_list.refresh_from_db(fields=["state"])
        if partner_list.state != "reading":
            return
        partner_list.state = "done"
        partner_list.save(update_fields=["state"])
        record(
            action="intake.done",
            kind="partner_list",
            object_id=partner_list.id,
            by=by,
            detail={"rows": partner_list.rows_done, **fates_of(partner_list)},
        )
