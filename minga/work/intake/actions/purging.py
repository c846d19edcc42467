"""Destroying raw files whose day has come: the key goes, so that every copy is noise."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys import files
from minga.foundation.keys.models import WrappedKey
from minga.work.intake.actions.alone import alone
from minga.work.intake.models import ListSheet, PartnerList

HALF_DAY = timedelta(hours=12)


def purge(*, now: datetime, by: Principal) -> int:
    """Destroy every raw file that is past its day, and what killed processes left. How many.

    What was recorded from a file stays; it can no longer be read again, and its own name, its
    sheets' names and headings go with it.
    """
    due = PartnerList.objects.filter(purged_at=None, retain_until__lt=timezone.localdate(now))
    done = 0
    for partner_list in due.order_by("received_at"):
        done += destroy(partner_list, now, by)
    files.sweep(older_than=now - HALF_DAY)
    return done


@transaction.atomic
def destroy(partner_list: PartnerList, now: datetime, by: Principal) -> bool:
    """Destroy one raw file. Whether it was there."""
    alone(partner_list.organisation_id)
    partner_list.refresh_from_db()
    if partner_list.purged_at is not None:
        return False
    WrappedKey.objects.filter(pk=partner_list.pk).delete()
    ListSheet.objects.filter(partner_list=partner_list).update(sealed=b"")
    partner_list.sealed_name = b""
    partner_list.purged_at = now
    partner_list.save(update_fields=["sealed_name", "purged_at"])
    record(
        action="intake.purged",
        kind="partner_list",
        object_id=partner_list.id,
        by=by,
        detail={"sha256": partner_list.sha256, "retain_until": str(partner_list.retain_until)},
    )
    transaction.on_commit(lambda: files.remove(partner_list.pk))
    return True
