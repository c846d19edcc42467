"""Erasing a person reaches the lists that named them."""

import pytest

from minga.foundation.keys import files
from minga.foundation.keys.sealing import ErasedError
from minga.register.people.models import Registration
from minga.work.casework.models import Step
from minga.work.intake.actions import IntakeError
from minga.work.intake.actions.erasing import erase
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.raw import name_of
from minga.work.intake.tests.house import (
    ANA,
    BY,
    LUIS,
    ROSA,
    bring,
    fates,
    later,
    roll,
)

pytestmark = pytest.mark.django_db


def person_of(kept, number):
    return ListRow.objects.filter(partner_list=kept).order_by("number")[number].registration


def gone(person):
    return erase(person, erased_at=later(), by=BY, reason="asked")


def test_the_raw_lists_that_named_somebody_go_and_others_stay():
    both, luis = bring(roll(ROSA, LUIS), name="uno.xlsx"), bring(roll(LUIS, ANA), name="dos.xlsx")
    done = gone(person_of(both, 0))
    assert (done.lists, done.person.people) == (1, 1)
    both.refresh_from_db()
    luis.refresh_from_db()
    assert (both.purged_at, luis.purged_at) == (later(), None)
    assert name_of(both) == ""
    assert name_of(luis) == "dos.xlsx"


def test_what_was_recorded_of_everybody_stays_to_be_counted():
    kept = bring(roll(ROSA, LUIS))
    gone(person_of(kept, 0))
    assert Step.objects.live().count() == 2
    assert fates(kept) == ["accepted", "accepted"]
    keys = [row.content_key != "" for row in ListRow.objects.order_by("number")]
    assert keys == [False, True]


def test_in_a_later_list_they_are_somebody_new():
    kept = bring(roll(ROSA, LUIS))
    first = person_of(kept, 0)
    gone(first)
    again = bring(roll(ROSA, ANA))
    assert fates(again) == ["accepted", "accepted"]
    assert person_of(again, 0) not in {None, first}


def test_a_list_that_is_being_read_is_finished_first():
    kept = bring(roll(ROSA))
    PartnerList.objects.update(state="reading")
    with pytest.raises(IntakeError, match="is still being read: take it in to its end"):
        gone(person_of(kept, 0))
    assert not Registration.objects.exclude(erased_at=None).exists()


def test_erasing_again_finds_nothing_more():
    kept = bring(roll(ROSA))
    person = person_of(kept, 0)
    gone(person)
    done = gone(person)
    assert (done.lists, done.person.people) == (0, 0)
    with pytest.raises(ErasedError):
        files.fetch(kept.pk)
