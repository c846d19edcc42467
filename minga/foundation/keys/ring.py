"""The wrapping keys: from a file or the environment, in versions, one derived per organisation."""

import base64
import json
import os
import secrets
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


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Root keys by version; the highest version wraps what is new."""

    roots: dict[int, bytes]

    @property
    def version(self) -> int:
        """The version that wraps new keys."""
        return max(self.roots)

    def derive(self, purpose: str, organisation: str, version: int | None = None) -> bytes:
        """A 32-byte key for one purpose and organisation (HKDF, RFC 5869).

        Raises KeyRingError for a version that is not in the ring.
        """
        number = self.version if version is None else version
        if number not in self.roots:
            raise KeyRingError(f"wrapping key version {number} is missing; restore the key file.")
        info = f"minga|{purpose}|{organisation}".encode()
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self.roots[number])


def read_ring(text: str) -> KeyRing:
    """Read a ring from JSON: `{"1": "<32 bytes in base64>", …}`. Raises KeyRingError."""
    try:
        roots = {int(version): base64.b64decode(key) for version, key in json.loads(text).items()}
    except (ValueError, AttributeError) as error:
        raise KeyRingError("the wrapping keys are not JSON of version to base64 key.") from error
    if not roots or any(len(key) != KEY_BYTES for key in roots.values()):
        raise KeyRingError("every wrapping key has 32 bytes, and there is at least one.")
    return KeyRing(roots)


def key_file() -> Path:
    """Where the keys are; with real people, outside the data folder and its backups."""
    return Path(settings.MINGA_KEY_FILE)


@lru_cache(maxsize=1)
def ring() -> KeyRing:
    """This process's wrapping keys, from `MINGA_KEYS` or the key file. Raises KeyRingError."""
    if given := os.environ.get("MINGA_KEYS"):
        return read_ring(given)
    file = key_file()
    if not file.exists():
        raise KeyRingError(f"no wrapping keys at {file}: run `minga init`, or set MINGA_KEY_FILE.")
    return read_ring(file.read_text())


def add_version(file: Path) -> int:
    """Add a new random root key to the file (making it, readable by us alone). Its version."""
    roots = read_ring(file.read_text()).roots if file.exists() else {}
    version = max(roots, default=0) + 1
    roots[version] = secrets.token_bytes(KEY_BYTES)
    text = json.dumps({str(v): base64.b64encode(key).decode() for v, key in roots.items()})
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    file.with_suffix(".new").rename(file)
    ring.cache_clear()
    return version
