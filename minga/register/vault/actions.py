"""Sealing, opening and destroying identities. No name leaves this room unlogged."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from minga.engines.linkage.keys import document_text, name_birth_sex_text
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import find_key, keyed_hash, make_key, open_sealed, seal
from minga.register.vault.models import Encoding, Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFields:
    """What names somebody. Empty text where it is not known."""

    given_names: str = ""
    surnames: str = ""
    document_type: str = ""
    document: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIdentity:
    """An identity to seal, with the facts that its keyed encodings take in."""

    registration: uuid.UUID
    organisation: str
    fields: IdentityFields
    sex: str
    birth_on: date | None


@dataclass(frozen=True, slots=True)
class MatchKeys:
    """Keyed hashes of a document, and of name with exact birth date and sex; empty if unknown."""

    document: str
    name: str


def match_keys(identity: NewIdentity, *, purpose: str, organisation: str = "") -> MatchKeys:
    """The keyed hashes under the key of one purpose (and one organisation, or all)."""
    document = document_text(identity.fields.document)
    name = name_birth_sex_text(
        identity.fields.given_names, identity.fields.surnames, identity.birth_on, identity.sex
    )
    return MatchKeys(
        document=keyed_hash(document, purpose=f"{purpose}-document", organisation=organisation)
        if document
        else "",
        name=keyed_hash(name, purpose=f"{purpose}-name", organisation=organisation) if name else "",
    )


@transaction.atomic
def seal_identities(identities: Iterable[NewIdentity], *, by: Principal) -> int:
    """Seal each identity under a key of its own and store its encodings. How many."""
    keys: list[WrappedKey] = []
    sealed: list[Identity] = []
    encodings: list[Encoding] = []
    for new in identities:
        row, key = make_key(organisation=new.organisation, key_id=new.registration)
        plain = json.dumps(asdict(new.fields), ensure_ascii=False).encode()
        about = str(new.registration)
        keys.append(row)
        sealed.append(
            Identity(
                registration=new.registration,
                organisation=new.organisation,
                sealed=seal(plain, key=key, about=about),
            )
        )
        hashes = match_keys(new, purpose="linkage")
        encodings.append(
            Encoding(
                registration=new.registration, document=hashes.document, name_birth_sex=hashes.name
            )
        )
    WrappedKey.objects.bulk_create(keys, batch_size=1000)
    Identity.objects.bulk_create(sealed, batch_size=1000)
    Encoding.objects.bulk_create(encodings, batch_size=1000)
    if keys:
        record(
            action="vault.sealed",
            kind="identity",
            object_id="batch",
            by=by,
            detail={"count": len(keys)},
        )
    return len(keys)


@transaction.atomic
def open_identity(registration: uuid.UUID, *, by: Principal, reason: str) -> IdentityFields:
    """The identity of one registration; opening it is itself an audited event.

    Raises Identity.DoesNotExist, or ErasedError when it was erased.
    """
    identity = Identity.objects.get(pk=registration)
    plain = open_sealed(bytes(identity.sealed), key=find_key(registration), about=str(registration))
    record(action="vault.opened", kind="identity", object_id=registration, by=by, reason=reason)
    return IdentityFields(**json.loads(plain))


@transaction.atomic
def erase_identity(registration: uuid.UUID, *, by: Principal, reason: str) -> None:
    """Destroy the key, the sealed bytes and the encodings of one registration."""
    WrappedKey.objects.filter(pk=registration).delete()
    Identity.objects.filter(pk=registration).delete()
    Encoding.objects.filter(pk=registration).delete()
    record(action="vault.erased", kind="identity", object_id=registration, by=by, reason=reason)
