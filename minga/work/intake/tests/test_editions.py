"""A list sent again with corrections doubles nobody: rows correct, are seen, or are asked about."""

import random

import pytest

from minga.foundation.access.models import Team
from minga.register.people.models import Registration
from minga.work.casework.models import Step
from minga.work.intake.actions.deciding import decide
from minga.work.intake.actions.purging import purge
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import Vocabularies
from minga.work.intake.tests.house import BY, HEAD, NOW, bring, fates, later, roll, standing
from minga.work.intake.tests.test_undoing import TALLY, take_back

pytestmark = pytest.mark.django_db

SURNAMES = ["Mina", "Ortiz", "Cuero", "Angulo", "Preciado", "Castillo", "Nazareno", "Tapuyo"]
NAMES = ["Rosa", "Luis", "Eva", "Inés", "Jorge", "Carmen", "Pedro", "Ana"]


def people(count=8):
    """Rows of different people, every second without a document."""
    return [
        [
            f"{SURNAMES[i % 8]} {SURNAMES[(i * 3 + 1) % 8]}",
            NAMES[(i // 8 + i) % 8],
            None if i % 2 else f"PA{1000 + i}X",
            "Mujer" if i % 3 else "Hombre",
            "Mataje",
            f"{i + 1:02}/03/2015",
        ]
        for i in range(count)
    ]


def edited(rows, at, column, value):
    return [[*r[:column], value, *r[column + 1 :]] if i == at else r for i, r in enumerate(rows)]


def settle(kept, **how):
    return decide(
        kept,
        rows=list(
            ListRow.objects.filter(partner_list=kept, fate="review").values_list("pk", flat=True)
        ),
        accept=True,
        reason="asked the sender",
        team=Team.objects.get(organisation="fundacion"),
        known=Vocabularies.load(),
        decided_at=later(5),
        by=BY,
        **how,
    )


def counts():
    now = standing()
    return now["people"].total(), now["steps"].total()


def days():
    return sorted(step.occurred_on.day for step in Step.objects.live())


@pytest.mark.parametrize("at", [2, 3])
def test_a_changed_date_of_the_same_person_corrects_the_first(at):
    rows = people()
    bring(roll(*rows))
    before = standing()
    second = bring(roll(*edited(rows, at, 5, "20/03/2015")), at=later())
    assert fates(second) == ["seen"] * at + ["accepted"] + ["seen"] * (7 - at)
    assert counts() == (8, 8)
    assert 20 in days()
    take_back(second)
    assert standing() == before


@pytest.mark.parametrize(("column", "value"), [(2, "PA9999X"), (1, "Rosario"), (0, "Otra Cosa")])
def test_a_changed_person_waits_for_somebody_and_is_then_the_same(column, value):
    rows = people()
    bring(roll(*rows))
    first = set(Registration.objects.values_list("pk", flat=True))
    before = standing()
    second = bring(roll(*edited(rows, 3, column, value)), at=later())
    assert fates(second) == ["seen"] * 3 + ["review"] + ["seen"] * 4
    assert counts() == (8, 8)
    assert settle(second) == {"accepted": 1}
    assert counts() == (8, 8)
    assert set(Registration.objects.values_list("pk", flat=True)) == first
    assert Registration.objects.filter(source=str(second.pk)).count() == 1
    take_back(second)
    assert standing() == before
    assert not Registration.objects.filter(source=str(second.pk)).exists()


def test_somebody_else_in_the_place_of_another_is_somebody_else_when_told():
    rows = people()
    bring(roll(*rows))
    second = bring(roll(*edited(rows, 3, 1, "Rosario")), at=later())
    assert settle(second, apart=True) == {"accepted": 1}
    assert counts() == (9, 9)


def test_a_new_row_in_a_later_edition_is_new():
    rows = people()
    bring(roll(*rows[:7]))
    second = bring(roll(*rows), at=later())
    assert fates(second) == ["seen"] * 7 + ["accepted"]
    assert counts() == (8, 8)


def test_where_the_first_file_is_gone_a_change_is_asked_about():
    rows = people()
    first = bring(roll(*rows))
    PartnerList.objects.filter(pk=first.pk).update(retain_until=NOW.date())
    purge(now=later(2), by=BY)
    second = bring(roll(*edited(rows, 2, 5, "20/03/2015")), at=later(3))
    assert fates(second)[2] == "review"
    assert counts() == (8, 8)


def test_a_count_moved_to_another_day_is_not_counted_twice():
    talks = [[f"{day:02}/04/2015", "Mataje", day, 2] for day in range(1, 9)]
    bring(roll(*talks, head=TALLY))
    moved = bring(roll(*edited(talks, 4, 0, "20/04/2015"), head=TALLY), at=later())
    assert fates(moved)[4] == "review"
    settle(moved)
    found = sorted(day.day for day, *_ in standing()["tallies"])
    assert 20 in found
    assert 5 not in found


EDITS = {0: "Quiñónez Mideros", 1: "Wilfrida", 2: "PA7777X", 3: "Hombre", 5: "25/03/2015"}


@pytest.mark.parametrize("seed", range(15))
def test_no_edit_of_a_list_sent_again_makes_more_people_than_it_adds(seed):
    rng = random.Random(seed)
    rows = people(rng.randint(6, 10))
    bring(roll(*rows, head=HEAD))
    people_before, steps_before = counts()
    for at in rng.sample(range(len(rows)), rng.randint(1, len(rows) // 3)):
        for column in rng.sample(sorted(EDITS), rng.randint(1, 3)):
            rows[at] = [*rows[at][:column], EDITS[column], *rows[at][column + 1 :]]
    if rng.random() < 0.3:
        del rows[rng.randrange(len(rows))]
    new = [
        [f"Nueva {SURNAMES[i]}", "Zoila", None, "Mujer", "Mataje", "28/03/2015"]
        for i in range(rng.randint(0, 2))
    ]
    for row in new:
        rows.insert(rng.randint(0, len(rows)), row)
    if rng.random() < 0.3:
        rng.shuffle(rows)
    second = bring(roll(*rows, head=HEAD), at=later())
    for people_now, steps_now in (counts(), settle_all(second)):
        assert people_now <= people_before + len(new)
        assert steps_now <= steps_before + len(new)


def settle_all(kept):
    """How many there are once somebody has said of every doubtful row that it corrects another."""
    if ListRow.objects.filter(partner_list=kept, fate="review", corrects__isnull=False).exists():
        rows = ListRow.objects.filter(partner_list=kept, fate="review", corrects__isnull=True)
        rows.update(fate="rejected")
        settle(kept)
    return counts()
