"""Writing to the audit log, inside the transaction of the thing that was done."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from minga.foundation.audit.chaining import code_of, plain, seal_of
from minga.foundation.audit.models import AuditChain, AuditEvent
from minga.foundation.core.principals import Principal
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import make_key, seal

FORGOTTEN = "audit.reasons_forgotten"
"""What the log calls the destruction of reasons."""
AT_A_TIME = 1000
T = TypeVar("T")


def record(
    *,
    action: str,
    kind: str,
    object_id: object,
    by: Principal,
    reason: str = "",
    team: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write one event, at the end of a chain that nobody else writes to now.

    `detail` holds codes and counts, never anything about a person. `reason` is in the words of
    whoever acts and may speak of somebody: it is sealed, and `forget_reasons` destroys it.
    `team` is the code of the team for which it was done, where there is one.
    """
    record_each(
        action=action,
        kind=kind,
        object_ids=[object_id],
        by=by,
        reason=reason,
        team=team,
        detail=detail,
    )


@transaction.atomic
def record_each(
    *,
    action: str,
    kind: str,
    object_ids: Iterable[object],
    by: Principal,
    reason: str = "",
    team: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write the same event of each of many objects, which must be found by its number later.

    Bulk work that is one thing writes one event with a count. Many events in one transaction go
    through here: the head of the chain changes once, and an old head makes no reading slow.
    """
    ids = list(object_ids)
    if not ids:
        return
    chain, now, said = AuditChain.objects.free(), timezone.now(), plain(detail or {})
    events: list[AuditEvent] = []
    keys: list[WrappedKey] = []
    for object_id in ids:
        event = AuditEvent(
            chain=chain.pk,
            number=chain.length + 1,
            at=now,
            by=str(by),
            team=team,
            action=action,
            object_kind=kind,
            object_id=str(object_id),
            detail=said,
        )
        if reason:
            keys.append(_seal_reason(event, reason))
        event.code = code_of(event, after=chain.code)
        chain.length, chain.code = event.number, event.code
        events.append(event)
    WrappedKey.objects.bulk_create(keys, batch_size=AT_A_TIME)
    AuditEvent.objects.bulk_create(events, batch_size=AT_A_TIME)
    chain.seal = seal_of(chain)
    chain.save(update_fields=["length", "code", "seal"])


def _seal_reason(event: AuditEvent, reason: str) -> WrappedKey:
    """Seal the reason into the event; the new key, which is not saved yet."""
    row, key = make_key(organisation="")
    event.reason_key = row.pk
    event.sealed_reason = seal(reason.encode(), key=key, about=f"reason {event.place}")
    return row


@transaction.atomic
def forget_reasons(objects: Mapping[str, Collection[object]], *, by: Principal) -> int:
    """Destroy the keys of every reason that was given for these objects, by kind. How many.

    The log tells which reasons they were, so that one which is gone without this is noticed.
    """
    told = [
        event
        for kind, numbers in objects.items()
        for some in _parts(numbers)
        for event in AuditEvent.objects.about(kind, some).filter(reason_key__isnull=False)
    ]
    done = 0
    for events in _parts(told):
        keys = WrappedKey.objects.filter(pk__in=[event.reason_key for event in events])
        there = set(keys.values_list("pk", flat=True))
        places = sorted(event.place for event in events if event.reason_key in there)
        if not places:
            continue
        keys.delete()
        done += len(places)
        record(
            action=FORGOTTEN,
            kind="audit_event",
            object_id="batch",
            by=by,
            detail={"count": len(places), "events": places},
        )
    return done


def _parts(things: Iterable[T]) -> Iterator[list[T]]:
    """A few at a time."""
    rest = iter(things)
    while part := list(islice(rest, AT_A_TIME)):
        yield part
