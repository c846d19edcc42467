"""Keeping the legal record, and reading the one that holds."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minga.foundation.audit.actions import record as log
from minga.foundation.core.errors import MendableError
from minga.foundation.core.principals import Principal
from minga.foundation.legal.models import LegalRecord
from minga.foundation.legal.record import Fault, Record, read_record


class LegalRecordError(MendableError):
    """The record is not whole; `faults` says what is missing."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


@transaction.atomic
def keep_record(content: object, *, recorded_at: datetime, by: Principal) -> LegalRecord | None:
    """Keep a version of the record; None where it says what is kept already.

    Raises LegalRecordError with everything that is missing or wrong.
    """
    read, faults = read_record(content, today=timezone.localdate(recorded_at))
    if read is None:
        raise LegalRecordError(faults)
    said = read.model_dump(mode="json")
    newest = LegalRecord.objects.order_by("-version").first()
    if newest is not None and newest.content == said:
        return None
    version = newest.version + 1 if newest else 1
    kept = LegalRecord.objects.create(
        version=version, content=said, recorded_at=recorded_at, by=str(by)
    )
    log(action="legal.recorded", kind="legal_record", object_id=version, by=by)
    return kept


def standing_record() -> Record | None:
    """The record that holds, as it was kept; None before there is one."""
    newest = LegalRecord.objects.order_by("-version").first()
    return Record.model_validate(newest.content) if newest else None


def founded(purpose: str) -> bool:
    """Whether data may be held for this purpose: where there is a record, it must name a basis."""
    record = standing_record()
    return record is None or purpose in record.purposes
