"""Who can open a file for somebody elsewhere: whoever holds a key, or whoever knows some words.

Both wrap the file's own key, as the age format says (see `parcels`).
"""

import base64
import binascii
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from minga.foundation.core.errors import MendableError
from minga.foundation.keys.recipients import read_private, read_public

FORMAT = b"age-encryption.org/v1"
KEY_BYTES, TAG = 16, 16
WORK = 18
"""How hard a passphrase is to try, as a power of two; about a second and 256 MB."""
MOST_WORK = 22
"""A file that asks for more would rather keep this machine busy."""
CHANGED = "this file was changed on its way: ask for it again."

Stanza = tuple[list[str], bytes]
"""One way to a file's key: its words and the wrapped key."""


class ParcelError(MendableError):
    """A file that cannot be opened: not one of ours, not for us, changed or cut short."""


class Lock(Protocol):
    """How the key of a file is wrapped: the words of the stanza and the wrapped key."""

    def wrap(self, key: bytes) -> Stanza:
        """Wrap a file's key."""


class Unlock(Protocol):
    """How the key of a file is found again."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes:
        """The file's key. Raises ParcelError where it is not for us."""


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """Whoever holds the private key to a public one (`age1…`)."""

    key: X25519PublicKey

    @classmethod
    def read(cls, text: str) -> "Recipient":
        """A recipient by the public key. Raises RecipientError."""
        return cls(read_public(text))

    def wrap(self, key: bytes) -> Stanza:
        """The key under a secret that only the recipient can find again."""
        passing = X25519PrivateKey.generate()
        share = passing.public_key().public_bytes_raw()
        wrapping = _between(passing, self.key, share, self.key)
        return ["X25519", in_base64(share)], _seal_key(wrapping, key)


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """Whoever holds a private key."""

    key: X25519PrivateKey

    @classmethod
    def read(cls, text: str) -> "Holder":
        """The holder by the text of a key file. Raises RecipientError."""
        return cls(read_private(text))

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes:
        """The file's key, by the first stanza that is for us."""
        if any(words[0] == "scrypt" for words, _ in stanzas):
            raise ParcelError("this file wants a passphrase and no key.")
        for words, body in stanzas:
            if words[0] == "X25519" and len(words) == 2:
                with suppress(ValueError, InvalidTag):
                    return self._unwrapped(from_base64(words[1]), body)
        raise ParcelError("this file is for another key, or its head was changed.")

    def _unwrapped(self, share: bytes, body: bytes) -> bytes:
        theirs = X25519PublicKey.from_public_bytes(share)
        return _open_key(_between(self.key, theirs, share, self.key.public_key()), body)


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """Whoever knows some words."""

    text: str

    def wrap(self, key: bytes) -> Stanza:
        """The key under the words, with a salt of its own."""
        salt = os.urandom(16)
        return ["scrypt", in_base64(salt), str(WORK)], _seal_key(self._stretched(salt, WORK), key)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes:
        """The file's key. A passphrase stands alone: nobody else can have written the file."""
        words, body = stanzas[0] if len(stanzas) == 1 else ([""], b"")
        if len(words) != 3 or words[0] != "scrypt":
            raise ParcelError("this file wants a private key and no passphrase.")
        work = int(words[2]) if words[2].isdigit() and len(words[2]) < 3 else MOST_WORK + 1
        if work > MOST_WORK:
            raise ParcelError("this file asks for more work than any that Minga wrote: refused.")
        try:
            return _open_key(self._stretched(from_base64(words[1]), work), body)
        except InvalidTag as error:
            raise ParcelError("the passphrase is not that of this file.") from error

    def _stretched(self, salt: bytes, work: int) -> bytes:
        both = FORMAT + b"/scrypt" + salt
        return Scrypt(salt=both, length=32, n=2**work, r=8, p=1).derive(self.text.encode())


def _between(
    ours: X25519PrivateKey, theirs: X25519PublicKey, share: bytes, recipient: X25519PublicKey
) -> bytes:
    """What only the two of them can work out."""
    salt = share + recipient.public_bytes_raw()
    return HKDF(SHA256(), 32, salt=salt, info=FORMAT + b"/X25519").derive(ours.exchange(theirs))


def _seal_key(wrapping: bytes, key: bytes) -> bytes:
    return ChaCha20Poly1305(wrapping).encrypt(bytes(12), key, None)


def _open_key(wrapping: bytes, body: bytes) -> bytes:
    """The key again. Raises InvalidTag where it is not for us."""
    if len(body) != KEY_BYTES + TAG:
        raise InvalidTag
    return ChaCha20Poly1305(wrapping).decrypt(bytes(12), body, None)


def in_base64(raw: bytes) -> str:
    """Bytes as base64 without padding."""
    return base64.b64encode(raw).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    """The bytes of base64 without padding, in the one way of writing them. Raises ParcelError."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ParcelError(CHANGED) from error
    if in_base64(raw) != text:
        raise ParcelError(CHANGED)
    return raw
