"""What is known of somebody, corrected: sex and birth, groups, status over time, the name."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.actions.registering import known_codes
from minga.register.people.identity import IdentityFields
from minga.register.people.models import (
    Consent,
    Correction,
    HouseholdMember,
    OwnCode,
    Registration,
    RegistrationFact,
)
from minga.register.people.recognising import rekeyed
from minga.register.people.rules import PeopleError, birth_misfits, code_misfits, group_misfits
from minga.register.vault.actions import reseal_identities


@transaction.atomic
def correct_registration(
    *,
    registration: uuid.UUID,
    sex: str,
    birth_on: date | None,
    birth_precision: str,
    identity: IdentityFields,
    corrected_at: datetime,
    by: Principal,
    reason: str,
) -> None:
    """Correct what was true of somebody all along: sex, birth, and the sealed name or document.

    The identity is given whole, as it was opened and mended. It is sealed and encoded anew, so
    that linkage judges on what is right; whoever else was judged the same stays so until then.
    What was said before stays known, for counts as of an earlier moment.
    Raises PeopleError with everything that is wrong.
    """
    held = hold(registration)
    today = timezone.localdate(corrected_at)
    problems = birth_misfits(birth_on, birth_precision, today=today)
    problems += code_misfits("sex", [sex] if sex else [], known_codes("sex"))
    if problems:
        raise PeopleError(*problems)
    amend([held], said=[(sex, birth_on, birth_precision)], at=corrected_at)
    corrected = rekeyed(held, identity)
    held.save()
    reseal_identities([corrected], by=by, reason=reason)
    record(action="people.corrected", kind="registration", object_id=registration, by=by)


SexAndBirth = tuple[str, date | None, str]
"""Sex, birth date, and how much of the date is known."""


def amend(
    registrations: Sequence[Registration], *, said: Sequence[SexAndBirth], at: datetime
) -> None:
    """Let registrations say another sex and birth (not saved), keeping what they said until now."""
    before = []
    for row, now in zip(registrations, said, strict=True):
        was = (row.sex, row.birth_on, row.birth_precision)
        if was != now:
            before.append(Correction(registration=row, corrected_at=at))
            before[-1].sex, before[-1].birth_on, before[-1].birth_precision = was
            row.sex, row.birth_on, row.birth_precision = now
    Correction.objects.bulk_create(before, batch_size=1000)


@transaction.atomic
def set_groups(
    *, registration: uuid.UUID, groups: Collection[str], recorded_at: datetime, by: Principal
) -> None:
    """Say which groups somebody names as theirs; what was said before and is not now goes."""
    hold(registration)
    problems = code_misfits("group", groups, known_codes("group")) + group_misfits(groups)
    if problems:
        raise PeopleError(*problems)
    said = RegistrationFact.objects.said().filter(registration=registration, kind="group")
    said.exclude(value__in=groups).update(retracted_at=recorded_at)
    have = set(said.values_list("value", flat=True))
    RegistrationFact.objects.bulk_create(
        RegistrationFact(
            registration_id=registration, kind="group", value=group, recorded_at=recorded_at
        )
        for group in groups
        if group not in have
    )
    record(action="people.groups_set", kind="registration", object_id=registration, by=by)


@transaction.atomic
def change_status(
    *,
    registration: uuid.UUID,
    status: str,
    from_on: date,
    recorded_at: datetime,
    by: Principal,
    to_on: date | None = None,
) -> None:
    """Say somebody's status from a day on (until before another): those before it end that day.

    A status that began on or after that day is taken back: it is what is being corrected.
    """
    hold(registration)
    problems = code_misfits("status", [status], known_codes("status"))
    if to_on is not None and to_on <= from_on:
        problems.append(f"a status until {to_on} ends before it begins; mend the dates.")
    if problems:
        raise PeopleError(*problems)
    said = RegistrationFact.objects.said().filter(registration=registration, kind="status")
    said.end(on=from_on, at=recorded_at)
    said.filter(from_on__gte=from_on).update(retracted_at=recorded_at)
    RegistrationFact.objects.create(
        registration_id=registration,
        kind="status",
        value=status,
        from_on=from_on,
        to_on=to_on,
        recorded_at=recorded_at,
    )
    record(action="people.status_changed", kind="registration", object_id=registration, by=by)


@transaction.atomic
def retract(*, source: str, retracted_at: datetime) -> int:
    """Take back the facts and memberships that one source said; another's say stands. How many.

    Consents that it alone told of end.
    Nobody is recognised any more by a code that it alone said.
    """
    if not source:
        raise ValueError("name the source: what people said is corrected one by one.")
    OwnCode.objects.filter(source=source).delete()
    facts = RegistrationFact.objects.said().filter(source=source)
    members = HouseholdMember.objects.said().filter(source=source)
    consents = Consent.objects.filter(source=source, withdrawn_on=None)
    today = timezone.localdate(retracted_at)
    consents.update(withdrawn_on=Greatest(F("given_on"), Value(today)))
    return facts.update(retracted_at=retracted_at) + members.update(retracted_at=retracted_at)


def hold(registration: uuid.UUID) -> Registration:
    """Lock a registration. Raises PeopleError where there is none, or none any more."""
    held = (
        Registration.objects.select_for_update(no_key=True)
        .filter(pk=registration, erased_at=None)
        .first()
    )
    if held is None:
        raise PeopleError("there is no such registration, or it was erased; look it up again.")
    return held
