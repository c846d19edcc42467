"""Which registrations may be the same person, by equal keyed hashes."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


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


def propose(encodings: Iterable[Encoded]) -> list[Proposal]:
    """Judgements for the pairs that share a hash, each pair once.

    The same document is the same person. The same name, birth date and sex is the same person
    unless two documents say otherwise: then nobody knows, and a person must look.
    """
    by_document: dict[str, list[Encoded]] = defaultdict(list)
    by_name: dict[str, list[Encoded]] = defaultdict(list)
    for each in encodings:
        if each.document:
            by_document[each.document].append(each)
        if each.name:
            by_name[each.name].append(each)
    found: dict[tuple[uuid.UUID, uuid.UUID], Proposal] = {}
    for one, other in _neighbours(by_document):
        found[one, other] = Proposal(one, other, "same", "same document", 1.0)
    conflicting = {
        name for name, group in by_name.items() if len({e.document for e in group} - {""}) > 1
    }
    for name, group in by_name.items():
        for one, other in _neighbours({name: group}):
            verdict = "unsure" if name in conflicting else "same"
            reason = "same name, birth date and sex"
            score = 0.5 if name in conflicting else 0.95
            found.setdefault((one, other), Proposal(one, other, verdict, reason, score))
    return sorted(found.values(), key=lambda p: (p.left, p.right))


def _neighbours(groups: dict[str, list[Encoded]]) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs that join each group in a chain: as strong as all pairs, and far fewer."""
    for group in groups.values():
        yield from pairwise(sorted(e.registration for e in group))
