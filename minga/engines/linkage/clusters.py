"""Persons from judgements: the groups that `same` joins and `different` keeps apart."""

import uuid
from collections.abc import Iterable
from typing import NamedTuple


class Pair(NamedTuple):
    """What is judged of two registrations: `same`, `different` or `unsure`."""

    left: uuid.UUID
    right: uuid.UUID
    verdict: str


def clusters(pairs: Iterable[Pair]) -> dict[uuid.UUID, uuid.UUID]:
    """The person of each registration joined to another: the smallest id of its group.

    Two groups are not joined through a third while somebody in one is judged different from
    somebody in the other; pairs are taken in order of their ids, so the answer is stable.
    """
    judged = sorted(pairs)
    apart: dict[uuid.UUID, set[uuid.UUID]] = {}
    for pair in judged:
        if pair.verdict == "different":
            apart.setdefault(pair.left, set()).add(pair.right)
            apart.setdefault(pair.right, set()).add(pair.left)
    group: dict[uuid.UUID, set[uuid.UUID]] = {}
    for pair in judged:
        if pair.verdict != "same":
            continue
        one = group.setdefault(pair.left, {pair.left})
        other = group.setdefault(pair.right, {pair.right})
        if one is other or any(apart.get(member, set()) & other for member in one):
            continue
        small, large = sorted((one, other), key=len)
        large |= small
        for member in small:
            group[member] = large
    first = {id(members): min(members) for members in group.values()}
    return {registration: first[id(members)] for registration, members in group.items()}
