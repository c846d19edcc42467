"""Who has been joined so far, and what would contradict joining more: used while proposing."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from minga.engines.linkage.alike import Alike, Encoded


@dataclass(slots=True)
class _Person:
    """Registrations joined to one, with the documents and birth dates that they have.

    Two documents of the same letters and digits are one that somebody miswrote.
    """

    members: list[uuid.UUID] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    born: set[str] = field(default_factory=set)


class People:
    """Persons as they grow, each registration by itself at first."""

    def __init__(self, known: Mapping[uuid.UUID, Encoded]) -> None:
        self._of = {
            each.registration: _Person(
                [each.registration], {each.letters or each.document} - {""}, {each.born} - {""}
            )
            for each in known.values()
        }

    def one(self, left: uuid.UUID, right: uuid.UUID) -> bool:
        """Whether two registrations are one person by now."""
        return self._of[left] is self._of[right]

    def agree(self, group: Alike) -> bool:
        """Whether a group can be one person with everybody its members are joined to."""
        persons = {id(self._of[member]): self._of[member] for member in group.members}.values()
        documents = set().union(*(person.documents for person in persons))
        born = set().union(*(person.born for person in persons)) if group.by_year else set()
        return group.by_document or (len(documents) <= 1 and len(born) <= 1)

    def join(self, left: uuid.UUID, right: uuid.UUID) -> None:
        """Make one person of two."""
        small, large = sorted(
            (self._of[left], self._of[right]), key=lambda person: len(person.members)
        )
        if small is large:
            return
        large.members += small.members
        large.documents |= small.documents
        large.born |= small.born
        for member in small.members:
            self._of[member] = large
