"""Snapshots: the facts at a date as Parquet files, with a manifest of their hashes."""

import shutil
import uuid
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from minga.figures.measure import manifests
from minga.figures.measure.extracts import SCHEMAS, Tables, reading
from minga.figures.measure.models import Snapshot
from minga.foundation.audit.actions import record
from minga.foundation.core.errors import MendableError
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.models import LoadedDefinition

LATEST = "latest"


class UnknownSnapshotError(MendableError):
    """There is no such snapshot."""


def folder(snapshot: Snapshot) -> Path:
    """Where a snapshot's files are."""
    return Path(settings.MINGA_HOME) / "snapshots" / str(snapshot.id)


def take(*, as_of: datetime, taken_at: datetime, by: Principal) -> tuple[Snapshot, Tables]:
    """Freeze the facts recorded up to `as_of`; the files stand whole before the row does.

    The tables returned are those that were frozen, read back from the files.
    """
    snapshot = Snapshot(id=uuid.uuid4(), taken_at=taken_at, as_of=as_of, by=str(by))
    target = folder(snapshot)
    half = target.with_suffix(".half")
    half.mkdir(parents=True)
    try:
        with reading(as_of=as_of) as source:
            for name, schema in SCHEMAS.items():
                with pq.ParquetWriter(half / f"{name}.parquet", schema, compression="zstd") as out:
                    for batch in source.batches(name):
                        out.write_batch(batch)
        manifest = manifests.Manifest(
            snapshot=str(snapshot.id),
            taken_at=taken_at.isoformat(),
            as_of=as_of.isoformat(),
            synthetic=settings.DEMONSTRATION,
            definitions=_definitions(),
            files=manifests.describe(half),
        )
        snapshot.manifest_hash = manifests.keep(manifest, half)
        half.rename(target)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    with transaction.atomic():
        snapshot.save(force_insert=True)
        record(action="measure.snapshot", kind="snapshot", object_id=snapshot.id, by=by)
    return snapshot, read(snapshot)


def _definitions() -> dict[str, dict[str, dict[str, int | str]]]:
    """Version and hash of every definition that holds, by kind and code."""
    found: dict[str, dict[str, dict[str, int | str]]] = {}
    for row in LoadedDefinition.objects.filter(current=True).order_by("kind", "code"):
        by_code = found.setdefault(row.kind, {})
        by_code[row.code] = {"version": row.version, "sha256": row.content_hash}
    return found


def read(snapshot: Snapshot) -> Tables:
    """The tables of a snapshot again."""
    return {
        name: pq.read_table(folder(snapshot) / f"{name}.parquet", memory_map=True)
        for name in SCHEMAS
    }


def find(code: str) -> Snapshot:
    """A snapshot by the beginning of its id, or the `latest`.

    Raises UnknownSnapshotError where there is none, or where several begin so.
    """
    newest_first = list(Snapshot.objects.order_by("-taken_at"))
    if not newest_first:
        raise UnknownSnapshotError("there is no snapshot yet: take one with `minga snapshot`.")
    if code == LATEST:
        return newest_first[0]
    found = [each for each in newest_first if str(each.id).startswith(code)]
    if len(found) != 1:
        known = ", ".join(str(each.id)[:8] for each in newest_first[:5])
        verb = "none begins" if not found else f"{len(found)} begin"
        raise UnknownSnapshotError(f"of the snapshots {verb} with {code}; the newest are {known}.")
    return found[0]


def verify(snapshot: Snapshot) -> list[str]:
    """What is not as it was frozen, in plain words; nothing where all is."""
    later = snapshot.revisions.order_by("revision").values_list("manifest_hash", flat=True)
    return list(manifests.faults(folder(snapshot), [snapshot.manifest_hash, *later]))
