"""Which team looks after somebody."""

import uuid

from django.db import transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.models import Registration


@transaction.atomic
def follow_to(*, registration: uuid.UUID, of: Team, to: Team, by: Principal) -> bool:
    """Let another team of the organisation look after somebody. Whether they were with `of`."""
    theirs = Registration.objects.filter(
        pk=registration, team=of, circle=None, organisation=to.organisation_id
    )
    if not theirs.update(team=to):
        return False
    record(
        action="people.team_changed",
        kind="registration",
        object_id=registration,
        by=by,
        detail={"of": of.pk, "to": to.pk},
    )
    return True
