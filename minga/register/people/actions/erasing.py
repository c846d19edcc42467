"""Erasing people: identity, facts and household links go, an anonymous row stays.

`Registration.erased_at` is the sign that everybody above reads: casework makes the cases
anonymous, intake destroys the lists that named them, measure replaces the rows of snapshots.
What was done stays countable, in steps and cases; counts of people made from then on leave whoever
was erased out, since nothing may tell any more whether they are somebody counted already.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from minga.foundation.audit.actions import forget_reasons, record
from minga.foundation.core.principals import Principal
from minga.register.people.models import (
    Consent,
    Correction,
    HouseholdMember,
    OwnCode,
    Registration,
    RegistrationFact,
    SafeContact,
)
from minga.register.vault.actions import erase_identities


def erase(registration: uuid.UUID, *, erased_at: datetime, by: Principal, reason: str) -> None:
    """Erase one registration. Raises Registration.DoesNotExist; erased already, it stays so."""
    Registration.objects.get(pk=registration)
    erase_all([registration], erased_at=erased_at, by=by, reason=reason)


@transaction.atomic
def erase_all(
    registrations: Collection[uuid.UUID], *, erased_at: datetime, by: Principal, reason: str
) -> int:
    """Erase some registrations. How many were not erased before.

    The identity's key is destroyed, so that within days every backup holds noise; so are the keys
    of what was written in the log about why something was done with them. Consents end
    and lose their words; the bare fact that one was given stays, since it is the ground on which
    data was held until then.
    """
    living = Registration.objects.filter(pk__in=registrations, erased_at=None)
    ids = list(living.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not ids:
        return 0
    forget_reasons({"identity": ids, "registration": ids}, by=by)
    erase_identities(ids, by=by, reason=reason)
    today = timezone.localdate(erased_at)
    consents = Consent.objects.filter(registration__in=ids)
    consents.update(no_guardian_reason="")
    consents.filter(withdrawn_on=None).update(withdrawn_on=Greatest(F("given_on"), Value(today)))
    RegistrationFact.objects.filter(registration__in=ids).delete()
    Correction.objects.filter(registration__in=ids).delete()
    SafeContact.objects.filter(registration__in=ids).delete()
    OwnCode.objects.filter(registration__in=ids).delete()
    HouseholdMember.objects.filter(registration__in=ids).delete()
    Registration.objects.filter(pk__in=ids).update(
        sex="",
        birth_on=None,
        birth_precision="unknown",
        own_document_key="",
        own_name_key="",
        erased_at=erased_at,
    )
    record(
        action="people.erased",
        kind="registration",
        object_id=ids[0] if len(ids) == 1 else "batch",
        by=by,
        detail={"count": len(ids)},
    )
    return len(ids)
