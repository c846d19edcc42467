"""What is kept of a file: encrypted, until its day; no name stands open anywhere."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from minga.foundation.access.models import Team
from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys import files
from minga.foundation.keys.sealing import ErasedError
from minga.work.intake.actions import IntakeError, receive
from minga.work.intake.actions.purging import purge
from minga.work.intake.actions.rereading import reread
from minga.work.intake.models import ListMapping, ListSheet, PartnerList
from minga.work.intake.opening import Vocabularies
from minga.work.intake.raw import name_of
from minga.work.intake.report import report
from minga.work.intake.tests.house import (
    BY,
    DOUBTFUL,
    HEAD,
    NOW,
    ROSA,
    bring,
    fates,
    later,
    roll,
    standing,
)

pytestmark = pytest.mark.django_db


def our_team():
    return Team.objects.get(organisation="fundacion")


def test_the_raw_file_is_kept_encrypted_with_its_hash_and_its_day():
    content = roll(ROSA)
    kept = bring(content, name="Rosa Mina.xlsx")
    assert files.fetch(kept.pk) == content
    stored = (Path(settings.MINGA_HOME) / "files" / f"{kept.pk}.sealed").read_bytes()
    assert content not in stored
    assert not stored.startswith(b"PK")
    assert kept.retain_until == (NOW + timedelta(days=365)).date()
    assert len(kept.sha256) == 64
    assert name_of(kept) == "Rosa Mina.xlsx"


def test_a_file_past_its_day_is_destroyed_with_its_key():
    kept = bring(roll(ROSA, DOUBTFUL), name="Rosa Mina.xlsx")
    assert purge(now=later(365), by=BY) == 0
    before = standing()
    assert purge(now=later(367), by=BY) == 1
    assert purge(now=later(367), by=BY) == 0
    kept.refresh_from_db()
    assert kept.purged_at == later(367)
    assert name_of(kept) == ""
    assert bytes(ListSheet.objects.get().sealed) == b""
    with pytest.raises(ErasedError):
        files.fetch(kept.pk)
    assert standing() == before
    assert report(kept).sheets[1].kind == "training_roll"
    assert AuditEvent.objects.get(action="intake.purged").detail["sha256"] == kept.sha256


def test_a_destroyed_file_cannot_be_read_again_and_says_so():
    kept = bring(roll(ROSA))
    purge(now=later(367), by=BY)
    with pytest.raises(IntakeError, match="raw file was destroyed"):
        reread(kept, team=our_team(), known=Vocabularies.load(), now=later, by=BY)
    assert standing()["steps"].total() == 1


def test_what_killed_processes_left_is_swept():
    folder = Path(settings.MINGA_HOME) / "files"
    kept = bring(roll(ROSA))
    for name in ("x.half", "1.sealed"):
        (folder / name).write_bytes(b"noise")
    purge(now=NOW - timedelta(days=3650), by=BY)
    assert (folder / "x.half").exists()
    purge(now=NOW + timedelta(days=3650 * 5), by=BY)
    assert not (folder / "x.half").exists()
    assert not (folder / f"{kept.pk}.sealed").exists()


def test_audit_and_mapping_name_nobody():
    bring(roll(ROSA, DOUBTFUL), name="Lista de Rosa Mina.xlsx")
    for event in AuditEvent.objects.all():
        said = f"{event.object_id} {event.reason} {event.detail}"
        assert "Rosa" not in said
        assert "Mina" not in said
    assert "Rosa" not in ListMapping.objects.get().text


def test_a_list_is_read_again_under_an_edited_mapping():
    kept = bring(roll([*ROSA, "10/10/2015"], head=[*HEAD, "Otra fecha"]))
    text = ListMapping.objects.get().text
    text = text.replace("Fecha: attended_on", "Fecha: ignore\n  Otra fecha: attended_on")
    ListMapping.objects.update(text=text)
    done = reread(kept, team=our_team(), known=Vocabularies.load(), now=lambda: later(9), by=BY)
    again = PartnerList.objects.get(pk=done.partner_list)
    assert fates(again) == ["accepted"]
    ((_, day, *_),) = standing()["steps"]
    assert day.isoformat() == "2015-10-10"
    assert (again.received_at, again.retain_until) == (kept.received_at, kept.retain_until)
    assert PartnerList.objects.get(pk=kept.pk).state == "undone"


def test_the_same_content_of_two_organisations_is_two_files():
    for sender in ("fundacion", "ministerio"):
        team = Team.objects.get(organisation=sender)
        _, again = receive(roll(ROSA), name="a", team=team, received_at=NOW, by=BY)
        assert not again
