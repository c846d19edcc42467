"""What is sealed opens with its own key, as what it was sealed for, and no other way."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.foundation.keys import files
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import (
    NONCE_BYTES,
    ErasedError,
    TamperedError,
    find_key,
    fingerprint,
    keyed_hash,
    make_key,
    open_sealed,
    seal,
    unwrap,
)

keys = st.binary(min_size=32, max_size=32)


@given(st.binary(max_size=300), keys, st.text(max_size=40))
def test_what_is_sealed_opens_again(plain, key, about):
    sealed = seal(plain, key=key, about=about)
    assert open_sealed(sealed, key=key, about=about) == plain
    assert len(sealed) == NONCE_BYTES + len(plain) + 16


@given(st.binary(max_size=60), keys, st.data())
def test_one_changed_bit_is_told(plain, key, data):
    sealed = bytearray(seal(plain, key=key, about="a"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TamperedError, match="what is sealed for a was changed"):
        open_sealed(bytes(sealed), key=key, about="a")


@given(st.binary(max_size=60), keys, st.data())
def test_a_piece_cut_off_is_told(plain, key, data):
    sealed = seal(plain, key=key, about="a")
    with pytest.raises(TamperedError):
        open_sealed(sealed[: data.draw(st.integers(0, len(sealed) - 1))], key=key, about="a")


@given(st.binary(max_size=60), keys, keys)
def test_what_is_moved_or_opened_with_another_key_is_told(plain, key, other):
    sealed = seal(plain, key=key, about="a")
    with pytest.raises(TamperedError):
        open_sealed(sealed, key=key, about="b")
    if other != key:
        with pytest.raises(TamperedError):
            open_sealed(sealed, key=other, about="a")


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_hash_is_the_same_for_the_same_value_purpose_and_organisation_alone(value, other):
    known = keyed_hash(value, purpose="own", organisation="riverside")
    assert known == keyed_hash(value, purpose="own", organisation="riverside")
    assert known != keyed_hash(value, purpose="own", organisation="hillside")
    assert known != keyed_hash(value, purpose="linkage", organisation="riverside")
    assert (known == keyed_hash(other, purpose="own", organisation="riverside")) is (value == other)


@given(st.text(max_size=40), keys, keys)
def test_a_fingerprint_depends_on_the_key_of_one_thing(value, key, other):
    assert fingerprint(value, key=key) == fingerprint(value, key=key)
    assert (fingerprint(value, key=key) == fingerprint(value, key=other)) is (key == other)


@pytest.mark.django_db
def test_each_organisation_wraps_with_a_key_of_its_own():
    row, key = make_key(organisation="riverside")
    assert unwrap(row) == key
    row.organisation = "hillside"
    with pytest.raises(TamperedError, match=f"the key of {row.pk} was changed"):
        unwrap(row)


@pytest.mark.django_db
def test_a_destroyed_key_opens_nothing():
    row, key = make_key(organisation="riverside")
    row.save(force_insert=True)
    assert find_key(row.pk) == key
    WrappedKey.objects.all().delete()
    with pytest.raises(ErasedError, match="its key was destroyed"):
        find_key(row.pk)


@pytest.mark.django_db
def test_a_file_is_kept_encrypted_and_is_gone_with_its_key():
    number = uuid.uuid4()
    files.store("Quiñónez".encode(), organisation="riverside", file_id=number)
    assert files.fetch(number) == "Quiñónez".encode()
    assert "Quiñónez".encode() not in files._path(number).read_bytes()
    WrappedKey.objects.filter(pk=number).delete()
    with pytest.raises(ErasedError):
        files.fetch(number)
    files.remove(number)
    assert not files._path(number).exists()
