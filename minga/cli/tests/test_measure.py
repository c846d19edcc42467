"""`minga count` and `minga snapshot`: what the operator reads, and what the log says of it."""

import json

import pytest
from click.testing import CliRunner

from minga.cli import measure as cli
from minga.figures.measure import actions, defined, snapshots
from minga.figures.measure.tests.sample import (
    ALWAYS,
    BY,
    at,
    attended,
    load_programme,
    somebody,
)
from minga.foundation.audit.models import AuditEvent
from minga.foundation.definitions.models import LoadedDefinition
from minga.register.people.judgements import judge


@pytest.fixture
def run(committed_db, monkeypatch):
    monkeypatch.setattr("minga.config.setup.start", lambda: None)

    def run(*words, command=cli.count):
        done = CliRunner().invoke(command, words)
        return done.output + (str(done.exception) if done.exception else "")

    return run


@pytest.fixture
def trained(run):
    """Rosa, registered twice, and Juana came to a workshop."""
    load_programme()
    rosa, again, juana = somebody("Rosa"), somebody("Rosa Elena"), somebody("Juana")
    judge(left=min(rosa, again), right=max(rosa, again), verdict="same", reason="x", by=BY)
    for each in (rosa, again, juana):
        attended(each)


def take():
    return snapshots.take(as_of=ALWAYS, taken_at=at(0), by=BY)[0]


def test_people_read_a_table_with_title_and_unit(trained, run):
    words = run("trained", "--by", "sex")
    assert words.startswith("Internal figures, small numbers included")
    head, total, women = [line for line in words.splitlines() if line][-3:]
    assert total.split() == ["trained", "2", "people", "3", "3", "People", "trained"]
    assert women.split() == ["trained", "sex=f", "2", "people", "3", "3"]
    assert head.index("value") + len("value") == total.index("2") + 1 == women.index("2") + 1


def test_a_machine_reads_rows_that_name_their_snapshot(trained, run):
    taken = take()
    attended(somebody("Late"))
    row = json.loads(run("trained", "--snapshot", str(taken.id)[:8], "--json"))[0]
    assert (row["value"], row["snapshot"]) == ("2", str(taken.id))
    assert (row["definition_version"], row["participations"]) == (1, 3)
    live = json.loads(run("trained", "--json"))[0]
    assert (live["value"], live["snapshot"]) == ("3", None)


def test_a_snapshot_is_counted_by_the_definitions_that_it_names(trained, run):
    take()
    row = LoadedDefinition.objects.get(kind="indicator", code="trained")
    LoadedDefinition.objects.filter(pk=row.pk).update(current=False)
    row.pk, row.version, row.content = None, 2, row.content | {"who": {"sex": ["m"]}}
    row.save(force_insert=True)
    assert json.loads(run("trained", "--json"))[0]["value"] == "0"
    then = json.loads(run("trained", "--snapshot", "latest", "--json"))[0]
    assert (then["value"], then["definition_version"]) == ("2", 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("traned",), "there is no indicator traned; did you mean trained"),
        (("zzzzz",), "there is no indicator zzzzz: `minga count` without one counts all."),
        (("trained", "--by", "sexo"), "broken down by sexo; did you mean sex?"),
        (("hours", "--by", "sex"), "none of these indicators is broken down by sex"),
        (("--snapshot", "latest"), "there is no snapshot yet"),
        (("--snapshot", "latest", "--as-of", "2020-01-01"), "either --snapshot or --as-of"),
    ],
)
def test_what_is_not_there_is_told_with_what_comes_near(trained, run, words, said):
    assert said in run(*words)
    assert not AuditEvent.objects.filter(action="measure.counted").exists()


def test_before_a_pack_is_loaded_it_says_so(run):
    assert "load one with `minga load`" in run("trained")


def test_reading_internal_figures_is_logged(trained, run):
    taken = take()
    run("trained", "--by", "sex", "--snapshot", "latest")
    run()
    one, other = AuditEvent.objects.filter(action="measure.counted").order_by("pk")
    assert (one.object_kind, one.object_id) == ("snapshot", str(taken.id))
    assert (one.detail["indicators"], one.detail["axes"]) == (["trained"], ["sex"])
    assert (other.object_kind, other.object_id, other.detail["indicators"]) == (
        "register",
        "live",
        [],
    )


def test_the_definitions_of_a_snapshot_count_as_those_that_hold(trained):
    taken = take()
    tables = snapshots.read(taken)
    then = actions.measure(tables, as_of=ALWAYS, definitions=defined.of_snapshot(taken))
    assert then == actions.measure(tables, as_of=ALWAYS)


def test_snapshots_are_taken_listed_and_verified(trained, run):
    said = run(command=cli.snapshot)
    taken = said.split()[0]
    assert taken in run("list", command=cli.snapshot)
    assert f"{taken} is as it was frozen." in run("verify", command=cli.snapshot)


def test_a_changed_snapshot_is_found_with_the_place(trained, run):
    taken, whole = take(), take()
    (snapshots.folder(taken) / "facts.parquet").write_bytes(b"")
    done = CliRunner().invoke(cli.snapshot, ["verify"])
    assert done.exit_code == 1
    assert f"{snapshots.folder(taken)}: facts.parquet was changed" in done.output
    assert f"{whole.id} is as it was frozen." in done.output
    assert CliRunner().invoke(cli.snapshot, ["verify", str(whole.id)]).exit_code == 0
