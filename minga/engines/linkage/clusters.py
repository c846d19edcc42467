"""Persons from judgements: the groups that `same` joins and `different` keeps apart."""

import uuid
from collections.abc import Iterable
from typing import NamedTuple


class Pair(NamedTuple):
    """What is judged of two registrations: `same`, `different` or `unsure`, and how surely."""

    left: uuid.UUID
    right: uuid.UUID
    verdict: str
    score: float = 1.0


Group = set[uuid.UUID]


def clusters(pairs: Iterable[Pair]) -> dict[uuid.UUID, uuid.UUID]:
    """The person of each registration joined to another: the smallest id of its group.

    Two groups are not joined, even through a third, while somebody in one is judged different
    from somebody in the other. The surest pairs are taken first and equally sure ones in order
    of their ids, so the answer does not depend on the order of `pairs`.
    """
    groups, _ = _joined(pairs)
    first = {id(members): min(members) for members in groups.values()}
    return {registration: first[id(members)] for registration, members in groups.items()}


def conflicts(pairs: Iterable[Pair]) -> list[Pair]:
    """`same` judgements that a `different` one overrules, directly or along a chain.

    A person has to look at these: no rule can tell which of the judgements is mistaken.
    """
    _, overruled = _joined(pairs)
    return overruled


def _joined(pairs: Iterable[Pair]) -> tuple[dict[uuid.UUID, Group], list[Pair]]:
    judged = sorted(pairs, key=lambda pair: (-pair.score, pair.left, pair.right, pair.verdict))
    apart: dict[uuid.UUID, Group] = {}
    for pair in judged:
        if pair.verdict == "different":
            apart.setdefault(pair.left, set()).add(pair.right)
            apart.setdefault(pair.right, set()).add(pair.left)
    groups: dict[uuid.UUID, Group] = {}
    overruled: list[Pair] = []
    for pair in judged:
        if pair.verdict != "same":
            continue
        one = groups.setdefault(pair.left, {pair.left})
        other = groups.setdefault(pair.right, {pair.right})
        if one is other:
            continue
        small, large = sorted((one, other), key=len)
        if any(member in apart and apart[member] & large for member in small):
            overruled.append(pair)
            continue
        large |= small
        for member in small:
            groups[member] = large
    return groups, overruled
