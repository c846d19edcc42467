"""Which registrations may be the same person, by equal keyed hashes."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

Apart = Collection[tuple[uuid.UUID, uuid.UUID]]
"""Pairs (smaller id first) that somebody judged to be different people."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The keyed hashes of one registration; empty where a field is not known."""

    registration: uuid.UUID
    document: str
    name: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A judgement for an ordered pair, with its reason and a score between 0 and 1."""

    left: uuid.UUID
    right: uuid.UUID
    verdict: str
    reason: str
    score: float


class Proposer(Protocol):
    """What any linkage engine does, by equal hashes as here or by likelihood over similar ones."""

    def __call__(self, encodings: Iterable[Encoded], *, apart: Apart = ...) -> list[Proposal]:
        """Judgements (`same` or `unsure`), each pair once, ordered by the pair's ids."""
        ...


def propose(encodings: Iterable[Encoded], *, apart: Apart = frozenset()) -> list[Proposal]:
    """Judgements for the pairs that share a hash, each pair once.

    The same document is the same person. The same name, birth date and sex is the same person
    unless two documents say otherwise: then nobody knows, and a person must look.
    """
    known = {each.registration: each for each in encodings}
    by_document: dict[str, list[uuid.UUID]] = defaultdict(list)
    by_name: dict[str, list[uuid.UUID]] = defaultdict(list)
    for each in known.values():
        if each.document:
            by_document[each.document].append(each.registration)
        if each.name:
            by_name[each.name].append(each.registration)
    found: dict[tuple[uuid.UUID, uuid.UUID], Proposal] = {}
    for group in by_document.values():
        for one, other in _links(group, apart):
            found[one, other] = Proposal(one, other, "same", "same document", 1.0)
    for group in by_name.values():
        verdict, score = ("unsure", 0.5) if _documents_differ(group, known) else ("same", 0.95)
        for one, other in _links(group, apart):
            reason = "same name, birth date and sex"
            found.setdefault((one, other), Proposal(one, other, verdict, reason, score))
    return sorted(found.values(), key=lambda p: (p.left, p.right))


def _documents_differ(group: list[uuid.UUID], known: Mapping[uuid.UUID, Encoded]) -> bool:
    """Whether two people of one name are in the group; whose the undocumented are is unknown."""
    return len({known[registration].document for registration in group} - {""}) > 1


def _links(group: list[uuid.UUID], apart: Apart) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs that join a group in a chain: as strong as all pairs, and far fewer.

    Each is linked to the one before it that it is not judged different from.
    """
    ordered = sorted(group)
    for number, other in enumerate(ordered):
        earlier = ((one, other) for one in reversed(ordered[:number]))
        link = next((pair for pair in earlier if pair not in apart), None)
        if link:
            yield link
