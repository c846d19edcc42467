"""Whether the log is whole: every event as it was written, none missing, none taken off the end."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from minga.engines.definition import Text
from minga.foundation.audit.actions import FORGOTTEN, record
from minga.foundation.audit.chaining import code_of, seal_of
from minga.foundation.audit.keeping import KeptHead
from minga.foundation.audit.models import AuditChain, AuditEvent
from minga.foundation.core.principals import Principal
from minga.foundation.keys.models import WrappedKey

VERIFIED = "audit.verified"
"""What the log calls having been looked through."""
AT_A_TIME = 2000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place in a chain where it is not as it was written, and what is wrong there."""

    chain: int
    number: int
    words: Text


@dataclass(slots=True)
class Verified:
    """What looking at the whole log came to."""

    events: int = 0
    chains: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(*, kept: Sequence[KeptHead] = (), progress: Progress = lambda events: None) -> Verified:
    """Look at every event; the first fault of each chain is told.

    Whoever writes meanwhile is not held up: what was there at the beginning must be there.
    """
    heads = AuditChain.objects.in_bulk()
    done = Verified()
    walk = _Walk({(head.chain, head.length): head.code for head in kept}, progress)
    rows = AuditEvent.objects.order_by("chain", "number").iterator(chunk_size=AT_A_TIME)
    for number, events in groupby(rows, key=lambda event: event.chain):
        head = heads.pop(number, None) or AuditChain.objects.filter(pk=number).first()
        done.chains += 1
        done.faults += walk.chain(number, events, head)
    done.faults += [fault for head in heads.values() for fault in walk.chain(head.pk, [], head)]
    done.faults += walk.left_over()
    done.events = walk.events
    done.faults.sort(key=lambda fault: (fault.chain, fault.number))
    return done


def verify_log(
    *, by: Principal, kept: Sequence[KeptHead] = (), progress: Progress = lambda events: None
) -> Verified:
    """Look at every event, and log that somebody did and what they found."""
    done = verify(kept=kept, progress=progress)
    record(
        action=VERIFIED,
        kind="audit_event",
        object_id="all",
        by=by,
        detail={"events": done.events, "chains": done.chains, "faults": len(done.faults)},
    )
    return done


class _Walk:
    """Goes through chain after chain, remembering what can only be judged at the end."""

    def __init__(self, kept: dict[tuple[int, int], str], progress: Progress) -> None:
        self.kept, self.progress = kept, progress
        self.events = 0
        self.keyless: dict[str, tuple[int, int]] = {}

    def chain(
        self, number: int, events: Iterable[AuditEvent], head: AuditChain | None
    ) -> Iterator[Fault]:
        """What is wrong with one chain, if anything; its first fault only."""
        length, code, broken = 0, "", False
        for some in _parts(events):
            for event in some:
                if not broken and (words := _event_fault(event, after=(length, code))):
                    yield Fault(number, length + 1, words)
                    broken = True
                length, code = event.number, event.code
                self._meet(event)
            self._look_for_keys(some)
            self.events += len(some)
            self.progress(len(some))
        if not broken and (words := _head_fault(head, length)):
            yield Fault(number, length, words)

    def _meet(self, event: AuditEvent) -> None:
        """Tick off a head that was kept elsewhere."""
        if self.kept.get((event.chain, event.number)) == event.code:
            del self.kept[event.chain, event.number]

    def _look_for_keys(self, events: Sequence[AuditEvent]) -> None:
        reasoned = {event.reason_key: event for event in events if event.reason_key}
        there = WrappedKey.objects.filter(pk__in=reasoned).values_list("pk", flat=True)
        lost: set[uuid.UUID] = set(reasoned) - set(there)
        self.keyless |= {
            reasoned[key].place: (reasoned[key].chain, reasoned[key].number) for key in lost
        }

    def left_over(self) -> Iterator[Fault]:
        """Reasons gone that nobody destroyed, and kept heads that no event answers to."""
        told: set[str] = set()
        for detail in AuditEvent.objects.filter(action=FORGOTTEN).values_list("detail", flat=True):
            told.update(detail.get("events", ()))
        for place, (chain, number) in self.keyless.items():
            if place not in told:
                yield Fault(chain, number, REASON_GONE)
        for chain, number in self.kept:
            yield Fault(chain, number, NOT_AS_KEPT)


def _parts(events: Iterable[AuditEvent]) -> Iterator[list[AuditEvent]]:
    part: list[AuditEvent] = []
    for event in events:
        part.append(event)
        if len(part) == AT_A_TIME:
            yield part
            part = []
    if part:
        yield part


def _event_fault(event: AuditEvent, *, after: tuple[int, str]) -> Text | None:
    length, code = after
    if event.number > length + 1:
        gone = event.number - length - 1
        return Text(
            es=f"faltan {gone} eventos antes del número {event.number}.",
            en=f"{gone} events are missing before number {event.number}.",
        )
    return None if code_of(event, after=code) == event.code else CHANGED


def _head_fault(head: AuditChain | None, length: int) -> Text | None:
    if head is None:
        return HEAD_GONE
    if seal_of(head) != head.seal:
        return HEAD_CHANGED
    if length < head.length:
        return Text(
            es=f"la cadena termina aquí y tenía {head.length} eventos.",
            en=f"the chain ends here and had {head.length} events.",
        )
    return None


CHANGED = Text(
    es="este evento no es el que se escribió aquí.",
    en="this event is not the one that was written here.",
)
HEAD_GONE = Text(es="falta la cabeza de la cadena.", en="the head of the chain is missing.")
HEAD_CHANGED = Text(es="cambiaron la cabeza de la cadena.", en="the head of the chain was changed.")
REASON_GONE = Text(
    es="falta el motivo de este evento, y nadie lo borró con permiso.",
    en="the reason of this event is gone, and nobody destroyed it by right.",
)
NOT_AS_KEPT = Text(
    es="este evento no es el que estaba al final cuando se guardaron las cabezas.",
    en="this event is not the one that was last when the heads were kept.",
)
