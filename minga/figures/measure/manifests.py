"""The manifest of a snapshot: what its files are, their hashes, and what was erased from them.

A snapshot's manifest is never changed. Erasing writes a new revision that names the hash of the
one before, so that every revision can be followed back to the hash that editions cite.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """That people were erased from a snapshot: how many registrations, how many rows, when."""

    at: str
    registrations: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One revision: definitions with version and hash, files with rows and hash."""

    snapshot: str
    taken_at: str
    as_of: str
    synthetic: bool
    definitions: Mapping[str, Mapping[str, Mapping[str, int | str]]]
    files: Mapping[str, Mapping[str, int | str]]
    revision: int = 1
    previous: str | None = None
    erasures: Sequence[Erasure] = ()

    @property
    def erased_rows(self) -> int:
        """How many rows are anonymous remainders."""
        return sum(each.rows for each in self.erasures)

    @property
    def moment(self) -> datetime:
        """Up to when facts had been recorded."""
        return datetime.fromisoformat(self.as_of)

    def text(self) -> str:
        """The manifest as it is written and hashed."""
        content = asdict(self) | {"format": 1, "erased_rows": self.erased_rows}
        return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    def next(self, files: Mapping[str, Mapping[str, int | str]], erasure: Erasure) -> "Manifest":
        """The revision after an erasure."""
        return replace(
            self,
            files=files,
            revision=self.revision + 1,
            previous=hash_of(self.text()),
            erasures=(*self.erasures, erasure),
        )


def read(text: str) -> Manifest:
    """A manifest from its text."""
    content: dict[str, Any] = json.loads(text)
    content.pop("format")
    content.pop("erased_rows")
    content["erasures"] = tuple(Erasure(**each) for each in content["erasures"])
    return Manifest(**content)


def describe(folder: Path) -> dict[str, dict[str, int | str]]:
    """The Parquet files of a folder with their rows and hashes."""
    import pyarrow.parquet as pq

    found: dict[str, dict[str, int | str]] = {}
    for file in sorted(folder.glob("*.parquet")):
        found[file.name] = {"rows": pq.read_metadata(file).num_rows, "sha256": hash_file(file)}
    return found


def keep(manifest: Manifest, folder: Path) -> str:
    """Write a revision into a folder, beside those before it; its hash."""
    text = manifest.text()
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / f"manifest.{manifest.revision}.json").write_text(text, encoding="utf-8")
    return hash_of(text)


def latest(folder: Path) -> Manifest:
    """The revision that describes the files as they are."""
    return read((folder / MANIFEST).read_text(encoding="utf-8"))


def faults(folder: Path, recorded: Sequence[str]) -> Iterator[str]:
    """What is not as recorded: `recorded` are the hashes of the revisions, the first one first."""
    before = None
    for revision, expected in enumerate(recorded, start=1):
        file = folder / f"manifest.{revision}.json"
        if not file.exists():
            yield f"{file.name} is missing"
            continue
        text = file.read_text(encoding="utf-8")
        if hash_of(text) != expected:
            yield f"{file.name} is not the one recorded ({expected[:12]}…): it was changed"
        elif read(text).previous != before:
            yield f"{file.name} does not follow the revision before it"
        before = expected
    newest = folder / MANIFEST
    if not newest.exists():
        yield f"{MANIFEST} is missing"
        return
    if hash_of(newest.read_text(encoding="utf-8")) != recorded[-1]:
        yield f"{MANIFEST} is not revision {len(recorded)}: it was changed"
        return
    yield from _file_faults(folder, latest(folder))


def _file_faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, described in manifest.files.items():
        file = folder / name
        if not file.exists():
            yield f"{name} is missing"
        elif hash_file(file) != described["sha256"]:
            yield f"{name} was changed: its hash is not the manifest's"
    for file in sorted(folder.glob("*.parquet")):
        if file.name not in manifest.files:
            yield f"{file.name} does not belong to the snapshot"


def hash_of(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def hash_file(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
