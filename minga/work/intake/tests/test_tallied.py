"""Lists that count people instead of naming them: corrected, told twice, undone."""

import pytest

from minga.work.intake.models import ListRow
from minga.work.intake.tests.house import bring, fates, later, roll, standing
from minga.work.intake.tests.test_corrections import settle
from minga.work.intake.tests.test_undoing import TALLY, take_back

pytestmark = pytest.mark.django_db


def day(number, women, men=1):
    return [f"{number:02}/04/2015", "Mataje", women, men]


def counted():
    return sum(count for *_, count in standing()["tallies"].elements())


def test_a_corrected_count_takes_the_place_of_the_first():
    bring(roll(day(1, 4), day(2, 7), head=TALLY))
    second = bring(roll(day(1, 5), day(2, 7), head=TALLY), at=later())
    assert fates(second) == ["accepted", "seen"]
    assert counted() == 5 + 1 + 7 + 1
    take_back(second)
    assert counted() == 4 + 1 + 7 + 1


def test_a_count_that_was_corrected_since_is_looked_at():
    bring(roll(day(1, 4), head=TALLY))
    bring(roll(day(1, 5), head=TALLY), at=later())
    third = bring(roll(day(1, 4), day(2, 1), head=TALLY), at=later(2))
    assert fates(third) == ["review", "accepted"]
    assert settle(third, accept=True) == {"accepted": 1}
    assert counted() == 4 + 1 + 1 + 1


@pytest.mark.parametrize("women", [4, 6])
def test_two_counts_alike_in_one_list_wait_for_somebody(women):
    kept = bring(roll(day(1, 4), day(1, women), head=TALLY))
    assert fates(kept) == ["accepted", "review"]
    (problem,) = ListRow.objects.get(fate="review").problems
    assert problem["code"] == "same_gathering"
    assert counted() == 5
    assert settle(kept, accept=True) == {"accepted": 1}
    assert counted() == 5 + women + 1


def test_what_stood_twice_in_one_list_is_seen_twice_in_the_next():
    kept = bring(roll(day(1, 4), day(1, 6), head=TALLY))
    settle(kept, accept=True)
    again = bring(roll(day(1, 4), day(1, 6), day(2, 1), head=TALLY), at=later())
    assert fates(again) == ["seen", "seen", "accepted"]
    take_back(kept)
    assert counted() == 5 + 7 + 2
