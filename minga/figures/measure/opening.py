"""Opening what was exported, on the auditor's own machine: no database, no installation."""

import json
import re
import shutil
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from minga.figures.measure.manifests import hash_file
from minga.foundation.keys.locks import ParcelError, Unlock
from minga.foundation.keys.parcels import CHUNK, Opener, open_from

FORMAT = 1
PLAIN_NAME = re.compile(r"[A-Za-z_]+\.(parquet|json|txt)")


def open_export(file: Path, out: Path, unlock: Unlock) -> Mapping[str, Any]:
    """Open an export into a new folder, once all of it was found to be true. Its manifest.

    Raises ParcelError; then nothing is left in the folder's place.
    """
    if out.exists() or out.is_symlink():
        raise ParcelError(f"{out} exists already: name a new folder.")
    half = out.with_name(f"{out.name}.half")
    try:
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700, parents=True)
        with file.open("rb") as source:
            _unpack(open_from(source, unlock), half)
        manifest = _checked(half)
        half.rename(out)
    except OSError as error:
        raise ParcelError(
            f"{error.filename or file}: {error.strerror or error}; nothing was left in {out}."
        ) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return manifest


def _unpack(source: Opener, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=cast(BinaryIO, source), mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None or not PLAIN_NAME.fullmatch(member.name):
                    raise ParcelError(f"{member.name} does not belong into an export.")
                with (folder / member.name).open("wb") as out:
                    shutil.copyfileobj(content, out)
    except tarfile.TarError as error:
        raise ParcelError(f"this is no export of Minga: {error}.") from error
    while source.read(CHUNK):  # to the end, which alone tells that nothing was cut off
        pass


def _checked(folder: Path) -> Mapping[str, Any]:
    """The manifest, if it is one that we read and every file is as it says."""
    manifest: dict[str, Any] = {}
    if (folder / "manifest.json").exists():
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest.get("format") != FORMAT:
        raise ParcelError("this export is of another format: open it with a newer Minga.")
    for name, described in manifest["files"].items():
        path = folder / name
        if not path.exists() or hash_file(path) != described["sha256"]:
            raise ParcelError(f"{name} is not as the manifest says: ask for the export again.")
    return manifest
