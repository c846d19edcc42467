"""Receiving a file: kept as it came, encrypted, hashed, with the day on which it is destroyed."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.errors import MendableError
from minga.foundation.core.principals import Principal
from minga.foundation.keys import files
from minga.work.intake.actions.alone import alone
from minga.work.intake.models import PartnerList
from minga.work.intake.raw import seal_name

RETENTION = timedelta(days=365)


class IntakeError(MendableError):
    """Something was not done to a list; the message says why and what to do, naming nobody."""


@transaction.atomic
def receive(
    content: bytes,
    *,
    name: str,
    team: Team,
    received_at: datetime,
    by: Principal,
) -> tuple[PartnerList, bool]:
    """Keep a file as it came, encrypted. The same file again is the same list (True)."""
    digest = hashlib.sha256(content).hexdigest()
    organisation = team.organisation_id
    alone(organisation)
    before = PartnerList.objects.live().filter(organisation=organisation, sha256=digest).first()
    if before is not None:
        return before, True
    new = PartnerList(
        organisation_id=organisation,
        sha256=digest,
        size=len(content),
        received_at=received_at,
        retain_until=(received_at + RETENTION).date(),
        by=str(by),
    )
    new.save(force_insert=True)  # first, since its key is seen by whoever sees the list
    files.store(content, organisation=organisation, file_id=new.id)
    new.sealed_name = seal_name(name, list_id=new.id)
    new.save(update_fields=["sealed_name"])
    record(
        action="intake.received",
        kind="partner_list",
        object_id=new.id,
        by=by,
        detail={"sha256": digest, "bytes": len(content)},
    )
    return new, False
