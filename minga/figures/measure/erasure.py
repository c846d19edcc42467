"""Erasing reaches kept snapshots: rows of whoever was erased become an anonymous remainder.

What was done stays countable (the steps stay); sex, birth, groups, statuses, households and the
person go, so that whoever was erased leaves every count of people made from then on. Released
counts stay, and the manifest says by how many registrations a recount may fall below them. A crash
at any moment leaves a snapshot whole, before or after; the next run finishes what was begun.
"""

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction

from minga.figures.measure import manifests, snapshots
from minga.figures.measure.extracts import without
from minga.figures.measure.models import Snapshot, SnapshotRevision
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.models import Registration


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing did: in how many snapshots, how many rows."""

    snapshots: int = 0
    rows: int = 0


def erase_from_snapshots(*, erased_at: datetime, by: Principal) -> Erased:
    """Take whoever was erased from the register out of every snapshot that still holds them."""
    gone = {
        str(each)
        for each in Registration.objects.filter(erased_at__isnull=False).values_list(
            "pk", flat=True
        )
    }
    done = [
        rows
        for snapshot in Snapshot.objects.order_by("taken_at")
        if (rows := _erase_from(snapshot, gone, erased_at=erased_at, by=by))
    ]
    return Erased(len(done), sum(done))


def _erase_from(
    snapshot: Snapshot, gone: Collection[str], *, erased_at: datetime, by: Principal
) -> int:
    folder = snapshots.folder(snapshot)
    _finish_exchange(folder)
    _record_unrecorded(snapshot, by=by)
    held = pq.read_table(folder / "registrations.parquet", columns=["id", "erased"])
    here = [
        code
        for code, erased in zip(held["id"].to_pylist(), held["erased"].to_pylist(), strict=True)
        if code in gone and not erased
    ]
    if not here:
        return 0
    target = folder.with_suffix(".new")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    rows = _anonymise(target, here)
    manifest = manifests.latest(folder).next(
        manifests.describe(target),
        manifests.Erasure(at=erased_at.isoformat(), registrations=len(here), rows=rows),
    )
    manifests.keep(manifest, target)
    with transaction.atomic():
        _record(snapshot, manifest, by=by)
        _exchange(folder)
    return rows


def _anonymise(folder: Path, gone: Collection[str]) -> int:
    """Rewrite the files of a folder that hold anything about those registrations; rows changed."""
    wanted = pa.array(sorted(gone), pa.string())
    changed = 0
    for name, column, rewrite in (
        ("registrations", "id", _without_facts),
        ("facts", "registration", _without_rows),
        ("household_members", "registration", _without_rows),
        ("persons", "registration", _without_person),
    ):
        file = folder / f"{name}.parquet"
        table = pq.read_table(file)
        mask = pc.is_in(table[column], value_set=wanted)
        changed += pc.sum(mask).as_py() or 0
        pq.write_table(rewrite(table, mask), file, compression="zstd")
    return changed


def _without_facts(table: pa.Table, mask: pa.Array) -> pa.Table:
    emptied = {"sex": None, "birth_on": None, "birth_precision": "unknown", "erased": True}
    columns = {
        field.name: pc.if_else(mask, pa.scalar(emptied[field.name], field.type), table[field.name])
        if field.name in emptied
        else table[field.name]
        for field in table.schema
    }
    return pa.table(columns, schema=table.schema)


def _without_rows(table: pa.Table, mask: pa.Array) -> pa.Table:
    return table.filter(pc.invert(mask))


def _without_person(table: pa.Table, mask: pa.Array) -> pa.Table:
    known = dict(zip(table["registration"].to_pylist(), table["person"].to_pylist(), strict=True))
    left = without(known, table.filter(mask)["registration"].to_pylist())
    stays = _without_rows(table, mask)
    person = pa.array([left[each] for each in stays["registration"].to_pylist()], pa.string())
    return stays.set_column(stays.schema.get_field_index("person"), "person", person)


def _exchange(folder: Path) -> None:
    """Put the new folder in the place of the old one, and the old one away."""
    folder.rename(folder.with_suffix(".old"))
    folder.with_suffix(".new").rename(folder)
    shutil.rmtree(folder.with_suffix(".old"))


def _finish_exchange(folder: Path) -> None:
    """Finish what a crash left half done: without the folder, the new one was whole already."""
    if not folder.exists():
        folder.with_suffix(".new").rename(folder)
    for left in (folder.with_suffix(".new"), folder.with_suffix(".old")):
        shutil.rmtree(left, ignore_errors=True)


def _record_unrecorded(snapshot: Snapshot, *, by: Principal) -> None:
    """Record a revision that stands in the folder but, after a crash, not in the database."""
    manifest = manifests.latest(snapshots.folder(snapshot))
    if manifest.revision > 1 + snapshot.revisions.count():
        with transaction.atomic():
            _record(snapshot, manifest, by=by)


def _record(snapshot: Snapshot, manifest: manifests.Manifest, *, by: Principal) -> None:
    erasure = manifest.erasures[-1]
    SnapshotRevision.objects.create(
        snapshot=snapshot,
        revision=manifest.revision,
        manifest_hash=manifests.hash_of(manifest.text()),
        made_at=datetime.fromisoformat(erasure.at),
        erased_registrations=erasure.registrations,
        erased_rows=erasure.rows,
        by=str(by),
    )
    record(
        action="measure.erased",
        kind="snapshot",
        object_id=snapshot.id,
        by=by,
        detail={
            "revision": manifest.revision,
            "registrations": erasure.registrations,
            "rows": erasure.rows,
        },
    )
