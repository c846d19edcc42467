"""A list that is undone leaves everything as if it had not come; nothing that came is lost."""

import random

import pytest
from django.db import transaction

from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys.models import WrappedKey
from minga.register.people.models import Registration, RegistrationFact
from minga.work.casework.models import Step
from minga.work.intake.actions import undo
from minga.work.intake.actions.purging import purge
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import Vocabularies
from minga.work.intake.tests.house import (
    ANA,
    BY,
    HEAD,
    LUIS,
    NOW,
    ROSA,
    bring,
    fates,
    later,
    roll,
    standing,
)

pytestmark = pytest.mark.django_db

GRANT = ["Apellidos", "Nombres", "Cédula", "Fecha de entrega", "Fecha de visita", "Monto"]
TALLY = ["Fecha", "Parroquia", "Mujeres 0-11", "Hombres 0-11"]


def take_back(kept, at=None):
    return undo(
        kept, known=Vocabularies.load(), undone_at=at or later(30), by=BY, reason="wrong year"
    )


def test_nothing_that_a_list_brought_counts_any_more():
    kept = bring(roll(ROSA, LUIS))
    keys = set(Registration.objects.values_list("pk", flat=True))
    done = take_back(kept)
    assert (done.steps, done.people) == (2, 2)
    assert not any(standing().values())
    assert not WrappedKey.objects.filter(pk__in=keys).exists()
    assert RegistrationFact.objects.said().count() == 0
    assert Step.objects.count() == 4
    event = AuditEvent.objects.get(action="intake.undone")
    assert (event.reason, event.detail["people"]) == ("wrong year", 2)


def test_undoing_twice_is_harmless():
    kept = bring(roll(ROSA))
    take_back(kept)
    before = Step.objects.count(), AuditEvent.objects.count()
    assert take_back(kept).steps == 0
    assert (Step.objects.count(), AuditEvent.objects.count()) == before


def test_an_undone_file_can_be_taken_in_again():
    kept = bring(roll(ROSA))
    before = standing()
    take_back(kept)
    again = bring(roll(ROSA), at=later(31))
    assert again.pk != kept.pk
    assert fates(again) == ["accepted"]
    assert standing() == before


def test_what_a_list_had_corrected_stands_again():
    bring(roll([*ROSA[:3], "05/05/2015", None, 600], head=GRANT))
    before = standing()
    correction = bring(roll([*ROSA[:3], "05/05/2015", None, 650], head=GRANT), at=later())
    assert standing() != before
    take_back(correction)
    assert standing() == before


def test_rows_that_were_seen_because_of_the_undone_list_come_in():
    first = bring(roll(ROSA, LUIS))
    second = bring(roll(LUIS, ANA), at=later())
    assert fates(second) == ["seen", "accepted"]
    take_back(first)
    assert fates(second) == ["accepted", "accepted"]
    assert standing()["people"].total() == standing()["steps"].total() == 2
    assert {step.source for step in Step.objects.live()} == {str(second.pk)}


def test_people_that_other_lists_speak_of_stay_and_say_what_those_say():
    head = [*HEAD, "Etnia", "Fecha de nacimiento"]
    wrong = [*ROSA[:3], "Hombre", *ROSA[4:], "Mestiza", "01/02/1970"]
    right = [*ROSA[:5], "10/10/2015", "Afro", "12/05/1990"]
    first = bring(roll(wrong, head=head))
    bring(roll(right, head=head), at=later())
    take_back(first)
    (person,) = Registration.objects.filter(erased_at=None)
    assert (person.sex, str(person.birth_on)) == ("f", "1990-05-12")
    assert list(person.facts.said().values_list("value", flat=True)) == ["afro_ecuadorian"]
    assert WrappedKey.objects.filter(pk=person.pk).exists()


def test_people_of_two_undone_lists_are_erased():
    first, second = bring(roll(ROSA)), bring(roll([*ROSA[:5], "09/09/2015"]), at=later())
    take_back(first)
    take_back(second)
    assert not Registration.objects.filter(erased_at=None).exists()


def test_another_organisations_people_are_left_alone():
    theirs = bring(roll(ROSA), sender="ministerio")
    take_back(bring(roll(ROSA)))
    assert fates(theirs) == ["accepted"]
    assert standing("ministerio")["people"].total() == 1


def test_tallies_that_another_list_holds_too_come_in():
    day = ["02/04/2015", "Mataje", 4, 6]
    first = bring(roll(day, head=TALLY))
    second = bring(roll(day, ["03/04/2015", "Mataje", 1, 1], head=TALLY), at=later())
    assert fates(second) == ["seen", "accepted"]
    take_back(first)
    assert fates(second) == ["accepted", "accepted"]
    assert sum(count for *_, count in standing()["tallies"]) == 12


def test_a_list_whose_raw_file_is_gone_is_named():
    first = bring(roll([*ROSA, "Afro"], head=[*HEAD, "Etnia"]))
    second = bring(roll([*ROSA[:5], "09/09/2015"]), at=later())
    PartnerList.objects.filter(pk=second.pk).update(retain_until=NOW.date())
    purge(now=later(2), by=BY)
    assert take_back(first).unreadable == (second.short_id,)


PEOPLE = [
    ("Mina Caicedo", "Rosa", "0801234568"),
    ("Quiñónez Angulo", "Luis", "0812345676"),
    ("Ortiz Mina", "Eva", "0803456789"),
    ("Cuero Nazareno", "Inés", "0802987651"),
]


def some_list(rng):
    """A synthetic list of some kind that overlaps others, with facts that differ between them."""
    kind = rng.choice(["roll", "roll", "grant", "tally"])
    if kind == "tally":
        days = rng.sample(range(1, 6), 3)
        return roll(*([f"{day:02}/04/2015", "Mataje", day, 2] for day in days), head=TALLY)
    rows = []
    for who in rng.sample(PEOPLE, rng.randint(1, 4)):
        if kind == "grant":
            rows.append([*who, "05/05/2015", rng.choice([None, "06/06/2015"]), 600])
            continue
        sex, group = rng.choice(["Mujer", "Hombre"]), rng.choice(["Afro", "Mestiza", "Chachi"])
        rows.append([*who, sex, "Mataje", f"0{rng.randint(1, 3)}/03/2015", group])
    return roll(*rows, head=GRANT if kind == "grant" else [*HEAD, "Etnia"])


@pytest.mark.parametrize("seed", range(12))
def test_undoing_leaves_what_the_other_lists_alone_would_have_left(seed):
    rng = random.Random(seed)
    contents = list(dict.fromkeys(some_list(rng) for _ in range(6)))
    undone = set(rng.sample(range(len(contents)), rng.randint(1, 3)))
    kept = [one for i, one in enumerate(contents) if i not in undone]

    with transaction.atomic():
        alone = [bring(content, at=later(i)) for i, content in enumerate(kept)]
        wanted, wanted_fates = standing(), [fates(one) for one in alone]
        transaction.set_rollback(True)

    lists = [bring(content, at=later(i)) for i, content in enumerate(contents)]
    for i in rng.sample(sorted(undone), len(undone)):
        take_back(lists[i])
    assert standing() == wanted
    assert [fates(one) for i, one in enumerate(lists) if i not in undone] == wanted_fates
    assert not ListRow.objects.exclude(registration=None).filter(
        registration__in=Registration.objects.exclude(erased_at=None).values("pk"),
        partner_list__in=PartnerList.objects.live(),
    )
