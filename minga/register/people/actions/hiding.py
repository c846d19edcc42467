"""Hiding that somebody was registered at all: known in a sealed case's circle alone."""

import uuid

from django.db import transaction

from minga.foundation.access.models import Circle
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.actions.facts import hold
from minga.register.people.rules import PeopleError
from minga.register.vault.actions import forget_encodings


@transaction.atomic
def hide(*, registration: uuid.UUID, circle: Circle, by: Principal) -> None:
    """Let a registration that was made for a sealed case be known in its circle alone.

    From now on nothing recognises it, neither lists nor linkage. Raises PeopleError for somebody
    who is known otherwise: to hide them now would tell whoever saw them before.
    """
    held = hold(registration)
    if held.circle_id == circle.pk:
        return
    if held.circle_id is not None or held.source:
        raise PeopleError("this person is known without this case; the case alone is hidden.")
    held.circle = circle
    held.own_document_key = held.own_name_key = ""
    held.save(update_fields=["circle", "own_document_key", "own_name_key"])
    forget_encodings([registration])
    record(action="people.hidden", kind="registration", object_id=registration, by=by)
