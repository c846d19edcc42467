"""Snapshots stay as they were frozen, and say so where they do not."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

from minga.figures.measure import actions, erasure, manifests, snapshots
from minga.figures.measure.erasure import erase_from_snapshots
from minga.figures.measure.models import Snapshot
from minga.figures.measure.tests.sample import ALWAYS, BY, at, attended, load_programme, somebody
from minga.foundation.audit.models import AuditEvent
from minga.register.people.actions import erase
from minga.register.people.judgements import judge


@pytest.fixture
def rosa(committed_db):
    """Rosa, who is Rosa Elena too, and Juana, all trained; in a programme."""
    load_programme()
    rosa = somebody("Rosa", groups=("awa",), household="casa")
    other, juana = somebody("Rosa Elena"), somebody("Juana", groups=("afro",))
    judge(left=min(rosa, other), right=max(rosa, other), verdict="same", reason="x", by=BY)
    for each in (rosa, other, juana):
        attended(each)
    return rosa


def take():
    return snapshots.take(as_of=ALWAYS, taken_at=at(0), by=BY)[0]


def test_a_manifest_says_what_was_frozen(rosa):
    taken = take()
    manifest = manifests.latest(snapshots.folder(taken))
    assert manifest.snapshot == str(taken.id)
    assert manifest.moment == ALWAYS
    assert manifest.files["registrations.parquet"]["rows"] == 3
    assert manifest.definitions["indicator"]["trained"]["version"] == 1
    assert set(manifest.definitions) >= {"programme", "pathway", "form", "vocabulary"}
    assert (manifest.revision, manifest.previous, manifest.erased_rows) == (1, None, 0)
    assert snapshots.verify(taken) == []


def test_counting_a_snapshot_gives_what_counting_live_gave(rosa):
    taken = take()
    live = actions.measure(snapshots.read(taken), as_of=ALWAYS).rows
    attended(somebody("Late"))
    assert actions.measure(snapshots.read(taken), as_of=ALWAYS).rows == live


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "steps.parquet").unlink(), "steps.parquet is missing"),
        (lambda folder: shutil.copy(folder / "facts.parquet", folder / "places.parquet"), "hash"),
        (lambda folder: (folder / "more.parquet").write_bytes(b""), "does not belong"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), "was changed"),
        (lambda folder: (folder / "manifest.json").unlink(), "is missing"),
        (lambda folder: (folder / "manifest.1.json").unlink(), "is missing"),
        (lambda folder: (folder / "manifest.1.json").write_text("{}"), "not the one recorded"),
    ],
)
def test_whatever_is_changed_in_a_snapshot_is_found(rosa, change, said):
    taken = take()
    change(snapshots.folder(taken))
    (fault,) = snapshots.verify(taken)
    assert said in fault


def test_erasing_leaves_an_anonymous_remainder_in_every_snapshot(rosa):
    first, second = take(), take()
    erase(rosa, erased_at=at(1), by=BY, reason="asked")
    done = erase_from_snapshots(erased_at=at(1), by=BY)
    assert (done.snapshots, done.rows) == (2, 2 * 4)  # registration, fact, household, person
    for taken in (first, second):
        tables = {name: table.to_pylist() for name, table in snapshots.read(taken).items()}
        (row,) = (r for r in tables["registrations"] if r["id"] == str(rosa))
        assert (row["sex"], row["birth_on"], row["erased"]) == (None, None, True)
        assert [r["value"] for r in tables["facts"]] == ["afro"]
        assert tables["household_members"] == []
        assert str(rosa) not in {r["registration"] for r in tables["persons"]}
        assert len({r["person"] for r in tables["persons"]}) == 2
        assert len(tables["steps"]) == 3
        assert snapshots.verify(taken) == []


def test_the_manifests_of_an_erased_snapshot_follow_one_another(rosa):
    taken = take()
    before = manifests.latest(snapshots.folder(taken))
    erase(rosa, erased_at=at(1), by=BY, reason="asked")
    erase_from_snapshots(erased_at=at(2), by=BY)
    manifest = manifests.latest(snapshots.folder(taken))
    assert manifest.revision == 2
    assert manifest.previous == Snapshot.objects.get().manifest_hash == taken.manifest_hash
    assert manifests.hash_of(before.text()) == taken.manifest_hash
    assert manifest.erasures == (manifests.Erasure(at=at(2).isoformat(), registrations=1, rows=4),)
    assert json.loads(manifest.text())["erased_rows"] == 4
    event = AuditEvent.objects.get(action="measure.erased")
    assert event.detail == {"revision": 2, "registrations": 1, "rows": 4}


def test_erasing_again_changes_nothing(rosa):
    taken = take()
    erase(rosa, erased_at=at(1), by=BY, reason="asked")
    erase_from_snapshots(erased_at=at(1), by=BY)
    manifest = manifests.latest(snapshots.folder(taken))
    assert erase_from_snapshots(erased_at=at(2), by=BY) == erasure.Erased(0, 0)
    assert manifests.latest(snapshots.folder(taken)) == manifest
    later = take()  # after the erasure: there is nothing left to erase
    assert erase_from_snapshots(erased_at=at(3), by=BY) == erasure.Erased(0, 0)
    assert manifests.latest(snapshots.folder(later)).revision == 1


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_whatever_moment_erasing_dies_at_the_next_run_finishes(rosa, monkeypatch, renames):
    folder = snapshots.folder(taken := take())
    erase(rosa, erased_at=at(1), by=BY, reason="asked")

    def die(folder):
        """Exchange the folders up to a point."""
        if renames > 0:
            folder.rename(folder.with_suffix(".old"))
        if renames > 1:
            folder.with_suffix(".new").rename(folder)
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(erasure, "_exchange", die)
        with pytest.raises(OSError, match="no space left"):
            erase_from_snapshots(erased_at=at(1), by=BY)
    erase_from_snapshots(erased_at=at(2), by=BY)
    assert snapshots.verify(taken) == []
    held = pq.read_table(folder / "registrations.parquet").to_pylist()
    assert [row["sex"] for row in held if row["erased"]] == [None]
    assert list(folder.parent.glob(f"{folder.name}*")) == [folder]


def test_nothing_is_left_of_a_snapshot_that_could_not_be_taken(rosa, monkeypatch):
    def die(*_args, **_kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(manifests, "keep", die)
    before = set(snapshots.folder(Snapshot(id=rosa)).parent.glob("*"))
    with pytest.raises(OSError, match="no space"):
        take()
    assert Snapshot.objects.count() == 0
    assert set(snapshots.folder(Snapshot(id=rosa)).parent.glob("*")) == before


def test_a_snapshot_is_found_by_the_beginning_of_its_id(rosa):
    with pytest.raises(snapshots.UnknownSnapshotError, match="no snapshot yet"):
        snapshots.find("latest")
    taken = take()
    assert snapshots.find("latest") == snapshots.find(str(taken.id)[:8]) == taken
    with pytest.raises(snapshots.UnknownSnapshotError, match="none begins with zz; the newest"):
        snapshots.find("zz")
