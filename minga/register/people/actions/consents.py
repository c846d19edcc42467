"""Consent: given for a purpose, data and recipient; withdrawn at any time."""

import uuid
from datetime import date, datetime

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.legal.actions import founded
from minga.foundation.organisations.models import Organisation
from minga.register.people.actions.facts import hold
from minga.register.people.models import Consent
from minga.register.people.rules import Agreement, PeopleError, agreement_misfits


@transaction.atomic
def give_consent(
    *, registration: uuid.UUID, agreed: Agreement, recorded_at: datetime, by: Principal
) -> Consent:
    """Record what somebody agreed to. Raises PeopleError with everything that is wrong."""
    held = hold(registration)
    problems = agreement_misfits(agreed, birth_on=held.birth_on)
    if not founded(agreed.purpose):
        problems.append(f"no legal basis is on record for {agreed.purpose}; ask whoever keeps it.")
    if agreed.recipient and not Organisation.objects.filter(pk=agreed.recipient).exists():
        problems.append(f"there is no organisation {agreed.recipient} to share with.")
    if problems:
        raise PeopleError(*problems)
    consent = Consent.objects.create(
        registration=held,
        purpose=agreed.purpose,
        data_class=agreed.data_class,
        recipient=agreed.recipient,
        given_by=agreed.given_by,
        relation=agreed.relation,
        assent=agreed.assent,
        no_guardian_reason=agreed.no_guardian_reason,
        given_on=agreed.given_on,
        until_on=agreed.until_on,
        recorded_at=recorded_at,
        by=str(by),
    )
    record(action="people.consent_given", kind="registration", object_id=registration, by=by)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, withdrawn_on: date, by: Principal) -> None:
    """End a consent from a day on. One that was withdrawn already stays as it was."""
    hold(consent.registration_id)
    kept = Consent.objects.get(pk=consent.pk)
    if kept.withdrawn_on is not None:
        return
    if withdrawn_on < kept.given_on:
        raise PeopleError(f"this consent was given on {kept.given_on}, after {withdrawn_on}.")
    kept.withdrawn_on = withdrawn_on
    kept.save(update_fields=["withdrawn_on"])
    record(
        action="people.consent_withdrawn",
        kind="registration",
        object_id=consent.registration_id,
        by=by,
    )
