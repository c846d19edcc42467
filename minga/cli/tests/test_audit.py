"""`minga audit`: says that the log is whole, or where it is not."""

import pytest
from click.testing import CliRunner

from minga.cli.audit import audit
from minga.config import database
from minga.foundation.audit.actions import record
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command


@pytest.fixture
def run(committed_db, monkeypatch):
    monkeypatch.setattr("minga.config.setup.start", lambda: None)
    for number in range(3):
        record(action="test.done", kind="thing", object_id=number, by=command("test"))
    return lambda *words: CliRunner().invoke(audit, [str(word) for word in words])


def test_a_whole_log_is_told_and_looking_is_logged(run):
    done = run("verify")
    assert (done.exit_code, "3 events in 1 chains are as they were" in done.output) == (0, True)
    last = AuditEvent.objects.latest("pk")
    assert (last.action, last.detail) == ("audit.verified", {"events": 3, "chains": 1, "faults": 0})


def test_a_tampered_row_is_named_with_exit_1(run):
    with database.connect("owner") as owner:
        owner.execute("UPDATE audit_auditevent SET by = 'user:9' WHERE number = 2")
    done = run("verify")
    assert done.exit_code == 1
    chain = AuditEvent.objects.latest("pk").chain
    assert f"! chain {chain}, event 2: this event is not the one" in done.output
    assert AuditEvent.objects.latest("pk").detail["faults"] == 1


def test_heads_are_kept_and_compared(run, tmp_path):
    assert run("heads", "--out", tmp_path / "heads.json").exit_code == 0
    assert "1 heads kept elsewhere" in run("verify", "--heads", tmp_path / "heads.json").output
    with database.connect("owner") as owner:
        owner.execute("TRUNCATE audit_auditevent, audit_auditchain")
    assert run("verify").exit_code == 0, "an emptied log is whole in itself"
    assert run("verify", "--heads", tmp_path / "heads.json").exit_code == 1
