"""Whom an organisation knows already, by keyed hashes that mean something to it alone."""

import uuid
from collections.abc import Iterable

from minga.register.people.models import Registration
from minga.register.vault.actions import IdentityFields, MatchKeys, NewIdentity, match_keys


def identity_of(registration: Registration, fields: IdentityFields) -> NewIdentity:
    """An identity with the facts of the registration that it belongs to."""
    exact = registration.birth_on if registration.birth_precision == "day" else None
    return NewIdentity(
        registration=registration.pk,
        organisation=registration.organisation_id,
        fields=fields,
        sex=registration.sex,
        birth_on=exact,
    )


def own_keys(identity: NewIdentity) -> MatchKeys:
    """The hashes by which its own organisation recognises somebody in later lists."""
    return match_keys(identity, purpose="own", organisation=identity.organisation)


class Known:
    """The registrations of one organisation that some keys may mean."""

    def __init__(self) -> None:
        self.by_document: dict[str, uuid.UUID] = {}
        self.by_name: dict[str, tuple[uuid.UUID, str]] = {}

    @classmethod
    def load(cls, organisation: str, keys: Iterable[MatchKeys]) -> "Known":
        known = cls()
        documents = {key.document for key in keys if key.document}
        names = {key.name for key in keys if key.name}
        ours = Registration.objects.filter(organisation=organisation, erased_at=None)
        fields = ("own_document_key", "own_name_key", "id")
        by_document = ours.filter(own_document_key__in=documents)
        by_name = ours.filter(own_name_key__in=names)
        for rows in (by_document, by_name):
            for document, name, registration in rows.values_list(*fields):
                known.add(MatchKeys(document, name), registration)
        return known

    def add(self, key: MatchKeys, registration: uuid.UUID) -> None:
        if key.document:
            self.by_document.setdefault(key.document, registration)
        if key.name:
            self.by_name.setdefault(key.name, (registration, key.document))

    def find(self, key: MatchKeys) -> uuid.UUID | None:
        if key.document in self.by_document:
            return self.by_document[key.document]
        if key.name in self.by_name:
            registration, document = self.by_name[key.name]
            # Two documents that differ are two people with one name, until somebody judges.
            if not (document and key.document):
                return registration
        return None
