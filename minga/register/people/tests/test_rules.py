"""What may be said of somebody, as tables."""

from dataclasses import replace
from datetime import date

import pytest

from minga.register.people.rules import (
    Agreement,
    agreement_misfits,
    birth_misfits,
    code_misfits,
    group_misfits,
)

TODAY = date(2015, 3, 2)
BORN = date(1990, 5, 3)
CHILD = date(2006, 5, 3)
OWN = Agreement(purpose="referral", data_class="health", given_by="self", given_on=TODAY)
GUARDIAN = replace(OWN, given_by="guardian", relation="mother", assent="given")


@pytest.mark.parametrize(
    ("birth_on", "precision", "words"),
    [
        (BORN, "day", None),
        (BORN, "year", None),
        (None, "unknown", None),
        (BORN, "unknown", "with how much of it is known, or neither"),
        (None, "day", "with how much of it is known, or neither"),
        (BORN, "decade", "not decade"),
        (date(2015, 3, 3), "day", "nobody was born on 2015-03-03 yet"),
    ],
)
def test_a_birth_date_comes_with_its_precision(birth_on, precision, words):
    told = birth_misfits(birth_on, precision, today=TODAY)
    assert (told == []) if words is None else (words in told[0])


def test_groups_are_many_or_not_said():
    assert group_misfits(["indigenous", "afro_ecuadorian"]) == []
    assert group_misfits(["prefers_not_to_say"]) == []
    assert "names no group besides" in group_misfits(["indigenous", "prefers_not_to_say"])[0]


def test_codes_are_those_of_the_vocabulary_where_one_is_loaded():
    assert code_misfits("sex", ["f"], {"f", "m"}) == []
    assert code_misfits("sex", ["w"], {"f", "m"}) == ["there is no sex w; name one of: f, m."]
    assert code_misfits("sex", ["w"], frozenset()) == []


@pytest.mark.parametrize(
    ("agreed", "birth_on", "words"),
    [
        (OWN, BORN, []),
        (OWN, None, []),
        (replace(OWN, until_on=date(2015, 6, 1)), BORN, []),
        (GUARDIAN, CHILD, []),
        (replace(GUARDIAN, assent="too_young"), CHILD, []),
        (replace(OWN, no_guardian_reason="she lives alone"), CHILD, []),
        (replace(OWN, purpose=""), BORN, ["for what purpose"]),
        (replace(OWN, data_class=""), BORN, ["which data"]),
        (replace(OWN, given_by=""), BORN, ["say by whom"]),
        (replace(OWN, given_by="neighbour"), BORN, ["say by whom"]),
        (replace(OWN, until_on=TODAY), BORN, ["ends before it begins"]),
        (OWN, CHILD, ["why no guardian was asked"]),
        (replace(OWN, assent="given"), BORN, ["of a guardian's consent only"]),
        (replace(GUARDIAN, relation=""), CHILD, ["how the guardian is related"]),
        (replace(GUARDIAN, assent=""), CHILD, ["a child who does not agree has not consented"]),
        (replace(GUARDIAN, assent="refused"), CHILD, ["has not consented"]),
        (GUARDIAN, BORN, ["a grown person consents for themself"]),
        (GUARDIAN, None, []),
        (replace(OWN, purpose="", given_by=""), BORN, ["for what purpose", "say by whom"]),
    ],
)
def test_who_may_agree_to_what(agreed, birth_on, words):
    told = agreement_misfits(agreed, birth_on=birth_on)
    assert len(told) == len(words)
    assert all(word in line for word, line in zip(words, told, strict=True))


def test_a_child_grows_up_on_a_birthday():
    eighteen = date(1997, 3, 2)
    assert agreement_misfits(OWN, birth_on=eighteen) == []
    assert agreement_misfits(OWN, birth_on=date(1997, 3, 3)) != []
