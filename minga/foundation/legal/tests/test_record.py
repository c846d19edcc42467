"""The legal record: whole or not kept, in versions, and what it lets be held."""

from datetime import UTC, date, datetime

import pytest
import yaml
from django.template.loader import render_to_string

from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command
from minga.foundation.legal.actions import LegalRecordError, founded, keep_record, standing_record
from minga.foundation.legal.models import LegalRecord
from minga.foundation.legal.record import MEND, Basis, read_record
from minga.foundation.legal.tests.sample import whole

TODAY = date(2016, 5, 2)
NOW = datetime(2016, 5, 2, 15, tzinfo=UTC)
BY = command("legal")


def faults(content):
    return [str(fault) for fault in read_record(content, today=TODAY)[1]]


def test_a_whole_record_is_read():
    record, found = read_record(whole(), today=TODAY)
    assert found == []
    assert record is not None
    assert record.purposes["referral"].basis is Basis.CONSENT
    assert record.answer_within_days == 15


@pytest.mark.parametrize("part", sorted(set(MEND) - {"answer_within_days"}))
def test_each_part_that_is_missing_is_named_with_how_to_mend_it(part):
    content = whole()
    del content[part]
    assert faults(content) == [f"{part}: is missing; write {MEND[part]}."]


def test_all_is_told_at_once():
    assert len(faults(None)) == len(faults({})) == 5
    assert len(faults("a text")) == 1


def test_the_empty_form_is_not_whole():
    text = render_to_string("legal/record.yaml")
    told = " ".join(faults(yaml.safe_load(text)))
    for part in set(MEND) - {"answer_within_days"}:
        assert part in told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"purposes": {}}, "purposes: "),
        ({"purposes": {"x": {"title": {"es": "a", "en": "a"}, "basis": "habit", "law": "l"}}},
         "purposes.x.basis: "),
        ({"retention": {"log": {"months": 0, "after": "a", "why": "b"}}}, "retention.log.months: "),
        ({"retention": {"log": {"months": 9, "after": "a", "why": "b"}}}, "retention.cases: is"),
        ({"controller": {"name": " ", "address": "x", "contact": "y"}}, "controller.name: is mis"),
        ({"impact_assessment": {"done_on": "2017-01-01", "done_by": "x", "kept_at": "y"}},
         "impact_assessment.done_on: 2017-01-01 is still to come"),
        ({"strange": 1}, "strange: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(change, words):
    assert any(fault.startswith(words) for fault in faults(whole(**change)))


@pytest.mark.django_db
def test_versions_follow_each_other_and_the_same_again_is_none():
    assert standing_record() is None
    first = keep_record(whole(), recorded_at=NOW, by=BY)
    assert first is not None
    assert keep_record(whole(), recorded_at=NOW, by=BY) is None
    second = keep_record(whole(answer_within_days=10), recorded_at=NOW, by=BY)
    assert second is not None
    assert (first.version, second.version) == (1, 2)
    holds = standing_record()
    assert holds is not None
    assert holds.answer_within_days == 10
    assert AuditEvent.objects.filter(action="legal.recorded").count() == 2


@pytest.mark.django_db
def test_a_record_that_is_not_whole_is_not_kept():
    with pytest.raises(LegalRecordError, match="controller: is missing"):
        keep_record({}, recorded_at=NOW, by=BY)
    assert not LegalRecord.objects.exists()


@pytest.mark.django_db
def test_once_there_is_a_record_a_purpose_needs_its_basis():
    assert founded("anything")
    keep_record(whole(), recorded_at=NOW, by=BY)
    assert (founded("referral"), founded("anything")) == (True, False)
