"""What an auditor is handed: countable to the digit, without names, and joined to nothing else."""

import errno
import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from minga.cli import export as cli
from minga.figures.measure import actions, exports, snapshots
from minga.figures.measure.extracts import SCHEMAS
from minga.figures.measure.pseudonyms import COLUMNS
from minga.figures.measure.tests.sample import (
    ALWAYS,
    BY,
    at,
    attended,
    happened,
    load_programme,
    somebody,
    takes_part,
)
from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys import locks
from minga.foundation.keys.recipients import new_private, public_of
from minga.register.people.actions import erase
from minga.register.people.judgements import judge

PUBLIC_CODES = {"B10201", "aguaviva"}


@pytest.fixture
def programme(committed_db):
    """Rosa, twice registered, and Juana learned; Elena's quarrel is settled."""
    load_programme()
    rosa, again = somebody("Rosa", groups=("awa",), household="casa"), somebody("Rosa Elena")
    juana, elena = somebody("Juana", groups=("afro",)), somebody("Elena")
    judge(left=min(rosa, again), right=max(rosa, again), verdict="same", reason="x", by=BY)
    for each in (rosa, again, juana):
        attended(each)
    settled = happened("quarrel", "settled", place_id="B10201").case
    takes_part(settled, "neighbour", elena)
    takes_part(settled, "neighbour", juana)
    return {"rosa": rosa, "elena": elena, "taken": take()}


def take():
    taken, tables = snapshots.take(as_of=ALWAYS, taken_at=at(0), by=BY)
    actions.release(actions.measure(tables, as_of=ALWAYS), snapshot=taken, by=BY)
    return taken


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("minga.config.setup.start", lambda: None)
    monkeypatch.setattr(locks, "WORK", 4)

    def run(*words, command=cli.export, **said):
        return CliRunner().invoke(command, [str(word) for word in words], **said)

    return run


def opened(folder):
    return {name: pq.read_table(folder / f"{name}.parquet") for name in SCHEMAS}


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def words_of(done):
    """What a command said, its own errors and those of the house."""
    return done.output + (str(done.exception) if done.exception else "")


def test_a_demonstration_is_exported_as_a_folder_that_counts_the_same(programme, run, tmp_path):
    assert "is in" in run("snapshot", tmp_path / "out", "--with-sealed").output
    told = actions.measure(opened(tmp_path / "out"), as_of=ALWAYS).rows
    assert told == actions.measure(snapshots.read(programme["taken"]), as_of=ALWAYS).rows
    figures = {
        row["indicator"]: row for row in pq.read_table(tmp_path / "out/figures.parquet").to_pylist()
    }
    assert (figures["neighbours"]["suppressed"], figures["neighbours"]["value"]) == (True, None)
    assert (tmp_path / "out" / "README.txt").read_text().startswith("SYNTHETIC.")
    definitions = json.loads((tmp_path / "out" / "definitions.json").read_text())
    assert definitions["indicators"]["trained"]["version"] == 1
    assert definitions["programme"]["thresholds"]


def test_no_id_leads_back_to_the_database_or_to_another_export(programme, run, tmp_path):
    for name in ("one", "two"):
        run("snapshot", tmp_path / name, "--with-sealed")
    kept = {name: ids(table) for name, table in snapshots.read(programme["taken"]).items()}
    one, two = ({n: ids(t) for n, t in opened(tmp_path / name).items()} for name in ("one", "two"))
    for name in COLUMNS:
        for other in (kept[name], two[name]):
            assert not one[name] & other - PUBLIC_CODES, name
            assert len(one[name]) == len(kept[name]), name


def ids(table):
    wanted = {"id", "supersedes", "case", "subject", "registration", "person", "household"}
    found = {v for c in wanted & {*table.column_names} for v in table[c].to_pylist()}
    return found - {None}


def test_sealed_steps_go_only_when_asked_and_as_coded_facts(programme, run, tmp_path):
    done = run("snapshot", tmp_path / "without")
    assert "1 indicators cannot be counted again" in done.output
    without = opened(tmp_path / "without")
    assert set(without["steps"]["kind"].to_pylist()) == {"workshop.attended"}
    assert without["participants"].num_rows == 0
    assert without["registrations"].num_rows == 3, "Elena was there for the quarrel alone"
    told = manifest(tmp_path / "without")
    assert (told["sealed_steps"], told["cannot_be_counted_again"]) == ("left out", ["neighbours"])
    run("snapshot", tmp_path / "with", "--with-sealed")
    steps = opened(tmp_path / "with")["steps"].to_pylist()
    (settled,) = (step for step in steps if step["kind"] == "quarrel.settled")
    assert settled["place"] == "B102", "the canton, not the community"
    assert settled["answers"] == "{}"
    assert manifest(tmp_path / "with")["sealed_steps"] == 1


def test_what_was_recorded_when_is_told_by_the_day(programme, run, tmp_path):
    run("snapshot", tmp_path / "out")
    moments = opened(tmp_path / "out")["steps"]["recorded_at"].to_pylist()
    assert {(m.hour, m.minute, m.second) for m in moments} == {(0, 0, 0)}


def test_whoever_was_erased_does_not_go_out(programme, run, tmp_path):
    erase(programme["rosa"], erased_at=at(1), by=BY, reason="asked")
    run("snapshot", tmp_path / "out")
    told = opened(tmp_path / "out")
    (row,) = (row for row in told["registrations"].to_pylist() if row["erased"])
    assert (row["sex"], row["birth_on"]) == (None, None)
    assert [fact["value"] for fact in told["facts"].to_pylist()] == ["afro"]
    assert manifest(tmp_path / "out")["erased_rows"] > 0


def test_the_auditor_opens_the_file_without_a_database(programme, run, tmp_path):
    key = tmp_path / "key"
    public = run("key", key).output.split()[0]
    file = tmp_path / "parcel.age"
    done = run(
        "snapshot", file, "--recipient", public, "--for", "Court of Audit", "--reason", "2016"
    )
    assert AuditEvent.objects.filter(action="measure.exported").count() == 1
    event = AuditEvent.objects.get(action="measure.exported")
    assert event.reason == "for Court of Audit: 2016"
    assert event.object_id == str(programme["taken"].id)
    assert event.detail["lock"] == public
    assert event.detail["sha256"] in done.output
    assert b"workshop" not in file.read_bytes()
    said = run(file, "--out", tmp_path / "out", "--key", key, command=cli.open_export)
    assert "each as its hash says" in said.output
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"steps.parquet", "README.txt"}


def test_a_passphrase_serves_where_there_is_no_key(programme, run, tmp_path):
    long = "five random words of hers\n"
    short = run("snapshot", tmp_path / "a", "--passphrase", input="short\nshort\n")
    assert "16 letters or more" in short.output
    run("snapshot", tmp_path / "a", "--passphrase", input=long * 2)
    wrong = run(tmp_path / "a", "--out", tmp_path / "b", command=cli.open_export, input="no\n")
    assert "not that of this file" in words_of(wrong)
    assert not (tmp_path / "b").exists()
    right = run(tmp_path / "a", "--out", tmp_path / "b", command=cli.open_export, input=long)
    assert right.exit_code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "go out encrypted only"),
        (("--recipient", public_of(new_private())), "say whom it is for"),
        (("--recipient", "age1nonsense", "--for", "x", "--reason", "y"), "this is no key"),
        (("--recipient", "age1x", "--passphrase", "--for", "x", "--reason", "y"), "not both"),
        (
            ("--snapshot", "zz", "--passphrase", "--for", "x", "--reason", "y"),
            "none begins with zz",
        ),
    ],
)
def test_real_people_go_out_encrypted_to_somebody_for_a_reason(
    programme, run, tmp_path, settings, options, said
):
    settings.DEMONSTRATION = False
    done = run("snapshot", tmp_path / "out", *options)
    assert said in words_of(done)
    assert list(tmp_path.iterdir()) == []
    assert not AuditEvent.objects.filter(action="measure.exported").exists()


def test_what_is_there_already_is_not_written_over(programme, run, tmp_path):
    (tmp_path / "out").write_text("mine")
    assert "exists already" in words_of(run("snapshot", tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "mine"
    assert "cannot be made (File exists)" in run("key", tmp_path / "out").output
    said = run(tmp_path, "--out", tmp_path / "out", command=cli.open_export, input="x\n")
    assert "exists already" in words_of(said)


def test_a_snapshot_that_was_changed_is_not_handed_out(programme, run, tmp_path):
    (snapshots.folder(programme["taken"]) / "facts.parquet").write_bytes(b"")
    said = words_of(run("snapshot", tmp_path / "out"))
    assert "is not as it was frozen" in said
    assert "facts.parquet was changed" in said


@pytest.mark.parametrize("options", [(), ("--recipient", public_of(new_private()))])
def test_a_full_disk_leaves_nothing(programme, run, tmp_path, monkeypatch, options):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exports, "_figures", full)
    said = words_of(run("snapshot", tmp_path / "out", *options))
    assert "could not be written (No space left on device); nothing was left" in said
    assert list(tmp_path.iterdir()) == []
    assert not AuditEvent.objects.filter(action="measure.exported").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content[:-100] + b"x" + content[-99:],
        lambda content: b"",
    ],
)
def test_a_file_that_was_cut_or_changed_is_not_opened(programme, run, tmp_path, change):
    run("key", tmp_path / "key")
    public = (tmp_path / "key").read_text().splitlines()[0].removeprefix("# public key: ")
    run("snapshot", tmp_path / "a", "--recipient", public)
    (tmp_path / "a").write_bytes(change((tmp_path / "a").read_bytes()))
    words = (tmp_path / "a", "--out", tmp_path / "b", "--key", tmp_path / "key")
    assert "ask for it again" in words_of(done := run(*words, command=cli.open_export)) or (
        "no file that Minga exported" in words_of(done)
    )
    assert {path.name for path in tmp_path.iterdir()} == {"a", "key"}
