"""Handing a snapshot out to an authorised auditor: encrypted, logged, whole or not at all.

What goes out is a tar archive of Parquet files and a manifest, in a file of the age format; in a
demonstration it may be a plain folder.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from minga.figures.measure import defined, manifests, snapshots
from minga.figures.measure.erasure import erase_from_snapshots
from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.measure.pseudonyms import under_pseudonyms
from minga.figures.measure.replication import Sealed, lean, uncountable
from minga.foundation.audit.actions import record
from minga.foundation.core.errors import MendableError
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.keys.locks import Lock
from minga.foundation.keys.parcels import seal_to
from minga.foundation.keys.sealing import fresh_key

FORMAT = 1
LONGEST_REASON = 300
FIGURES = pa.schema(
    [
        ("indicator", pa.string()), ("version", pa.int64()), ("period_start", pa.date32()),
        ("period_end", pa.date32()), ("axis", pa.string()), ("cell", pa.string()),
        ("suppressed", pa.bool_()), ("value", pa.decimal128(20, 6)),
        ("participations", pa.int64()), ("registrations", pa.int64()),
        ("tally_low", pa.int64()), ("tally_high", pa.int64()),
        ("numerator", pa.decimal128(20, 6)), ("denominator", pa.decimal128(20, 6)),
        ("low", pa.decimal128(20, 6)), ("high", pa.decimal128(20, 6)),
    ]
)  # fmt: skip
README = """\
{mark}A snapshot of a Minga programme, without names, for whoever was authorised to count it again.

manifest.json     which snapshot this is, the hash of every file, what was left out or erased
definitions.json  the programme and its indicators, in the versions that were counted
figures.parquet   what was released of this snapshot; a hidden cell has no value
*.parquet         the rows

The ids were made for this export and lead nowhere else. The rows speak of people all the same:
keep them encrypted, show them to nobody, destroy them when the audit is done.
How to count again: docs/recount.md of Minga.
"""


class ExportError(MendableError):
    """An export that cannot be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is handed out: which snapshot, sealed steps too or not, to whom and why."""

    snapshot: Snapshot
    sealed: bool
    to: str
    reason: str

    def __post_init__(self) -> None:
        if len(self.words) > LONGEST_REASON:
            raise ExportError(f"say for whom and why in {LONGEST_REASON} letters at most.")

    @property
    def words(self) -> str:
        """What the log says."""
        return f"for {self.to}: {self.reason}"


@dataclass(slots=True)
class Handed:
    """What was handed out: the rows, and the hash of the file, if it is one."""

    rows: int = 0
    sealed_steps: int = 0
    sha256: str = ""
    left_out: list[str] = field(default_factory=list)
    """The indicators that cannot be counted again from it."""


def hand_out(
    export: Export, target: Path, *, lock: Lock | None, lock_name: str, at: datetime, by: Principal
) -> Handed:
    """Write the export to a new file under a lock, or without one to a new folder, and log it.

    Whoever was erased since is taken out of the snapshot first. Nothing is at `target` before
    all of it is, and the log says so. Raises ExportError.
    """
    if target.exists() or target.is_symlink():
        raise ExportError(f"{target} exists already: name a new one.")
    erase_from_snapshots(erased_at=at, by=by)
    if faults := snapshots.verify(export.snapshot):
        raise ExportError(
            f"snapshot {export.snapshot.id} is not as it was frozen, and is not handed out: "
            + "; ".join(faults)
        )
    half, handed = target.with_name(f"{target.name}.half"), Handed()
    with _whole_or_nothing(target, half):
        if lock is None:
            _write_folder(export, half, handed)
        else:
            _write_sealed(export, half, handed, lock)
        _log(export, handed, lock_name, by)
        half.rename(target)
    return handed


@contextmanager
def _whole_or_nothing(target: Path, half: Path) -> Iterator[None]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(half)
        yield
    except OSError as error:
        _remove(half)
        raise ExportError(
            f"{target} could not be written ({error.strerror or error}); nothing was left there."
        ) from error
    except BaseException:
        _remove(half)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
        path.unlink()


def _write_folder(export: Export, folder: Path, handed: Handed) -> None:
    folder.mkdir(mode=0o700)
    for name, content in _contents(export, handed):
        (folder / name).write_bytes(content)


def _write_sealed(export: Export, file: Path, handed: Handed, lock: Lock) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        with (
            seal_to(out, lock) as sealer,
            tarfile.open(fileobj=cast(BinaryIO, sealer), mode="w|") as archive,
        ):
            for name, content in _contents(export, handed):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        out.flush()
        os.fsync(out.fileno())
    handed.sha256 = manifests.hash_file(file)


def _contents(export: Export, handed: Handed) -> Iterator[tuple[str, bytes]]:
    """The files, each with its name; the manifest, which describes the others, comes last."""
    manifest = manifests.latest(snapshots.folder(export.snapshot))
    definitions = defined.of_snapshot(export.snapshot)
    indicators = definitions.indicators
    sealed = Sealed(_sealed_pathways(), told=export.sealed)
    tables = lean(snapshots.read(export.snapshot), indicators, sealed)
    handed.sealed_steps = sum(sealed.rows(tables["steps"]))
    handed.left_out = uncountable(indicators, sealed)
    tables = under_pseudonyms(tables, key=fresh_key()) | {"figures": _figures(export.snapshot)}
    described: dict[str, dict[str, int | str]] = {}
    for name, table in sorted(tables.items()):
        content = _parquet(table)
        handed.rows += table.num_rows
        described[f"{name}.parquet"] = {"rows": table.num_rows} | _hash(content)
        yield f"{name}.parquet", content
    for name, text in (
        ("definitions.json", json.dumps(definitions.written, ensure_ascii=False, indent=1)),
        ("README.txt", README.format(mark="SYNTHETIC. " if manifest.synthetic else "")),
    ):
        described[name] = _hash(text.encode())
        yield name, text.encode()
    told = _manifest(export, manifest, described, handed)
    yield "manifest.json", (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _manifest(
    export: Export,
    manifest: manifests.Manifest,
    files: Mapping[str, Mapping[str, int | str]],
    handed: Handed,
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "snapshot": manifest.snapshot,
        "revision": manifest.revision,
        "manifest_sha256": manifests.hash_of(manifest.text()),
        "taken_at": manifest.taken_at,
        "as_of": manifest.as_of,
        "synthetic": manifest.synthetic,
        "erased_rows": manifest.erased_rows,
        "sealed_steps": handed.sealed_steps if export.sealed else "left out",
        "cannot_be_counted_again": handed.left_out,
        "files": files,
    }


def _parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _hash(content: bytes) -> dict[str, int | str]:
    return {"sha256": hashlib.sha256(content).hexdigest()}


def _sealed_pathways() -> set[str]:
    """The pathways of which any version was sealed."""
    pathways = LoadedDefinition.objects.filter(kind="pathway")
    return {each.code for each in pathways if each.content.get("confidentiality") == "sealed"}


def _figures(snapshot: Snapshot) -> pa.Table:
    rows = [
        {
            "indicator": row.indicator,
            "version": row.definition_version,
            "axis": row.axes[0][0] if row.axes else "",
            "cell": row.axes[0][1] if row.axes else "",
        }
        | {name: getattr(row, name) for name in FIGURES.names if hasattr(row, name)}
        for row in ReleasedFigure.objects.filter(snapshot=snapshot).order_by("pk")
    ]
    return pa.Table.from_pylist(rows, schema=FIGURES)


def _log(export: Export, handed: Handed, lock_name: str, by: Principal) -> None:
    record(
        action="measure.exported",
        kind="snapshot",
        object_id=export.snapshot.id,
        by=by,
        reason=export.words,
        detail={
            "lock": lock_name,
            "sha256": handed.sha256,
            "rows": handed.rows,
            "sealed_steps": handed.sealed_steps,
        },
    )
