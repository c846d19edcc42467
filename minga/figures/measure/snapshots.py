"""Snapshots: the facts at a date as Parquet files, with a manifest of their hashes."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from minga.figures.measure.extracts import Tables, extract
from minga.figures.measure.models import Snapshot
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal


def folder(snapshot: Snapshot) -> Path:
    """Where a snapshot's files are."""
    return Path(settings.MINGA_HOME) / "snapshots" / str(snapshot.id)


def take(*, as_of: datetime, taken_at: datetime, by: Principal) -> tuple[Snapshot, Tables]:
    """Freeze the facts recorded up to `as_of`; the files stand whole before the row does."""
    tables = extract(as_of=as_of)
    snapshot = Snapshot(id=uuid.uuid4(), taken_at=taken_at, as_of=as_of, by=str(by))
    target = folder(snapshot)
    target.mkdir(parents=True)
    snapshot.manifest_hash = write(tables, target, about={"snapshot": str(snapshot.id)})
    with transaction.atomic():
        snapshot.save(force_insert=True)
        record(action="measure.snapshot", kind="snapshot", object_id=snapshot.id, by=by)
    return snapshot, tables


def write(tables: Tables, target: Path, *, about: Mapping[str, str]) -> str:
    """Write each table and the manifest; the SHA-256 of the manifest."""
    hashes = {}
    for name, table in sorted(tables.items()):
        file = target / f"{name}.parquet"
        pq.write_table(table, file, compression="zstd")
        hashes[file.name] = {
            "rows": table.num_rows,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
    manifest = json.dumps({**about, "files": hashes, "erased_rows": 0}, indent=2, sort_keys=True)
    (target / "manifest.json").write_text(manifest)
    return hashlib.sha256(manifest.encode()).hexdigest()


def read(snapshot: Snapshot) -> Tables:
    """The tables of a snapshot again."""
    return {file.stem: pq.read_table(file) for file in sorted(folder(snapshot).glob("*.parquet"))}
