"""Requests about one's own data: received, decided once for a reason, done within the days."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from minga.foundation.access.tests.sample import a_team, a_user, give
from minga.foundation.audit.models import AuditEvent
from minga.foundation.audit.verifying import verify
from minga.foundation.legal.actions import keep_record
from minga.foundation.legal.tests.sample import whole
from minga.foundation.organisations.models import Organisation
from minga.register.people.actions import erase
from minga.register.people.tests.factories import BY, make_registration
from minga.register.rights.actions import close, decide, reason_of, receive
from minga.register.rights.models import DataRequest
from minga.register.rights.rules import (
    PROVES,
    Asked,
    AskedBy,
    Check,
    Decision,
    Right,
    RightsError,
    refuse_unless_sound,
)

pytestmark = pytest.mark.django_db
TODAY = date(2016, 5, 2)
NOW = datetime(2016, 5, 2, 15, tzinfo=UTC)
WHY = "she asked, and it is hers"


def asked(right=Right.ACCESS, **change):
    said = {"asked_by": AskedBy.SELF, "check": Check.DOCUMENT, "received_on": TODAY}
    return Asked(right=right, **{**said, **change})


def received(row, right=Right.ACCESS, **change):
    return receive(
        asked(right, **change), organisation=row.organisation, registration=row.pk,
        recorded_at=NOW, by=BY,
    )  # fmt: skip


def granted(row, right=Right.ACCESS, decision=Decision.GRANTED):
    made = received(row, right)
    decide(made, decision=decision, reason=WHY, decided_at=NOW, by=BY)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("asker", AskedBy)
@pytest.mark.parametrize("check", Check)
def test_each_asker_shows_what_proves_it(asker, check):
    request = asked(asked_by=asker, check=check)
    if check in PROVES[asker]:
        refuse_unless_sound(request, today=TODAY)
    else:
        with pytest.raises(RightsError, match="does not show"):
            refuse_unless_sound(request, today=TODAY)


def test_nothing_is_received_tomorrow():
    with pytest.raises(RightsError, match="still to come"):
        refuse_unless_sound(asked(received_on=TODAY + timedelta(1)), today=TODAY)


def test_the_law_gives_fifteen_days_and_a_record_may_give_fewer():
    row = make_registration()
    assert received(row).due_on == TODAY + timedelta(15)
    keep_record(whole(answer_within_days=10), recorded_at=NOW, by=BY)
    assert received(row).due_on == TODAY + timedelta(10)


def test_nobody_is_found_in_another_organisation_or_after_erasing():
    row, gone = make_registration(), make_registration(given="Luz")
    other = Organisation.objects.create(code="x", name_es="x", name_en="x", kind="cso")
    erase(gone.pk, erased_at=NOW, by=BY, reason="asked")
    for organisation, number in (
        (other, row.pk), (gone.organisation, gone.pk), (row.organisation, uuid.uuid4()),
    ):  # fmt: skip
        with pytest.raises(RightsError, match="no such registration"):
            receive(asked(), organisation=organisation, registration=number, recorded_at=NOW, by=BY)


def test_a_request_is_decided_once_with_a_reason_and_then_done():
    made = received(make_registration())
    with pytest.raises(RightsError, match="decided first"):
        close(made, done_on=TODAY, by=BY)
    with pytest.raises(RightsError, match="Write why"):
        decide(made, decision=Decision.GRANTED, reason=" ", decided_at=NOW, by=BY)
    decide(made, decision=Decision.PARTLY, reason=WHY, decided_at=NOW, by=BY)
    with pytest.raises(RightsError, match="decided already"):
        decide(made, decision=Decision.REFUSED, reason=WHY, decided_at=NOW, by=BY)
    assert reason_of(made) == WHY
    close(made, done_on=TODAY, by=BY)
    with pytest.raises(RightsError, match="done already"):
        close(made, done_on=TODAY, by=BY)
    told = AuditEvent.objects.filter(action__startswith="rights.").order_by("pk")
    assert [event.action for event in told] == ["rights.received", "rights.decided", "rights.done"]


def test_what_was_refused_is_not_done():
    made = granted(make_registration(), decision=Decision.REFUSED)
    assert not made.is_open
    with pytest.raises(RightsError, match="It was refused"):
        close(made, done_on=TODAY, by=BY)


def test_erasing_takes_the_words_of_the_decision_and_leaves_the_log_whole():
    row = make_registration()
    made = granted(row, Right.ERASURE)
    erase(row.pk, erased_at=NOW, by=BY, reason="asked")
    close(made, done_on=TODAY, by=BY)
    assert reason_of(made) == ""
    assert verify().faults == []


def test_they_are_for_whoever_answers_them():
    received(make_registration())
    officer, worker = a_user("officer"), a_user("worker")
    give(officer, "data_protection_officer", a_team())
    give(worker, "supervisor", a_team())
    for user, count in ((officer, 1), (worker, 0), (AnonymousUser(), 0)):
        assert DataRequest.objects.visible_to(user, on=TODAY).count() == count


def test_what_waits_is_neither_done_nor_refused():
    row = make_registration()
    received(row)
    done = granted(row)
    close(done, done_on=TODAY, by=BY)
    granted(row, decision=Decision.REFUSED)
    granted(row)
    assert DataRequest.objects.waiting().count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"right": "x"},
        {"asked_by": "x"},
        {"check_made": "x"},
        {"decision": "granted"},
        {"done_on": TODAY},
        {"decided_by": "user:1"},
    ],
)
def test_the_database_refuses_what_is_out_of_order(change):
    made = received(make_registration())
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=made.pk).update(**change)
