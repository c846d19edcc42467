"""Tallies: kept once, corrected by what comes later, and as they were when that is undone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from minga.register.people.tests.factories import BY, NOON, make_team
from minga.work.casework.actions.undoing import void_steps
from minga.work.casework.tests.factories import START, on
from minga.work.gatherings.actions import (
    NewTally,
    Tallied,
    record_tallies,
    see_tallies,
    undo_gatherings,
)
from minga.work.gatherings.models import Gathering, Tally

pytestmark = pytest.mark.django_db
TALK = Tallied(pathway="talk", step="attended", occurred_on=START, answers={"topic": "rights"})


@pytest.fixture(autouse=True)
def team():
    return make_team()


def moment(days):
    return NOON + timedelta(days=days)


def tell(source, count=20, *, settled=None, at=0, **changes):
    """A list says that so many women came."""
    counts = (NewTally(sex="f", age_from=None, age_to=None, count=count),)
    return record_tallies(
        replace(TALK, tallies=counts, **changes),
        organisation="riverside",
        source=source,
        recorded_at=moment(at),
        settled=settled,
    )


def again(source, count, **changes):
    """A list repeats the row of another."""
    counts = (NewTally(sex="f", age_from=None, age_to=None, count=count),)
    said = replace(TALK, tallies=counts, **changes)
    return see_tallies(said, organisation="riverside", source=source)


def take_back(source, at):
    void_steps(source=source, recorded_at=moment(at), by=BY)
    return undo_gatherings(source=source, undone_at=moment(at))


def counted(at=None):
    """How many women came, as recorded until a moment."""
    held = Gathering.objects.filter(undone_at=None)
    if at is not None:
        known = Gathering.objects.filter(recorded_at__lte=moment(at))
        held = known.exclude(undone_at__lte=moment(at))
    return sum(Tally.objects.filter(gathering__in=held).values_list("count", flat=True))


def test_a_tally_is_a_session_too_kept_once_until_it_is_undone():
    assert tell("a") == "new"
    assert tell("b") == "seen"
    assert Gathering.objects.held().count() == 1
    take_back("a", at=1)
    assert Gathering.objects.held().get().source == "b"
    take_back("b", at=2)
    assert not Gathering.objects.held().exists()
    assert tell("c", at=3) == "new"


def test_other_numbers_correct_those_that_stood_and_every_moment_has_its_own():
    tell("a", 20)
    assert tell("b", 25, at=1) == "corrected"
    assert (counted(at=0), counted(at=1)) == (20, 25)
    take_back("b", at=2)
    assert (counted(at=0), counted(at=1), counted(at=2)) == (20, 25, 20)


@pytest.mark.parametrize(
    ("undone", "left"), [("a", 30), ("b", 30), ("c", 25), ("ac", 25), ("bc", 20), ("abc", 0)]
)
def test_what_stands_is_the_latest_that_a_list_still_answers_for(undone, left):
    for at, (source, count) in enumerate((("a", 20), ("b", 25), ("c", 30))):
        tell(source, count, at=at)
    for at, source in enumerate(undone, start=5):
        take_back(source, at)
    assert counted() == left


def test_a_list_that_repeats_what_was_corrected_answers_for_it_when_that_falls():
    tell("a", 20)
    tell("b", 25, at=1)
    assert again("c", 20) == "corrected"
    assert again("c", 25) == "seen"
    take_back("a", at=3)
    take_back("b", at=4)
    assert counted() == 25
    take_back("c", at=5)
    assert counted() == 0


@pytest.mark.parametrize("count", [20, 21])
def test_two_alike_in_one_list_are_never_one_nor_a_correction(count):
    tell("a", 20)
    assert tell("a", count) == "same_gathering"
    assert counted() == 20
    assert tell("a", count, settled="same_gathering", at=1) == "new"
    assert counted() == 20 + count
    assert tell("b", 33, at=2) == "same_gathering"


def test_an_event_keeps_its_code_when_its_date_is_corrected():
    tell("a", 20, code="CH-001")
    changes = {"code": "CH-001", "occurred_on": on(3)}
    assert tell("b", 20, at=1, **changes) == "other_event"
    assert counted() == 20
    assert tell("b", 20, at=1, settled="other_event", **changes) == "corrected"
    assert Gathering.objects.get(undone_at=None).occurred_on == on(3)
    take_back("b", at=2)
    assert Gathering.objects.get(undone_at=None).occurred_on == START


def test_events_with_codes_of_their_own_are_apart():
    assert tell("a", 20, code="1") == tell("a", 20, code="2") == "new"
    assert counted() == 40
