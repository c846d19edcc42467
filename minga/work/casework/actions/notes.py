"""Notes and flags of a case."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from minga.engines.definition import Text
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.work.casework.actions.steps import Held
from minga.work.casework.models import Case, Note
from minga.work.casework.rules import CaseworkError
from minga.work.casework.sealing import TEXT

LONGEST = 5000


@transaction.atomic
def add_note(
    *,
    case: Case,
    text: str,
    occurred_on: date,
    recorded_at: datetime,
    by: Principal,
    flag: bool = False,
) -> Note:
    """Write something down about a case. Raises CaseworkError for no words, or a day to come."""
    problems: list[Text | str] = []
    if not text.strip():
        problems.append(
            Text(es="Escriba lo que hay que recordar.", en="write what there is to remember.")
        )
    if len(text) > LONGEST:
        problems.append(f"a note has up to {LONGEST} letters; write two.")
    if occurred_on > timezone.localdate(recorded_at):
        problems.append(f"{occurred_on} has not come yet; mend the date.")
    if problems:
        raise CaseworkError(*problems)
    held = Held.lock(case)
    sealed = held.keys.hide(held.case, {TEXT: text}) if held.rules.sealed else None
    note = Note.objects.create(
        case=held.case,
        occurred_on=occurred_on,
        text="" if sealed else text,
        sealed_text=sealed,
        flag=flag,
        recorded_at=recorded_at,
        by=str(by),
    )
    record(
        action="casework.flagged" if flag else "casework.noted",
        kind="case",
        object_id=case.pk,
        by=by,
        detail={"note": str(note.pk)},
    )
    return note


@transaction.atomic
def settle_flag(*, note: Note, settled_at: datetime, by: Principal) -> None:
    """Say that what a flag asked for has been looked at. Raises CaseworkError for no such flag."""
    held = Note.objects.select_for_update().get(pk=note.pk)
    if not held.flag or held.settled_at is not None:
        raise CaseworkError(
            Text(es="Esta alerta ya se atendió.", en="this flag is settled already.")
        )
    held.settled_at, held.settled_by = settled_at, str(by)
    held.save(update_fields=["settled_at", "settled_by"])
    record(
        action="casework.flag_settled",
        kind="case",
        object_id=held.case_id,
        by=by,
        detail={"note": str(held.pk)},
    )
