"""How somebody may be reached without harm: said, and opened for a reason."""

import uuid
from datetime import datetime

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import find_key, open_sealed, seal
from minga.register.people.actions.facts import hold
from minga.register.people.actions.registering import known_codes
from minga.register.people.models import SafeContact
from minga.register.people.rules import NEVER, PeopleError, code_misfits


@transaction.atomic
def set_contact(
    *,
    registration: uuid.UUID,
    channel: str,
    details: str,
    recorded_at: datetime,
    by: Principal,
) -> SafeContact:
    """Say the one safe way to reach somebody; what was said before is taken back.

    Raises PeopleError for a channel that is none, or one without the hours and words agreed on.
    """
    hold(registration)
    problems = code_misfits("safe way of contact", [channel], known_codes("safe_channel"))
    if channel != NEVER and not details.strip():
        problems.append("say at which hours and with which words contact is safe, or choose never.")
    if problems:
        raise PeopleError(*problems)
    SafeContact.objects.said().filter(registration=registration).update(retracted_at=recorded_at)
    sealed = None
    if channel != NEVER:
        key = find_key(registration)
        sealed = seal(details.strip().encode(), key=key, about=_about(registration))
    contact = SafeContact.objects.create(
        registration_id=registration,
        channel=channel,
        sealed=sealed,
        recorded_at=recorded_at,
        by=str(by),
    )
    record(action="people.contact_set", kind="registration", object_id=registration, by=by)
    return contact


@transaction.atomic
def open_contact(registration: uuid.UUID, *, by: Principal, reason: str) -> str:
    """The hours and words of somebody's safe contact, empty where there are none; logged."""
    contact = SafeContact.objects.said().filter(registration=registration).first()
    if contact is None or contact.sealed is None:
        return ""
    key = find_key(registration)
    plain = open_sealed(bytes(contact.sealed), key=key, about=_about(registration))
    record(
        action="people.contact_opened",
        kind="registration",
        object_id=registration,
        by=by,
        reason=reason,
    )
    return plain.decode()


def _about(registration: uuid.UUID) -> str:
    """What ties the sealed words to this person and this use."""
    return f"contact/{registration}"
