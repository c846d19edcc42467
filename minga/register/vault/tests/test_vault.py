"""Identities open one at a time, only whole, and only where they were sealed."""

import uuid
from dataclasses import fields
from datetime import date

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.foundation.core.principals import command
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import ErasedError, TamperedError
from minga.register.vault.actions import (
    IdentityFields,
    NewIdentity,
    erase_identities,
    match_keys,
    open_identity,
    reseal_identities,
    seal_identities,
)
from minga.register.vault.models import Identity

pytestmark = pytest.mark.django_db
BY = command("test")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.builds(IdentityFields, **{field.name: words for field in fields(IdentityFields)})


def identity(written=None, registration=None, sex="f", birth_on=date(1990, 5, 3)):
    return NewIdentity(
        registration=registration or uuid.uuid4(),
        organisation="riverside",
        fields=written or IdentityFields(given_names="Ana", surnames="Ayoví", document="1"),
        sex=sex,
        birth_on=birth_on,
        birth_precision="day" if birth_on else "unknown",
    )


def sealed(*written):
    new = [identity(each) for each in written or (None,)]
    seal_identities(new, by=BY)
    return [each.registration for each in new]


def opened(registration):
    return open_identity(registration, by=BY, reason="test")


@given(st.lists(names, min_size=1, max_size=5))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_was_sealed_opens_as_it_was(written):
    assert [opened(registration) for registration in sealed(*written)] == written


def test_every_identity_has_a_key_of_its_own():
    one, other = sealed(None, None)
    assert set(WrappedKey.objects.values_list("pk", flat=True)) == {one, other}
    assert len(set(map(bytes, WrappedKey.objects.values_list("wrapped", flat=True)))) == 2


def test_an_identity_moved_to_another_registration_is_told():
    one, other = sealed(None, None)
    theirs = Identity.objects.get(pk=one).sealed
    Identity.objects.filter(pk=other).update(sealed=theirs)
    with pytest.raises(TamperedError):
        opened(other)
    key = WrappedKey.objects.get(pk=one).wrapped
    WrappedKey.objects.filter(pk=other).update(wrapped=key)
    with pytest.raises(TamperedError):
        opened(other)


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_a_changed_byte_is_told(at):
    (one,) = sealed()
    row = Identity.objects.get()
    changed = bytearray(row.sealed)
    changed[at] ^= 1
    Identity.objects.update(sealed=bytes(changed))
    with pytest.raises(TamperedError):
        opened(one)


def test_a_changed_key_is_told_and_a_destroyed_one_opens_nothing():
    (one,) = sealed()
    WrappedKey.objects.update(organisation="hillside")
    with pytest.raises(TamperedError, match="was changed"):
        opened(one)
    WrappedKey.objects.all().delete()
    with pytest.raises(ErasedError):
        opened(one)


def test_erased_and_never_there_are_told_alike():
    (one,) = sealed()
    erase_identities([one], by=BY, reason="asked")
    told = set()
    for absent in (one, uuid.uuid4()):
        with pytest.raises(ErasedError) as error:
            opened(absent)
        told.add(str(error.value))
    assert len(told) == 1


def test_a_corrected_identity_keeps_its_key():
    (one,) = sealed()
    before = bytes(WrappedKey.objects.get(pk=one).wrapped)
    new = IdentityFields(given_names="Ana Luz", surnames="Ayoví")
    reseal_identities([identity(new, one)], by=BY, reason="typo")
    assert opened(one) == new
    assert bytes(WrappedKey.objects.get(pk=one).wrapped) == before
    with pytest.raises(ErasedError):
        reseal_identities([identity(new)], by=BY, reason="typo")


@given(names)
@settings(max_examples=50, deadline=None)
def test_hashes_of_two_organisations_and_of_linkage_never_meet(written):
    new = identity(written)
    keys = [
        match_keys(new, purpose="own", organisation="riverside"),
        match_keys(new, purpose="own", organisation="hillside"),
        match_keys(new, purpose="linkage"),
    ]
    for kind in ("document", "name"):
        hashes = [getattr(key, kind) for key in keys]
        assert len(set(hashes)) in {1, 3}
        assert len(set(hashes)) == 3 or hashes[0] == ""


def test_encodings_are_in_an_unlogged_table_that_only_the_linker_reads(role_connection):
    kind = role_connection("owner").execute(
        "SELECT relpersistence FROM pg_class WHERE relname = 'vault_encoding'"
    )
    assert kind.fetchone() == ("u",)
    for role in ("app", "counter", "backup"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            role_connection(role).execute("SELECT document FROM vault_encoding")
    role_connection("linker").execute("SELECT document FROM vault_encoding")
    for query in (
        "SELECT * FROM vault_identity",
        "SELECT * FROM keys_wrappedkey",
        "SELECT * FROM people_registrationfact",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            role_connection("linker").execute(query)
