"""The root keys: from a file or the environment, wrapping keys in versions, one for hashes.

Wrapping keys rotate: a new version wraps every key in the keystore again, and the old one is
taken out. The key of keyed hashes does not. A hash is only worth something while the same value
gives the same hash: rows seen before, cases and people known to an organisation, encodings that
linkage compares. Nothing but the value itself can give it a new one. Re-keying after the hash key
was exposed would mean: opening every identity to hash it anew (registrations' own keys and
encodings), reading every kept list again (rows' content keys), and computing the keys of open
cases, households and gatherings and the digests of steps from what they hash; lists whose raw
file was destroyed would no longer be recognised. Whoever holds the hash key and a dump of the
database can test guesses of a name; sealed identities they still cannot open.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from minga.foundation.core.errors import MendableError

KEY_BYTES = 32


class KeyRingError(MendableError):
    """The wrapping keys are missing or cannot be read."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Root keys: the one that hashes, and those that wrap, by version. Never shown."""

    hashing: bytes
    roots: Mapping[int, bytes]

    @property
    def version(self) -> int:
        """The version that wraps new keys."""
        return max(self.roots)

    def wrapping(self, organisation: str, version: int) -> bytes:
        """The wrapping key of one organisation. Raises KeyRingError for an unknown version."""
        if version not in self.roots:
            raise KeyRingError(f"wrapping key version {version} is missing; restore the key file.")
        return _derived(self.roots[version], f"minga|wrap|{organisation}")

    def hash_key(self, purpose: str, organisation: str) -> bytes:
        """The key of hashes for one purpose and organisation, or for all organisations."""
        return _derived(self.hashing, f"minga|{purpose}|{organisation}")


@lru_cache(maxsize=4096)
def _derived(root: bytes, info: str) -> bytes:
    """A 32-byte key of its own from a root key (HKDF, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=info.encode()).derive(root)


def read_ring(text: str) -> KeyRing:
    """Read a ring from JSON: `{"hash": "<32 bytes in base64>", "1": …, …}`. Raises KeyRingError."""
    try:
        keys = {name: base64.b64decode(key) for name, key in json.loads(text).items()}
        roots = {int(name): key for name, key in keys.items() if name != "hash"}
    except (ValueError, AttributeError, TypeError) as error:
        raise KeyRingError(
            "the root keys are not JSON of names (`hash`, 1, 2 …) and keys in base64; restore them."
        ) from error
    if not roots or "hash" not in keys:
        raise KeyRingError("the root keys lack `hash`, or any wrapping version; restore them.")
    if any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyRingError(f"every root key has {KEY_BYTES} bytes; restore the one that has not.")
    return KeyRing(keys["hash"], roots)


def key_file() -> Path:
    """Where the keys are; with real people, outside the data folder and its backups."""
    return Path(settings.MINGA_KEY_FILE)


def ring() -> KeyRing:
    """The root keys, from `MINGA_KEYS` or the key file as it stands now. Raises KeyRingError."""
    if given := os.environ.get("MINGA_KEYS"):
        return _given(given)
    file = settings.MINGA_KEY_FILE  # as text: this stands in the path of every hash
    try:
        return _stored(file, os.stat(file).st_mtime_ns)
    except FileNotFoundError as error:
        raise KeyRingError(
            f"no wrapping keys at {key_file()}: run `minga init`, or set MINGA_KEY_FILE."
        ) from error


@lru_cache(maxsize=1)
def _given(text: str) -> KeyRing:
    return read_ring(text)


@lru_cache(maxsize=1)
def _stored(file: str, changed_at: int) -> KeyRing:
    """The file's keys; read again when it has changed, so that a rotation reaches who runs on."""
    return read_ring(Path(file).read_text())


def add_version(file: Path) -> int:
    """Add a new random wrapping key to the file, made with a hash key if missing. Its version."""
    known = read_ring(file.read_text()) if file.exists() else KeyRing(_random(), {})
    version = max(known.roots, default=0) + 1
    _write(file, KeyRing(known.hashing, {**known.roots, version: _random()}))
    return version


def remove_version(file: Path, version: int) -> None:
    """Take a wrapping key out of the file; what it wrapped cannot be opened by it any more."""
    known = read_ring(file.read_text())
    rest = {number: key for number, key in known.roots.items() if number != version}
    _write(file, KeyRing(known.hashing, rest))


def _random() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def _write(file: Path, keys: KeyRing) -> None:
    """Put the keys into the file, whole or not at all, readable by us alone."""
    named = {"hash": keys.hashing, **{str(number): key for number, key in keys.roots.items()}}
    text = json.dumps({name: base64.b64encode(key).decode() for name, key in named.items()})
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    file.with_suffix(".new").rename(file)
