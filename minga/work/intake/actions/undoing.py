"""Undoing a list whole: what it brought no longer counts."""

from datetime import datetime

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.actions.facts import retract
from minga.register.people.models import Registration
from minga.work.casework.actions.erasing import erase_people
from minga.work.casework.actions.undoing import void_steps
from minga.work.casework.models import Step
from minga.work.gatherings.actions import undo_gatherings
from minga.work.intake.actions.alone import alone
from minga.work.intake.models import PartnerList


@transaction.atomic
def undo(partner_list: PartnerList, *, undone_at: datetime, by: Principal, reason: str) -> int:
    """Undo a list whole: its steps are voided, its gatherings and people go. Steps voided.

    A list that was undone already stays so.
    """
    alone(partner_list.organisation_id)
    partner_list.refresh_from_db()
    if partner_list.state == "undone":
        return 0
    source = str(partner_list.id)
    voided = void_steps(source=source, recorded_at=undone_at, by=by)
    undo_gatherings(source=source, undone_at=undone_at)
    retract(source=source, retracted_at=undone_at)
    _erase_people(source, undone_at=undone_at, by=by, reason=reason)
    partner_list.state = "undone"
    partner_list.save(update_fields=["state"])
    record(action="intake.undone", kind="partner_list", object_id=source, by=by, reason=reason)
    return voided


def _erase_people(source: str, *, undone_at: datetime, by: Principal, reason: str) -> None:
    """Erase the people that only this source spoke of."""
    others = Step.objects.exclude(source=source).values("case__registration")
    only = Registration.objects.filter(source=source, erased_at=None).exclude(pk__in=others)
    ids = list(only.values_list("pk", flat=True))
    erase_people(ids, erased_at=undone_at, by=by, reason=reason)
