"""Erasing a person reaches the lists that named them: the raw file goes, the rows forget."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minga.foundation.audit.actions import forget_reasons
from minga.foundation.core.principals import Principal
from minga.work.casework.actions.erasing import Anonymous, erase_person
from minga.work.intake.actions.alone import alone
from minga.work.intake.actions.purging import destroy
from minga.work.intake.actions.receiving import IntakeError
from minga.work.intake.models import ListRow, PartnerList


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of somebody's registration and cases, and how many raw files went."""

    person: Anonymous
    lists: int


@transaction.atomic
def erase(registration: uuid.UUID, *, erased_at: datetime, by: Principal, reason: str) -> Forgotten:
    """Erase one person: registration, cases, and the raw lists that named them.

    A raw file goes whole: a line cannot be cut out of a file that must stay as it came. What was
    recorded of the others in it stays, and its sender still has it. The rows lose the hash that
    would find them again; the person in a later list is somebody new. Raises
    Registration.DoesNotExist, and IntakeError while one of the lists is still being read.
    """
    rows = ListRow.objects.filter(registration=registration)
    lists = PartnerList.objects.filter(pk__in=rows.values("partner_list")).order_by("pk")
    for organisation in sorted(set(lists.values_list("organisation", flat=True))):
        alone(organisation)
    reading = lists.filter(state="reading").first()
    if reading is not None:
        raise IntakeError(
            f"list {reading.short_id} names this person and is still being read: take it in to "
            "its end, or undo it, and then erase."
        )
    person = erase_person(registration, erased_at=erased_at, by=by, reason=reason)
    done = sum(destroy(each, erased_at, by) for each in lists)
    forget_reasons({"partner_list": lists.values_list("pk", flat=True)}, by=by)
    rows.update(content_key="", decision_reason="")
    return Forgotten(person, done)
