"""A pack that was uploaded, between being looked at and being loaded."""

import hashlib
import io
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings

from minga.engines.definition import Text

LARGEST = 20 * 1024 * 1024
UNPACKED = 100 * 1024 * 1024
FILES = 2_000
LASTS = 24 * 60 * 60
"""For so many seconds an uploaded pack waits to be loaded."""
HEART = "programme.yaml"


class NoPackError(Exception):
    """What was uploaded is no pack; `words` say why and what to do."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


NO_ZIP = Text(
    es="Este archivo no es un ZIP. Comprima la carpeta del programa y súbala.",
    en="This file is no ZIP. Compress the programme's folder and upload that.",
)
TOO_LARGE = Text(
    es="El paquete es demasiado grande: hasta 20 MB, y 100 MB desempaquetado.",
    en="The pack is too large: up to 20 MB, and 100 MB unpacked.",
)
STRAYS = Text(
    es="El ZIP tiene archivos fuera de su carpeta. Comprima solo la carpeta del programa.",
    en="The ZIP has files outside its folder. Compress the programme's folder alone.",
)
NO_HEART = Text(
    es="El ZIP no tiene un programme.yaml. Comprima la carpeta que lo contiene.",
    en="The ZIP has no programme.yaml. Compress the folder that holds it.",
)


def keep(content: bytes) -> str:
    """Keep an uploaded pack for a day; its digest is its name. Raises NoPackError."""
    if len(content) > LARGEST:
        raise NoPackError(TOO_LARGE)
    _look_into(content)
    folder = _folder()
    for old in folder.glob("*.zip"):
        if old.stat().st_mtime < time.time() - LASTS:
            old.unlink(missing_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    whole = folder / f"{digest}.part"
    whole.write_bytes(content)
    whole.replace(_file(digest))
    return digest


def is_kept(digest: str) -> bool:
    """Whether a pack of this digest waits to be loaded."""
    return len(digest) == 64 and digest.isalnum() and _file(digest).exists()


def forget(digest: str) -> None:
    """A pack that was loaded waits no longer."""
    _file(digest).unlink(missing_ok=True)


@contextmanager
def unpacked(digest: str) -> Iterator[Path]:
    """The folder of a kept pack, for as long as it is looked at. Raises NoPackError."""
    content = _file(digest).read_bytes()
    _look_into(content)
    place = Path(tempfile.mkdtemp(dir=_folder()))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(place)
        yield min(place.rglob(HEART), key=lambda file: len(file.parts)).parent
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _look_into(content: bytes) -> None:
    """Refuse what is no pack before anything of it is unpacked. Raises NoPackError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            known = archive.infolist()
    except zipfile.BadZipFile:
        raise NoPackError(NO_ZIP) from None
    if len(known) > FILES or sum(each.file_size for each in known) > UNPACKED:
        raise NoPackError(TOO_LARGE)
    paths = [PurePosixPath(each.filename.replace("\\", "/")) for each in known]
    if any(path.is_absolute() or ".." in path.parts for path in paths):
        raise NoPackError(STRAYS)
    if not any(path.name == HEART for path in paths):
        raise NoPackError(NO_HEART)


def _folder() -> Path:
    folder = Path(settings.MINGA_HOME) / "files" / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _file(digest: str) -> Path:
    return _folder() / f"{digest}.zip"
