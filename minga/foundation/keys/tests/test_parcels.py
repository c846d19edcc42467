"""Files for somebody elsewhere: they alone open them, and nothing in them can be changed or cut."""

import io
import random

import pyrage
import pytest

from minga.foundation.keys import locks
from minga.foundation.keys.locks import Holder, ParcelError, Passphrase, Recipient
from minga.foundation.keys.parcels import CHUNK, open_from, seal_to
from minga.foundation.keys.recipients import (
    RecipientError,
    new_private,
    public_of,
    read_private,
    read_public,
)

WORDS = "five random words of hers"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(locks, "WORK", 4)


@pytest.fixture
def private():
    return new_private()


def some(size):
    return random.Random(size).randbytes(size)


def sealed(plain, lock, piece=10_240):
    out = io.BytesIO()
    with seal_to(out, lock) as sealer:
        for start in range(0, len(plain), piece):
            sealer.write(plain[start : start + piece])
    return out.getvalue()


def opened(content, unlock, piece=1000):
    source = open_from(io.BytesIO(content), unlock)
    return b"".join(iter(lambda: source.read(piece), b""))


@pytest.mark.parametrize("size", SIZES)
def test_whoever_holds_the_key_reads_what_was_written(private, size):
    content = sealed(some(size), Recipient.read(public_of(private)))
    assert opened(content, Holder.read(private)) == some(size)


@pytest.mark.parametrize("size", SIZES)
def test_another_program_opens_what_we_write(private, size):
    theirs = pyrage.x25519.Identity.from_str(private)
    content = sealed(some(size), Recipient.read(str(theirs.to_public())))
    assert pyrage.decrypt(content, [theirs]) == some(size)
    assert pyrage.passphrase.decrypt(sealed(some(size), Passphrase(WORDS)), WORDS) == some(size)


def test_we_open_what_another_program_writes(private):
    """It adds stanzas that nobody can read, which a reader passes over."""
    public = pyrage.x25519.Recipient.from_str(public_of(private))
    for _ in range(5):
        assert opened(pyrage.encrypt(some(99_999), [public]), Holder.read(private)) == some(99_999)


def test_every_file_has_a_key_of_its_own(private):
    public = Recipient.read(public_of(private))
    assert sealed(b"the same", public) != sealed(b"the same", public)


@pytest.mark.parametrize(
    ("lock", "unlock", "said"),
    [
        ("key", Holder.read(new_private()), "is for another key"),
        ("key", Passphrase(WORDS), "wants a private key and no passphrase"),
        ("words", Passphrase("others"), "the passphrase is not that of this file"),
        ("words", Holder.read(new_private()), "wants a passphrase and no key"),
    ],
)
def test_nobody_else_opens_it(private, lock, unlock, said):
    way = Passphrase(WORDS) if lock == "words" else Recipient.read(public_of(private))
    with pytest.raises(ParcelError, match=said):
        opened(sealed(b"rows", way), unlock)


def test_no_byte_can_be_changed(private):
    content = sealed(some(2 * CHUNK + 5), Recipient.read(public_of(private)))
    head = content.index(b"---") + 70
    for place in [*range(head), *range(head, len(content), 4999), len(content) - 1]:
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(ParcelError):
            opened(bytes(changed), Holder.read(private))


def test_nothing_can_be_cut_off(private):
    content = sealed(some(2 * CHUNK + 5), Recipient.read(public_of(private)))
    ends = len(content) - (CHUNK + 16) - (5 + 16)  # where the first chunk ends
    for length in [*range(0, 200, 7), ends - 1, ends, ends + 1, len(content) - 21, -1]:
        with pytest.raises(ParcelError, match=r"cut short|no file that Minga exported"):
            opened(content[:length], Holder.read(private))
    with pytest.raises(ParcelError):
        opened(content + b"more", Holder.read(private))


def test_chunks_cannot_change_places(private):
    content = sealed(some(3 * CHUNK), Recipient.read(public_of(private)))
    start, size = len(content) - 3 * (CHUNK + 16), CHUNK + 16
    one, two = content[start : start + size], content[start + size : start + 2 * size]
    with pytest.raises(ParcelError, match="changed on its way"):
        opened(content[:start] + two + one + content[start + 2 * size :], Holder.read(private))


def test_nothing_false_is_given_out_before_it_is_found(private):
    content = bytearray(sealed(some(CHUNK + 5), Recipient.read(public_of(private))))
    content[-1] ^= 1
    source = open_from(io.BytesIO(bytes(content)), Holder.read(private))
    assert source.read(CHUNK) == some(CHUNK + 5)[:CHUNK]
    with pytest.raises(ParcelError):
        source.read(1)


def test_a_file_that_asks_for_endless_work_is_refused(monkeypatch):
    content = sealed(b"rows", Passphrase(WORDS)).replace(b" 4\n", b" 40\n")
    with pytest.raises(ParcelError, match="more work than any that Minga wrote"):
        opened(content, Passphrase(WORDS))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a zip", b"age-encryption.org/v1\n", b"\xff\n"]
)
def test_what_is_no_export_is_told_so(content):
    with pytest.raises(ParcelError, match="no file that Minga exported"):
        opened(content, Passphrase(WORDS))


def test_keys_are_written_as_other_programs_write_them(private):
    theirs = pyrage.x25519.Identity.generate()
    assert public_of(str(theirs)) == str(theirs.to_public())
    assert str(pyrage.x25519.Identity.from_str(private)) == private
    assert read_private(f"# made today\n\n{private}\n") is not None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda key: key[:-1], "wrong or missing"),
        (lambda key: key[:20] + ("q" if key[20] != "q" else "p") + key[21:], "wrong or missing"),
        (lambda key: key[:-1] + "b", "this is no key"),
        (lambda key: key[:9] + key[9:].upper(), "this is no key"),
        (lambda key: "", "this is no key"),
        (lambda key: new_private(), "that is a private key"),
    ],
)
def test_a_mistyped_key_is_found(private, change, said):
    with pytest.raises(RecipientError, match=said) as found:
        read_public(change(public_of(private)))
    assert "AGE-SECRET" not in str(found.value)


def test_a_file_with_no_key_or_two_is_told(private):
    for text, number in (("# nothing", 0), (f"{private}\n{private}", 2)):
        with pytest.raises(RecipientError, match=f"{number} private keys were found"):
            read_private(text)
