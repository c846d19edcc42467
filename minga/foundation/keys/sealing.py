"""Sealing bytes: AES-256-GCM under a key of their own, which the organisation's key wraps.

Envelope encryption: the wrapping key can be rotated without touching what is sealed, and
destroying one wrapped key erases one thing for good.
"""

import hashlib
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.ring import KEY_BYTES, ring

NONCE_BYTES = 12


class ErasedError(Exception):
    """What was sealed cannot be opened: its key was destroyed."""


class TamperedError(Exception):
    """What was sealed has been changed, or belongs to something else."""


def make_key(*, organisation: str, key_id: uuid.UUID | None = None) -> tuple[WrappedKey, bytes]:
    """A new key, wrapped for the keystore (not saved yet), and the key itself."""
    key, roots = AESGCM.generate_key(bit_length=8 * KEY_BYTES), ring()
    row = WrappedKey(
        id=key_id or uuid.uuid4(),
        organisation=organisation,
        wrapping_version=roots.version,
        wrapped=aes_key_wrap(roots.wrapping(organisation, roots.version), key),
    )
    return row, key


def unwrap(row: WrappedKey) -> bytes:
    """The key itself. Raises TamperedError when the wrapped key was changed."""
    wrapping = ring().wrapping(row.organisation, row.wrapping_version)
    try:
        return aes_key_unwrap(wrapping, bytes(row.wrapped))
    except (InvalidUnwrap, ValueError) as error:
        raise TamperedError(
            f"the key of {row.pk} was changed; restore it from a backup."
        ) from error


def rewrap(row: WrappedKey) -> None:
    """Wrap a key again under the newest version; the row is not saved."""
    key, roots = unwrap(row), ring()
    row.wrapped = aes_key_wrap(roots.wrapping(row.organisation, roots.version), key)
    row.wrapping_version = roots.version


def find_key(key_id: uuid.UUID) -> bytes:
    """The key by its id. Raises ErasedError when it was destroyed."""
    row = WrappedKey.objects.filter(pk=key_id).first()
    if row is None:
        raise ErasedError("this was erased: its key was destroyed.")
    return unwrap(row)


def seal(plain: bytes, *, key: bytes, about: str) -> bytes:
    """Ciphertext of `plain`, bound to `about` (an id), so that it cannot be moved elsewhere."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def open_sealed(sealed: bytes, *, key: bytes, about: str) -> bytes:
    """What was sealed. Raises TamperedError when it was changed, cut or moved."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise TamperedError(f"what is sealed for {about} was changed.") from error


def keyed_hash(value: str, *, purpose: str, organisation: str = "") -> str:
    """HMAC-SHA256 of a value, in hex, under a key for this purpose (and organisation).

    The key does not rotate with the wrapping keys (see `ring`).
    """
    key = ring().hash_key(purpose, organisation)
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def fingerprint(value: str, *, key: bytes) -> str:
    """HMAC-SHA256 of a value, in hex, under the key of one sealed thing.

    Once that key is destroyed nobody can try guesses against it, whoever holds the root keys.
    """
    own = hmac.new(key, b"minga|fingerprint", hashlib.sha256).digest()
    return hmac.new(own, value.encode(), hashlib.sha256).hexdigest()


def fresh_key() -> bytes:
    """A key for one occasion, which is kept nowhere."""
    return os.urandom(KEY_BYTES)
