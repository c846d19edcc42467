"""Which registrations may be the same person, by equal keyed hashes."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from minga.engines.linkage.alike import UNSURE, Encoded, groups
from minga.engines.linkage.people import People

Apart = Collection[tuple[uuid.UUID, uuid.UUID]]
"""Pairs (smaller id first) that somebody judged to be different people."""


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
    """Judgements for the pairs that share a hash, each pair once, the surest reason first.

    The same document is the same person. Other reasons hold as long as they do not make one
    person of two documents (or, by the year alone, of two birth dates): then nobody knows whose
    the undocumented are, and somebody must look.
    """
    known = {each.registration: each for each in encodings}
    people = People(known)
    found: dict[tuple[uuid.UUID, uuid.UUID], Proposal] = {}
    for group in groups(known.values()):
        sure = group.score > UNSURE and people.agree(group)
        for one, other in _links(group.members, apart):
            verdict, score = ("same", group.score) if sure else ("unsure", UNSURE)
            proposal = Proposal(one, other, verdict, group.reason, score)
            if found.setdefault((one, other), proposal) is proposal and sure:
                people.join(one, other)
    kept = (p for p in found.values() if p.verdict == "same" or not people.one(p.left, p.right))
    return sorted(kept, key=lambda p: (p.left, p.right))


def _links(group: Sequence[uuid.UUID], apart: Apart) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs that join a group in a chain: as strong as all pairs, and far fewer.

    Each is linked to the one before it that it is not judged different from.
    """
    for number, other in enumerate(group):
        earlier = ((one, other) for one in reversed(group[:number]))
        link = next((pair for pair in earlier if pair not in apart), None)
        if link:
            yield link
