"""What is read for counting: as recorded by then, only what forms count, and no name."""

from datetime import date

import pytest

from minga.figures.measure import actions
from minga.figures.measure.extracts import extract, without
from minga.figures.measure.tests.sample import (
    ALWAYS,
    BY,
    DAY,
    at,
    attended,
    happened,
    load_programme,
    somebody,
    takes_part,
)
from minga.foundation.organisations.models import Organisation
from minga.register.people.actions import erase
from minga.register.people.actions.facts import correct_registration
from minga.register.people.identity import open_identity
from minga.register.people.judgements import judge
from minga.work.casework.models import Case


@pytest.fixture
def programme(committed_db):
    load_programme()


def rows(name, as_of=ALWAYS):
    return extract(as_of=as_of)[name].to_pylist()


def total(code, as_of=ALWAYS):
    return actions.measure(extract(as_of=as_of), as_of=as_of, codes=[code]).rows[0].value


def test_facts_and_households_are_known_from_when_they_were_recorded(programme):
    rosa = somebody("Rosa", day=0, groups=("awa",))
    again = somebody("Rosa", day=5, groups=("afro",), household="casa")
    assert again == rosa
    assert [row["value"] for row in rows("facts", at(4))] == ["awa"]
    assert rows("household_members", at(4)) == []
    assert [row["value"] for row in rows("facts", at(5))] == ["afro", "awa"]
    assert len(rows("household_members", at(5))) == 1


def test_steps_and_their_corrections_are_known_from_when_they_were_recorded(programme):
    rosa = somebody("Rosa")
    wrong = attended(rosa, day=1)
    happened("workshop", "attended", case=wrong.case, day=3, supersedes=wrong, voided=True)
    assert [total("trained", at(day)) for day in (0, 1, 2, 3)] == [0, 1, 1, 0]


def test_a_judgement_is_known_from_when_it_was_made(programme):
    one, other = somebody("Rosa"), somebody("Rosa Elena")
    attended(one)
    attended(other)
    judge(left=one, right=other, verdict="same", reason="test", by=BY)
    assert total("trained", at(9)) == 2
    assert total("trained", ALWAYS) == 1


def test_sex_and_birth_are_known_as_they_were_until_each_correction(programme):
    rosa = somebody("Rosa")
    attended(rosa)
    for day, sex, born in ((2, "m", date(1991, 5, 3)), (4, "", None)):
        correct_registration(
            registration=rosa,
            sex=sex,
            birth_on=born,
            birth_precision="day" if born else "unknown",
            identity=open_identity(rosa, by=BY, reason="typo"),
            corrected_at=at(day),
            by=BY,
            reason="typo",
        )
    said = [
        (row["sex"], row["birth_on"], row["birth_precision"])
        for day in (0, 1, 2, 3, 4)
        for row in rows("registrations", at(day))
    ]
    first, second = ("f", date(1990, 5, 3), "day"), ("m", date(1991, 5, 3), "day")
    assert said == [first, first, second, second, (None, None, "unknown")]


def test_who_takes_part_is_known_from_when_to_when_it_was_said(programme):
    case = happened("quarrel", "settled").case
    part = takes_part(case, "neighbour", somebody("Rosa"), day=2)
    part.retracted_at = at(4)
    part.save()
    assert [total("neighbours", at(day)) for day in (1, 2, 3, 4)] == [0, 1, 1, 0]


def test_only_answers_that_a_form_marks_as_counted_are_read(programme):
    happened("spring", "tested", answers={"clean": "yes", "note": "Doña Rosa lives beside it"})
    (step,) = rows("steps")
    assert step["answers"] == '{"clean": "yes"}'


def test_participants_are_counted_in_their_role(programme):
    rosa, juana = somebody("Rosa"), somebody("Juana")
    case = happened("quarrel", "settled").case
    takes_part(case, "neighbour", rosa)
    takes_part(case, "neighbour", juana)
    takes_part(case, "authority", juana)
    assert total("neighbours") == 2


def test_an_erased_registration_leaves_counts_of_people_and_what_it_joined_stays_one(programme):
    one, other, third = somebody("Rosa"), somebody("Rosa E"), somebody("Rosa Elena")
    for left, right in ((one, other), (other, third)):
        judge(left=min(left, right), right=max(left, right), verdict="same", reason="x", by=BY)
    for each in (one, other, third):
        attended(each)
    assert total("trained") == 1
    first, *rest = sorted([one, other, third])
    erase(first, erased_at=at(1), by=BY, reason="asked")
    assert total("trained") == 1, "whoever else is the same person is counted once, as before"
    person = {row["registration"]: row["person"] for row in rows("persons")}
    assert person == {str(each): str(rest[0]) for each in rest}
    for each in rest:
        erase(each, erased_at=at(1), by=BY, reason="asked")
    assert total("trained") == 0
    assert len(rows("steps")) == 3, "what was done stays countable"


def test_whoever_stands_apart_counts_alone_with_bounds(programme):
    rosa, elena, juana = somebody("Rosa"), somebody("Rosa Elena"), somebody("Juana")
    judge(left=min(rosa, elena), right=max(rosa, elena), verdict="same", reason="documents", by=BY)
    for each in (rosa, elena, juana):
        attended(each)
    told = happened("workshop", "attended", registration=rosa)
    assert total("trained") == 2
    Case.objects.filter(pk=told.case_id).update(confidentiality="sealed")
    row = actions.measure(extract(as_of=ALWAYS), as_of=ALWAYS, codes=["trained"]).rows[0]
    assert [row.value, row.low, row.high] == [3, 2, 3]
    alone = {row["registration"] for row in rows("persons") if row["apart"]}
    assert alone == {str(rosa)}


def test_without_keeps_together_who_is_left():
    person = {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert without(person, ["a"]) == {"b": "b", "c": "b", "d": "d"}
    assert without(person, ["b"]) == {"a": "a", "c": "a", "d": "d"}
    assert without(person, []) == person


def test_a_member_that_left_was_one_until_then(programme):
    Organisation.objects.filter(pk="maestras").update(left_on=date(2019, 12, 31), place="B102")
    steps = {s["id"]: s for s in rows("organisations")}
    assert steps["maestras"]["left_on"] == date(2019, 12, 31)
    assert steps["maestras"]["place"] == "B102"


def test_a_case_on_a_site_is_about_a_place(programme):
    step = happened("spring", "found")
    Case.objects.filter(pk=step.case_id).update(place="B10201")
    (row,) = rows("steps")
    assert (row["subject_kind"], row["subject"], row["occurred_on"]) == ("place", "B10201", DAY)


def test_nothing_read_is_a_name(programme):
    rosa = somebody("Rosalinda")
    attended(rosa)
    for table in extract(as_of=ALWAYS).values():
        assert "rosalinda" not in str(table.to_pylist()).lower()
        assert "mamani" not in str(table.to_pylist()).lower()
