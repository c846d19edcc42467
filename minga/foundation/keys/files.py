"""Encrypted files in the data folder: a partner's list as it came, under a key of its own."""

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from minga.foundation.keys.models import WrappedKey
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


def sweep(*, older_than: datetime) -> int:
    """Take away what killed processes left: files without a key are noise. How many.

    Young ones may belong to a process that is still at work. For a command, which sees every key:
    to a page, other people's files have none.
    """
    folder = _path(uuid.UUID(int=0)).parent
    old = [p for p in folder.glob("*") if p.stat().st_mtime < older_than.timestamp()]
    keys = {
        str(key)
        for key in WrappedKey.objects.filter(pk__in=list(_ids(old))).values_list("pk", flat=True)
    }
    strays = [path for path in old if path.suffix != ".sealed" or path.stem not in keys]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def _ids(paths: Iterable[Path]) -> Iterator[uuid.UUID]:
    for path in paths:
        with suppress(ValueError):
            yield uuid.UUID(path.stem)
