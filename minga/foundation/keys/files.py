"""Encrypted files in the data folder: a partner's list as it came, under a key of its own."""

import os
import uuid
from pathlib import Path

from django.conf import settings

from minga.foundation.keys.sealing import find_key, make_key, open_sealed, seal


def _path(file_id: uuid.UUID) -> Path:
    return Path(settings.MINGA_HOME) / "files" / f"{file_id}.sealed"


def store(plain: bytes, *, organisation: str, file_id: uuid.UUID) -> None:
    """Keep bytes encrypted; the key goes to the keystore with the caller's transaction.

    The file is written whole or not at all.
    """
    row, key = make_key(organisation=organisation, key_id=file_id)
    path = _path(file_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(seal(plain, key=key, about=str(file_id)))
    half.rename(path)
    row.save(force_insert=True)


def fetch(file_id: uuid.UUID) -> bytes:
    """The bytes again. Raises ErasedError when their key was destroyed."""
    return open_sealed(_path(file_id).read_bytes(), key=find_key(file_id), about=str(file_id))


def remove(file_id: uuid.UUID) -> None:
    """Take the file away; its key is destroyed by the caller."""
    _path(file_id).unlink(missing_ok=True)
