"""Whom an organisation knows already, by keyed hashes that mean something to it alone."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from minga.foundation.keys.sealing import keyed_hash
from minga.register.people.models import OwnCode, Registration, RegistrationQuerySet
from minga.register.vault.actions import IdentityFields, MatchKeys, NewIdentity, match_keys


def identity_of(registration: Registration, fields: IdentityFields) -> NewIdentity:
    """An identity with the facts of the registration that it belongs to."""
    return NewIdentity(
        registration=registration.pk,
        organisation=registration.organisation_id,
        fields=fields,
        sex=registration.sex,
        birth_on=registration.birth_on,
        birth_precision=registration.birth_precision,
        matched=registration.circle_id is None,
    )


def own_keys(identity: NewIdentity) -> MatchKeys:
    """The hashes by which its own organisation recognises somebody in later lists; none of who
    is hidden."""
    if not identity.matched:
        return MatchKeys("", "")
    return match_keys(identity, purpose="own", organisation=identity.organisation)


def rekeyed(registration: Registration, fields: IdentityFields) -> NewIdentity:
    """The identity as corrected; the registration gets its keys, and is not saved."""
    identity = identity_of(registration, fields)
    keys = own_keys(identity)
    registration.own_document_key, registration.own_name_key = keys.document, keys.name
    return identity


def code_key(code: str, organisation: str) -> str:
    """A code as its own organisation recognises it; nothing for none."""
    return keyed_hash(code, purpose="own_code", organisation=organisation) if code else ""


class Known:
    """The registrations of one organisation that some keys may mean."""

    def __init__(self) -> None:
        self.by_document: dict[str, uuid.UUID] = {}
        self.by_name: dict[str, dict[uuid.UUID, str]] = defaultdict(dict)
        self.by_code: dict[str, uuid.UUID] = {}
        self.documents: dict[uuid.UUID, str] = {}

    @classmethod
    def load(
        cls,
        organisation: str,
        keys: Iterable[MatchKeys],
        codes: Iterable[str] = (),
        *,
        among: RegistrationQuerySet | None = None,
    ) -> "Known":
        """Those that the keys of some rows may mean, the earliest registered first."""
        known = cls()
        known.load_codes(organisation, codes)
        documents = {key.document for key in keys if key.document}
        names = {key.name for key in keys if key.name}
        ours = Registration.objects.all() if among is None else among
        ours = ours.filter(organisation=organisation, erased_at=None)
        meant = ours.filter(Q(own_document_key__in=documents) | Q(own_name_key__in=names))
        rows = meant.order_by("recorded_at", "pk")
        for document, name, registration in rows.values_list(
            "own_document_key", "own_name_key", "pk"
        ):
            known.add(MatchKeys(document, name), registration)
        return known

    def load_codes(self, organisation: str, codes: Iterable[str]) -> None:
        """Whom the organisation's own codes mean, the first that had each."""
        wanted = {code for code in codes if code}
        if not wanted:
            return
        there = OwnCode.objects.filter(
            own_key__in=wanted,
            registration__organisation=organisation,
            registration__erased_at=None,
            registration__circle=None,
        ).order_by("pk")
        rows = there.values_list("own_key", "registration", "registration__own_document_key")
        for code, registration, document in rows:
            self.by_code.setdefault(code, registration)
            self.documents[registration] = document

    def add(self, key: MatchKeys, registration: uuid.UUID, code: str = "") -> None:
        """Note a registration under its keys."""
        if key.document:
            self.by_document.setdefault(key.document, registration)
        if key.name:
            self.by_name[key.name].setdefault(registration, key.document)
        if code:
            self.by_code.setdefault(code, registration)
        self.documents.setdefault(registration, key.document)

    def contradicts(self, key: MatchKeys, code: str) -> bool:
        """Whether a code is that of somebody with another document than this."""
        document = self.documents.get(self.by_code[code], "") if code in self.by_code else ""
        return bool(document and key.document and document != key.document)

    def find(self, key: MatchKeys, code: str = "") -> uuid.UUID | None:
        """Whom the keys mean; nobody where they may mean two.

        A document goes before the organisation's own code, and that before a name. Two documents
        that differ are two people with one name, until somebody judges.
        """
        if key.document in self.by_document:
            return self.by_document[key.document]
        if code in self.by_code and not self.contradicts(key, code):
            return self.by_code[code]
        alike = self.by_name.get(key.name, {})
        like = [r for r, document in alike.items() if not document or not key.document]
        undocumented = [r for r in like if not alike[r]]
        if len({document for document in alike.values() if document}) > 1 and not key.document:
            return undocumented[0] if undocumented else None
        return like[0] if like else None
