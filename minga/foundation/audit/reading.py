"""Reading the log: the reasons of many events at once."""

from collections.abc import Iterable

from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys.models import WrappedKey


def reasons(events: Iterable[AuditEvent]) -> dict[int, str]:
    """The reason of each event that was given one; empty where it was destroyed since."""
    given = {event.pk: event for event in events if event.reason_key is not None}
    keys = WrappedKey.objects.in_bulk([event.reason_key for event in given.values()])
    return {pk: event.reason_under(keys.get(event.reason_key)) for pk, event in given.items()}
