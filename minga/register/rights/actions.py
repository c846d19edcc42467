"""Receiving, deciding and closing requests; what is asked for is done by the rooms that hold it."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from minga.foundation.audit.actions import record
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import Principal
from minga.foundation.legal.actions import standing_record
from minga.foundation.legal.record import LOPDP_DAYS
from minga.foundation.organisations.models import Organisation
from minga.register.people.models import Registration
from minga.register.rights.models import DataRequest
from minga.register.rights.rules import (
    DECIDED,
    IS_DONE,
    IS_REFUSED,
    NO_REASON,
    NOT_DECIDED,
    NOT_THERE,
    Asked,
    Decision,
    RightsError,
    due_on,
    refuse_unless_sound,
)

DECIDED_ACTION = "rights.decided"


@transaction.atomic
def receive(
    asked: Asked,
    *,
    organisation: Organisation,
    registration: uuid.UUID,
    recorded_at: datetime,
    by: Principal,
) -> DataRequest:
    """Write a request down. Raises RightsError where it cannot be so, or there is nobody like that.

    Somebody known through a sealed case alone is not told of here: whoever accompanies them
    answers them. Stands inside a scope that sees the organisation's registrations.
    """
    refuse_unless_sound(asked, today=timezone.localdate(recorded_at))
    there = Registration.objects.filter(
        pk=registration, organisation=organisation, erased_at=None, circle=None
    )
    if not there.exists():
        raise RightsError(NOT_THERE)
    law = standing_record()
    days = law.answer_within_days if law else LOPDP_DAYS
    made = DataRequest.objects.create(
        organisation=organisation,
        registration_id=registration,
        right=asked.right,
        asked_by=asked.asked_by,
        check_made=asked.check,
        received_on=asked.received_on,
        due_on=due_on(asked.received_on, days=days),
        recorded_at=recorded_at,
        by=str(by),
    )
    _log("rights.received", made, by=by)
    return made


@transaction.atomic
def decide(
    request: DataRequest, *, decision: Decision, reason: str, decided_at: datetime, by: Principal
) -> None:
    """Decide a request, once. Raises RightsError where it is decided, or no reason is given."""
    held = _held(request)
    if held.decision:
        raise RightsError(DECIDED)
    if not reason.strip():
        raise RightsError(NO_REASON)
    held.decision, held.decided_at, held.decided_by = decision, decided_at, str(by)
    held.save(update_fields=["decision", "decided_at", "decided_by"])
    _log(DECIDED_ACTION, held, by=by, reason=reason)


@transaction.atomic
def close(request: DataRequest, *, done_on: date, by: Principal) -> None:
    """Write down that what was granted is done. Raises RightsError where there is nothing to do."""
    held = _held(request)
    if held.done_on is not None:
        raise RightsError(IS_DONE)
    if not held.decision:
        raise RightsError(NOT_DECIDED)
    if held.decision == Decision.REFUSED:
        raise RightsError(IS_REFUSED)
    held.done_on = done_on
    held.save(update_fields=["done_on"])
    _log("rights.done", held, by=by)


def reason_of(request: DataRequest) -> str:
    """Why it was decided so, from the log; empty before that, or once the person was erased."""
    events = AuditEvent.objects.about("registration", [request.registration_id])
    told = events.filter(action=DECIDED_ACTION, detail__request=request.pk).first()
    return told.reason if told else ""


def _held(request: DataRequest) -> DataRequest:
    return DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _log(action: str, request: DataRequest, *, by: Principal, reason: str = "") -> None:
    """Under the registration's number, so that erasing it finds the reason."""
    record(
        action=action,
        kind="registration",
        object_id=request.registration_id,
        by=by,
        reason=reason,
        detail={"request": request.pk, "right": request.right},
    )
