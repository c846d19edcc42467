"""Sealing, opening and destroying identities. No name leaves this room unlogged."""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction

from minga.engines.linkage.keys import (
    LONG,
    PARTICLES,
    birth_text,
    document_letters,
    document_text,
    lesser_texts,
    name_birth_sex_text,
    name_words,
    name_year_texts,
    near,
    phone_text,
    plain,
)
from minga.foundation.audit.actions import record, record_each
from minga.foundation.core.principals import Principal
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import (
    ErasedError,
    find_key,
    keyed_hash,
    make_key,
    open_sealed,
    seal,
    unwrap,
)
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
    birth_precision: str
    matched: bool = True
    """Whether linkage may compare it: never somebody who is known through a sealed case alone."""

    @property
    def exact_birth(self) -> date | None:
        """The birth date, where its day is known."""
        return self.birth_on if self.birth_precision == "day" else None


@dataclass(frozen=True, slots=True)
class MatchKeys:
    """Keyed hashes of a document, and of name with exact birth date and sex; empty if unknown."""

    document: str
    name: str


def match_keys(identity: NewIdentity, *, purpose: str, organisation: str = "") -> MatchKeys:
    """The keyed hashes under the key of one purpose (and one organisation, or all)."""
    of, born = identity.fields, identity.exact_birth
    name = name_birth_sex_text(of.given_names, of.surnames, born, identity.sex)
    return MatchKeys(
        document=_hashed(document_text(of.document), f"{purpose}-document", organisation),
        name=_hashed(name, f"{purpose}-name", organisation),
    )


def _hashed(text: str, purpose: str, organisation: str = "") -> str:
    return keyed_hash(text, purpose=purpose, organisation=organisation) if text else ""


@transaction.atomic
def seal_identities(identities: Iterable[NewIdentity], *, by: Principal) -> int:
    """Seal each identity under a key of its own and store its encodings. How many."""
    keys: list[WrappedKey] = []
    sealed: list[Identity] = []
    encodings: list[Encoding] = []
    for new in identities:
        row, key = make_key(organisation=new.organisation, key_id=new.registration)
        about = str(new.registration)
        keys.append(row)
        sealed.append(
            Identity(
                registration=new.registration,
                organisation=new.organisation,
                sealed=seal(_plain(new.fields), key=key, about=about),
            )
        )
        encodings.append(_encoding(new))
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


def _plain(fields: IdentityFields) -> bytes:
    return json.dumps(asdict(fields), ensure_ascii=False).encode()


def _encoding(identity: NewIdentity) -> Encoding:
    """What linkage compares. Names whole and less a word are hashed alike, so that they meet."""
    of, sex, born = identity.fields, identity.sex, identity.exact_birth
    keys = match_keys(identity, purpose="linkage")
    lesser = lesser_texts(of.given_names, of.surnames, born, sex)
    years = name_year_texts(
        of.given_names, of.surnames, identity.birth_on, sex, exact=born is not None
    )
    return Encoding(
        registration=identity.registration,
        document=keys.document,
        name=keys.name,
        lesser=[_hashed(text, "linkage-name") for text in lesser],
        born=_hashed(birth_text(born), "linkage-birth") if born else "",
        years=[_hashed(text, "linkage-year") for text in years],
        long_name=len(name_words(of.given_names, of.surnames)) >= LONG,
        letters=_hashed(document_letters(of.document), "linkage-letters"),
        phone=_hashed(phone_text(of.phone), "linkage-phone"),
        asked=sorted(_searchable(of, identity.organisation)),
    )


def _searchable(of: IdentityFields, organisation: str) -> set[int]:
    texts = {("word", t) for w in name_words(of.given_names, of.surnames) for t in near(w)}
    texts |= {("document", document_text(of.document)), ("phone", phone_text(of.phone))}
    return {_number(text, what, organisation) for what, text in texts if text}


def search_numbers(words: str, *, organisation: str) -> list[list[int]]:
    """What to look for among an organisation's encodings: for each word, any of some numbers.

    A word with figures may be a document or a telephone, one without is part of a name.
    """
    asked = []
    for word in _asked_words(words):
        if any(character.isdigit() for character in word):
            texts = {"document": document_text(word), "phone": phone_text(word)}
            asked.append([_number(t, what, organisation) for what, t in texts.items() if t])
        else:
            asked.append([_number(text, "word", organisation) for text in sorted(near(word))])
    return [numbers for numbers in asked if numbers]


def _asked_words(words: str) -> list[str]:
    """A telephone with spaces is one word; so are documents, and each word of a name."""
    if len(phone_text(words)) and not any(character.isalpha() for character in words):
        return [words]
    return [word for word in words.split() if plain(word) not in PARTICLES]


def _number(text: str, what: str, organisation: str) -> int:
    """A keyed hash as a number that a database holds in eight bytes."""
    hashed = keyed_hash(text, purpose=f"search-{what}", organisation=organisation)
    return int(hashed[:16], 16) - 2**63


@transaction.atomic
def open_identity(registration: uuid.UUID, *, by: Principal, reason: str) -> IdentityFields:
    """The identity of one registration; opening it is itself an audited event.

    Raises ErasedError when it was erased or never was: the two are told alike. Raises
    TamperedError when what is sealed was changed.
    """
    _reasoned(reason)
    identity = Identity.objects.filter(pk=registration).first()
    if identity is None:
        raise ErasedError("there is no such identity, or it was erased.")
    fields = _opened(identity, find_key(registration))
    record(action="vault.opened", kind="identity", object_id=registration, by=by, reason=reason)
    return fields


@transaction.atomic
def open_names(
    registrations: Collection[uuid.UUID], *, by: Principal, reason: str
) -> dict[uuid.UUID, IdentityFields]:
    """The identities of the people on one roll, those that are there; each opening is an event."""
    _reasoned(reason)
    keys = WrappedKey.objects.in_bulk(list(registrations))
    found = {}
    for identity in Identity.objects.filter(pk__in=list(keys)).order_by("pk"):
        found[identity.pk] = _opened(identity, unwrap(keys[identity.pk]))
        record(action="vault.opened", kind="identity", object_id=identity.pk, by=by, reason=reason)
    return found


def _opened(identity: Identity, key: bytes) -> IdentityFields:
    plain = open_sealed(bytes(identity.sealed), key=key, about=str(identity.pk))
    return IdentityFields(**json.loads(plain))


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise ValueError("say why: an identity is not touched without a reason.")


@transaction.atomic
def reseal_identities(identities: Sequence[NewIdentity], *, by: Principal, reason: str) -> None:
    """Seal corrected identities under the same keys, and encode them anew.

    Raises ErasedError when one was erased.
    """
    _reasoned(reason)
    for identity in identities:
        about = str(identity.registration)
        sealed = seal(_plain(identity.fields), key=find_key(identity.registration), about=about)
        Identity.objects.filter(pk=identity.registration).update(sealed=sealed)
    ids = [identity.registration for identity in identities]
    forget_encodings(ids)
    Encoding.objects.bulk_create(
        [_encoding(identity) for identity in identities if identity.matched], batch_size=1000
    )
    record_each(action="vault.resealed", kind="identity", object_ids=ids, by=by, reason=reason)


@transaction.atomic
def erase_identities(registrations: Collection[uuid.UUID], *, by: Principal, reason: str) -> None:
    """Destroy the keys, the sealed bytes and the encodings of some registrations."""
    _reasoned(reason)
    WrappedKey.objects.filter(pk__in=registrations).delete()
    Identity.objects.filter(pk__in=registrations).delete()
    forget_encodings(registrations)
    record_each(
        action="vault.erased", kind="identity", object_ids=registrations, by=by, reason=reason
    )


def forget_encodings(registrations: Collection[uuid.UUID]) -> None:
    """Leave nothing that linkage could compare."""
    Encoding.objects.filter(pk__in=registrations).delete()


def without_encodings() -> list[uuid.UUID]:
    """The identities whose encodings were lost: a crash of the database empties their table."""
    lost = Identity.objects.exclude(pk__in=Encoding.objects.values("registration"))
    return list(lost.order_by("pk").values_list("pk", flat=True))


class BirthAndSex(NamedTuple):
    """What encodings take in besides the identity."""

    sex: str
    birth_on: date | None
    birth_precision: str


@transaction.atomic
def encode_again(facts: Mapping[uuid.UUID, BirthAndSex], *, by: Principal) -> int:
    """Encode sealed identities anew, with the sex and birth of each. How many.

    They are opened in here and go nowhere; the batch is one audited event.
    """
    identities = list(Identity.objects.filter(pk__in=list(facts)))
    keys = {row.pk: unwrap(row) for row in WrappedKey.objects.filter(pk__in=list(facts))}
    made = [
        _encoding(
            NewIdentity(
                registration=identity.pk,
                organisation=identity.organisation,
                fields=_opened(identity, keys[identity.pk]),
                sex=facts[identity.pk].sex,
                birth_on=facts[identity.pk].birth_on,
                birth_precision=facts[identity.pk].birth_precision,
            )
        )
        for identity in identities
        if identity.pk in keys
    ]
    Encoding.objects.bulk_create(made, batch_size=1000)
    record(
        action="vault.encoded",
        kind="identity",
        object_id="batch",
        by=by,
        detail={"count": len(made)},
    )
    return len(made)
