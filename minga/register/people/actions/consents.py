"""Consent: given for a purpose, data and recipient; withdrawn at any time."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.legal.actions import founded
from minga.foundation.organisations.models import Organisation
from minga.register.people.actions.facts import hold
from minga.register.people.models import Consent, Registration
from minga.register.people.rules import Agreement, PeopleError, agreement_misfits, is_grown

OF_CASE = "case"
"""The data of a consent that a form asks for: what its case holds."""


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


class Word(NamedTuple):
    """What somebody answered to a question that asks for consent: yes or no, and on which day."""

    registration: uuid.UUID
    purpose: str
    yes: bool
    on: date


@transaction.atomic
def hear(words: Sequence[Word], *, source: str, recorded_at: datetime, by: Principal) -> int:
    """Keep the consents that forms asked for. A yes gives, a no withdraws; how many were given.

    The word of a child, or of somebody whose age is unknown, gives nothing: a form does not ask
    for a guardian. Nor does one for a purpose without a legal basis. The data is what the form's
    own case holds.
    """
    grounds = {purpose: founded(purpose) for purpose in {word.purpose for word in words}}
    heard = [word for word in words if grounds[word.purpose] or not word.yes]
    last = {(word.registration, word.purpose): word for word in heard}
    people = Registration.objects.filter(erased_at=None).in_bulk({who for who, _ in last})
    there = Consent.objects.filter(registration__in=people, recipient="", withdrawn_on=None)
    standing = {(each.registration_id, each.purpose): each for each in there}
    given, ended = [], []
    for key, word in last.items():
        who = people.get(word.registration)
        if key in standing and not word.yes:
            standing[key].withdrawn_on = max(word.on, standing[key].given_on)
            ended.append(standing[key])
        elif key not in standing and word.yes and who and _is_known_grown(who, word.on):
            given.append(_heard(word, source=source, recorded_at=recorded_at, by=by))
    Consent.objects.bulk_create(given, batch_size=1000)
    Consent.objects.bulk_update(ended, ["withdrawn_on"], batch_size=1000)
    if given or ended:
        record(
            action="people.consents_heard",
            kind="registration",
            object_id=source or "batch",
            by=by,
            detail={"given": len(given), "withdrawn": len(ended)},
        )
    return len(given)


def _is_known_grown(who: Registration, day: date) -> bool:
    return who.birth_on is not None and is_grown(who.birth_on, day)


def _heard(word: Word, *, source: str, recorded_at: datetime, by: Principal) -> Consent:
    return Consent(
        registration_id=word.registration,
        purpose=word.purpose,
        data_class=OF_CASE,
        given_by="self",
        given_on=word.on,
        source=source,
        recorded_at=recorded_at,
        by=str(by),
    )


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
