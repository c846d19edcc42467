"""Chains: writers do not wait for each other, and what was written cannot be rewritten unseen."""

import uuid
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection, transaction

from minga.foundation.audit.actions import forget_reasons, record, record_each
from minga.foundation.audit.keeping import KeptHeadsError, heads_to_keep, read_kept
from minga.foundation.audit.models import AuditChain, AuditEvent
from minga.foundation.audit.reading import reasons
from minga.foundation.audit.verifying import verify
from minga.foundation.core.principals import user
from minga.foundation.keys import ring
from minga.foundation.keys.models import WrappedKey

BY = user(7)
NOON = datetime(2016, 5, 2, 12, tzinfo=UTC)


def write(number=1, **more):
    for each in range(number):
        record(action="test.done", kind="thing", object_id=each, by=BY, **more)


def first_fault(**more):
    return next(((f.chain, f.number, f.words.en) for f in verify(**more).faults), None)


@pytest.fixture
def chain(committed_db, role_connection):
    """A chain of six events, and the owner of the tables, who may do anything to them."""
    write(6, detail={"count": 3})
    owner = role_connection("owner")
    owner.autocommit = True
    return AuditChain.objects.get().pk, owner


@pytest.mark.django_db
def test_events_are_numbered_and_each_stands_on_the_one_before():
    write(3)
    events = list(AuditEvent.objects.order_by("number"))
    assert [event.number for event in events] == [1, 2, 3]
    assert len({event.code for event in events}) == 3
    head = AuditChain.objects.get()
    assert (head.length, head.code) == (3, events[-1].code)
    done = verify()
    assert (done.events, done.chains, done.faults) == (3, 1, [])


@pytest.mark.django_db
def test_the_same_of_many_is_an_event_of_each_and_changes_the_head_once(django_assert_num_queries):
    with django_assert_num_queries(7):  # three are of the transaction and a first chain
        record_each(
            action="test.done", kind="thing", object_ids=range(50), by=BY, reason="they asked"
        )
    events = list(AuditEvent.objects.order_by("number"))
    assert [event.object_id for event in events] == [str(number) for number in range(50)]
    assert len({event.reason_key for event in events}) == 50
    assert verify().faults == []
    record_each(action="test.done", kind="thing", object_ids=[], by=BY)
    assert AuditEvent.objects.count() == 50


@pytest.mark.django_db
def test_details_come_back_as_they_were_coded():
    write(detail={"b": [1, 2.5, None], 3: "ñ", "day": "2016-05-02", "nested": {"z": 1, "a": True}})
    assert verify().faults == []


@pytest.mark.django_db
def test_an_empty_log_is_whole():
    assert verify().faults == []


def test_a_writer_never_waits_for_another(committed_db, role_connection):
    """Somebody writes and does not finish; others write and finish meanwhile."""
    write()
    slow = role_connection("app")
    slow.execute("SELECT * FROM audit_auditchain FOR UPDATE")
    with transaction.atomic():
        connection.cursor().execute("SET LOCAL lock_timeout = '1ms'")
        write(2)
    slow.rollback()
    assert sorted(AuditChain.objects.values_list("length", flat=True)) == [1, 2]
    write()
    assert sorted(AuditChain.objects.values_list("length", flat=True)) == [2, 2]
    assert verify().faults == []


def test_what_was_rolled_back_leaves_no_gap(committed_db):
    write()
    with transaction.atomic():
        write(2)
        transaction.set_rollback(True)
    write()
    assert AuditChain.objects.get().length == 2
    assert verify().faults == []


@pytest.mark.parametrize(
    ("statement", "number", "words"),
    [
        ("UPDATE audit_auditevent SET by = 'user:9' WHERE number = 3", 3, "not the one"),
        ("UPDATE audit_auditevent SET at = at + interval '1s' WHERE number = 3", 3, "not the one"),
        ("UPDATE audit_auditevent SET team = 'x' WHERE number = 3", 3, "not the one"),
        ("UPDATE audit_auditevent SET detail = '{}' WHERE number = 1", 1, "not the one"),
        ("UPDATE audit_auditevent SET code = repeat('0', 64) WHERE number = 4", 4, "not the one"),
        ("DELETE FROM audit_auditevent WHERE number = 4", 4, "1 events are missing"),
        ("DELETE FROM audit_auditevent WHERE number IN (2, 3)", 2, "2 events are missing"),
        ("DELETE FROM audit_auditevent WHERE number > 4", 4, "had 6 events"),
        ("DELETE FROM audit_auditevent", 0, "had 6 events"),
        ("DELETE FROM audit_auditchain", 6, "head of the chain is missing"),
        ("UPDATE audit_auditchain SET length = 5", 6, "head of the chain was changed"),
        (
            "UPDATE audit_auditevent SET number = CASE number WHEN 2 THEN -1 ELSE 2 END"
            " WHERE number IN (2, 3); UPDATE audit_auditevent SET number = 3 WHERE number = -1",
            2,
            "not the one",
        ),
        (
            "DELETE FROM audit_auditevent WHERE number = 6; UPDATE audit_auditchain h SET length ="
            " 5, code = (SELECT code FROM audit_auditevent WHERE number = 5)",
            5,
            "head of the chain was changed",
        ),
        (
            "INSERT INTO audit_auditevent (chain, number, at, by, team, action, object_kind,"
            " object_id, detail, code) SELECT chain, 7, at, by, team, action, object_kind,"
            " object_id, detail, code FROM audit_auditevent WHERE number = 6",
            7,
            "not the one",
        ),
    ],
)
def test_whatever_is_done_to_the_table_is_seen_and_placed(chain, statement, number, words):
    place, owner = chain
    for each in statement.split(";"):
        owner.execute(each)
    found = first_fault()
    assert found is not None
    assert found[:2] == (place, number)
    assert words in found[2]


def test_a_whole_chain_put_back_as_it_was_is_seen_by_heads_kept_elsewhere(chain):
    """The database of yesterday is whole in itself; only what lies elsewhere knows better."""
    _, owner = chain
    kept = read_kept(heads_to_keep(at=NOON))
    assert first_fault(kept=kept) is None
    write()
    assert first_fault(kept=kept) is None, "what was added since is no fault"
    owner.execute("TRUNCATE audit_auditevent, audit_auditchain")
    assert verify().faults == []
    assert first_fault(kept=kept)[2].startswith("this event is not the one that was last when")


@pytest.mark.django_db
def test_kept_heads_that_were_changed_are_refused():
    write()
    text = heads_to_keep(at=NOON)
    for spoilt in ("", "[]", "{}", text.replace('"length": 1', '"length": 0')):
        with pytest.raises(KeptHeadsError, match="file of heads"):
            read_kept(spoilt)


@pytest.mark.django_db
def test_a_reason_is_sealed_and_can_be_destroyed_without_breaking_the_chain():
    write(reason="Yolanda asked for it")
    event = AuditEvent.objects.get()
    assert event.reason == "Yolanda asked for it"
    assert reasons([event]) == {event.pk: "Yolanda asked for it"}
    assert event.sealed_reason is not None
    assert b"Yolanda" not in bytes(event.sealed_reason)
    assert forget_reasons({"thing": [0], "other": [0]}, by=BY) == 1
    assert (event.reason, reasons([event])) == ("", {event.pk: ""})
    assert not WrappedKey.objects.exists()
    assert verify().faults == []
    assert AuditEvent.objects.latest("pk").detail == {"count": 1, "events": [event.place]}
    assert forget_reasons({"thing": [0]}, by=BY) == 0


@pytest.mark.django_db
def test_a_reason_that_is_gone_without_right_is_seen():
    write(2, reason="a visit")
    gone = AuditEvent.objects.get(number=2)
    WrappedKey.objects.filter(pk__in=[gone.reason_key]).delete()
    assert first_fault() == (
        gone.chain,
        2,
        "the reason of this event is gone, and nobody destroyed it by right.",
    )


@pytest.mark.django_db
def test_progress_is_told():
    write(3)
    told: list[int] = []
    verify(progress=told.append)
    assert told == [3]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET by = 'x'", "DELETE FROM audit_auditchain"]
)
def test_the_application_does_not_rewrite_the_log(role_connection, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        role_connection("app").execute(statement)


@pytest.mark.django_db
def test_an_event_of_another_key_is_no_event_of_ours(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("MINGA_KEYS", raising=False)
    write()
    settings.MINGA_KEY_FILE = str(tmp_path / f"{uuid.uuid4()}.json")
    ring.add_version(tmp_path / settings.MINGA_KEY_FILE)
    assert first_fault()[1] == 1
