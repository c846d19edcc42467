"""People are told together by what they share, and never against somebody's word."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.engines.linkage.alike import Encoded
from minga.engines.linkage.clusters import Pair, clusters, conflicts
from minga.engines.linkage.keys import (
    document_letters,
    document_text,
    is_cedula,
    keyed,
    lesser_texts,
    name_birth_sex_text,
    name_words,
    name_year_texts,
    phone_text,
    plain,
)
from minga.engines.linkage.propose import Proposer, propose

BORN = date(1990, 5, 3)


def r(number):
    return uuid.UUID(int=number)


def test_accents_case_and_signs_do_not_tell_people_apart():
    assert plain("  Ñañez-PEÑA,  José ") == "nanez pena jose"


@pytest.mark.parametrize(
    ("given", "surnames"),
    [
        ("María José", "Quiñónez Ayoví"),
        ("MARIA JOSE", "Ayovi Quiñonez"),
        ("Quiñónez Ayoví", "María José"),
        ("María", "José Quiñónez Ayoví"),
        ("María José", "Quiñónez de Ayoví"),
        ("María  José", "QUIÑÓNEZ-AYOVÍ"),
    ],
)
def test_a_name_is_the_same_in_any_order_column_and_spelling(given, surnames):
    assert name_words(given, surnames) == ("ayovi", "jose", "maria", "quinonez")


def test_particles_do_not_tell_people_apart():
    assert name_words("Juana", "de la Cruz y de los Reyes") == ("cruz", "juana", "reyes")


def test_day_and_month_may_be_swapped_and_nothing_else():
    one = name_birth_sex_text("Ana", "Mina", BORN, "f")
    assert one == name_birth_sex_text("Ana", "Mina", date(1990, 3, 5), "f")
    assert one != name_birth_sex_text("Ana", "Mina", date(1990, 5, 4), "f")
    assert one != name_birth_sex_text("Ana", "Mina", date(1991, 5, 3), "f")
    assert one != name_birth_sex_text("Ana", "Mina", BORN, "m")


@pytest.mark.parametrize(
    ("given", "surnames", "birth_on"), [("", "A", BORN), ("A", "", BORN), ("A", "B", None)]
)
def test_a_name_that_is_not_whole_is_not_compared(given, surnames, birth_on):
    assert name_birth_sex_text(given, surnames, birth_on, "f") == ""
    assert lesser_texts(given, surnames, birth_on, "f") == ()
    assert name_year_texts(given, surnames, birth_on, "f", exact=False) == ()


def test_whoever_is_written_with_a_word_less_meets_who_has_it():
    fuller = lesser_texts("Ana Luz", "Mina", BORN, "f")
    assert name_birth_sex_text("Ana", "Mina", BORN, "f") in fuller
    assert name_birth_sex_text("Ana Luz", "Mina", BORN, "") in fuller
    assert name_birth_sex_text("Ana Luz", "Mina", BORN, "f") not in fuller
    assert lesser_texts("Ana", "Mina", BORN, "") == (), "one word alone names nobody"


def test_an_age_says_three_years_the_likeliest_first():
    told = name_year_texts("Ana Luz", "Mina Caicedo", BORN, "f", exact=False)
    assert [text.split("|")[1] for text in told] == ["1990", "1989", "1991"]
    assert name_year_texts("Ana Luz", "Mina", BORN, "f", exact=True) == ("ana luz mina|1990|f",)
    assert name_year_texts("Ana", "Mina", BORN, "f", exact=True) == (), "too few words"


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("1710034065", True),
        ("1710034064", False),
        ("0926687856", True),
        ("2510034065", False),
        ("171003406", False),
        ("171003406x", False),
    ],
)
def test_a_cedula_has_a_province_and_a_check_digit(number, valid):
    assert is_cedula(number) is valid


def test_a_lost_zero_comes_back_only_to_a_cedula():
    assert document_text("926687856") == "0926687856"
    assert document_text("092668785-6") == "0926687856"
    assert document_text("926687857") == "926687857"


def test_swapped_digits_and_country_codes_do_not_tell_documents_and_telephones_apart():
    assert document_letters("VR81153380") == document_letters("vr-81513380")
    assert document_letters("VR81153380") != document_letters("VR81153381")
    assert phone_text("+593 99 678 1510") == phone_text("0996781510") == "96781510"
    assert phone_text("22-12") == ""


def test_a_hash_depends_on_key_and_domain_and_nothing_has_none():
    hashes = {
        keyed("1", key=b"a", domain="document"),
        keyed("1", key=b"b", domain="document"),
        keyed("1", key=b"a", domain="name"),
    }
    assert len(hashes) == 3
    assert keyed("", key=b"a", domain="name") == ""


def told(*encodings, **more):
    proposer: Proposer = propose
    return [(p.left.int, p.right.int, p.verdict) for p in proposer(encodings, **more)]


def test_the_same_document_is_the_same_person_however_the_name_is_written():
    assert told(Encoded(r(1), "d", "n"), Encoded(r(2), "d", "m")) == [(1, 2, "same")]


def test_the_same_name_is_the_same_person_where_no_document_contradicts():
    assert told(Encoded(r(1), "d", "n"), Encoded(r(2), "", "n")) == [(1, 2, "same")]


def test_the_same_name_with_two_documents_is_for_a_person_to_judge():
    three = (Encoded(r(1), "d", "n"), Encoded(r(2), "e", "n"), Encoded(r(3), "", "n"))
    assert told(*three) == [(1, 2, "unsure"), (2, 3, "unsure")]


def test_a_word_less_is_the_same_person_unless_it_may_be_two():
    short = Encoded(r(1), "", "ana mina")
    luz = Encoded(r(2), "", "ana luz mina", lesser=("ana mina", "luz mina"))
    eva = Encoded(r(3), "", "ana eva mina", lesser=("ana mina", "eva mina"))
    assert told(short, luz) == [(1, 2, "same")]
    assert told(short, luz, eva) == [(1, 2, "unsure"), (2, 3, "unsure")]
    assert told(replace(short, document="d"), replace(luz, document="e")) == [(1, 2, "unsure")]


def test_two_who_each_have_a_word_more_than_they_share_are_not_compared():
    luz = Encoded(r(2), "", "ana luz mina", lesser=("ana mina",))
    eva = Encoded(r(3), "", "ana eva mina", lesser=("ana mina",))
    assert told(luz, eva) == []


def of_year(number, year, born="", **more):
    years = (str(year),) if born else (str(year), str(year - 1), str(year + 1))
    known = Encoded(r(number), "", f"x{born}" if born else "", years=years, born=born)
    return replace(known, **({"long_name": True} | more))


def test_a_long_name_with_the_year_of_birth_is_the_same_person():
    dated = of_year(1, 1990, born="may")
    assert told(dated, of_year(2, 1991)) == [(1, 2, "same")]
    assert told(dated, of_year(2, 1992)) == []
    assert told(of_year(1, 1990), of_year(2, 1991)) == [(1, 2, "same")]
    assert told(dated, of_year(2, 1990, long_name=False)) == [(1, 2, "unsure")]


def test_two_documents_of_the_same_digits_are_one_that_was_miswritten():
    one, other = Encoded(r(1), "d", "n", letters="l"), Encoded(r(2), "e", "n", letters="l")
    assert told(one, other) == [(1, 2, "same")]
    assert told(one, replace(other, name="m")) == [], "digits alone tell nobody"
    third = Encoded(r(3), "f", "n", letters="k")
    assert (2, 3, "unsure") in told(one, other, third)


def test_a_telephone_makes_a_short_name_and_a_year_sure():
    one = Encoded(r(1), "", "", years=("a", "b"), phone="p")
    other = Encoded(r(2), "d", "n", born="x", years=("b",), phone="p")
    assert told(one, other) == [(1, 2, "same")]
    assert told(one, replace(other, phone="q")) == [(1, 2, "unsure")]
    assert told(one, replace(other, years=("c",))) == [], "a telephone alone tells nobody"
    assert told(replace(one, document="e"), other) == [(1, 2, "unsure")]
    twin = Encoded(r(3), "", "m", born="y", years=("b",), phone="p")
    assert "same" not in {verdict for _, _, verdict in told(one, other, twin)}


def test_a_year_does_not_choose_between_two_birth_dates():
    two = (of_year(1, 1990, born="may"), of_year(2, 1991, born="june"))
    assert told(*two) == []
    assert told(*two, of_year(3, 1990)) == [(1, 3, "unsure"), (2, 3, "unsure")]
    assert {v for _, _, v in told(*two, of_year(3, 1991))} == {"unsure"}


def test_reasons_together_never_make_one_person_of_two_documents():
    """The second shares a name with the first and a year with the third."""
    first = Encoded(r(1), "d", "n")
    second = replace(of_year(2, 1990), name="n")
    third = replace(of_year(3, 1990), document="e")
    assert told(first, second, third) == [(1, 2, "same"), (2, 3, "unsure")]


def test_what_is_told_already_is_not_asked():
    """Their documents differ and their names agree, but a third shares a document with each."""
    one, other = Encoded(r(1), "d", "n"), Encoded(r(2), "d", "m")
    assert told(one, other, Encoded(r(3), "", "n"), Encoded(r(4), "", "m")) == [
        (1, 2, "same"),
        (1, 3, "same"),
        (2, 4, "same"),
    ]


def test_unknown_fields_match_nobody():
    assert told(Encoded(r(1), "", ""), Encoded(r(2), "", "")) == []


def test_a_chain_goes_round_two_who_are_different():
    three = [Encoded(r(n), "d", "") for n in (1, 2, 3)]
    assert told(*three, apart={(r(2), r(3))}) == [(1, 2, "same"), (1, 3, "same")]


def test_a_person_is_the_smallest_registration():
    assert clusters([Pair(r(3), r(2), "same"), Pair(r(2), r(1), "same")]) == dict.fromkeys(
        (r(1), r(2), r(3)), r(1)
    )


def test_different_breaks_a_chain_at_its_weakest_link_and_says_so():
    weak = Pair(r(1), r(2), "same", 0.6)
    pairs = [weak, Pair(r(2), r(3), "same", 0.9), Pair(r(1), r(3), "different")]
    assert clusters(pairs) == {r(1): r(1), r(2): r(2), r(3): r(2)}
    assert conflicts(pairs) == [weak]


def test_unsure_joins_nobody():
    assert clusters([Pair(r(1), r(2), "unsure")]) == {}


few = st.sampled_from(["", "a", "b", "c"])
encoded = st.lists(
    st.builds(
        Encoded,
        st.integers(1, 12).map(r),
        few,
        few,
        st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple),
        few,
        st.lists(st.sampled_from("xyz"), max_size=3, unique=True).map(tuple),
        st.booleans(),
    ),
    unique_by=lambda each: each.registration,
    max_size=10,
)


@given(encoded, st.randoms(use_true_random=False))
def test_proposals_do_not_depend_on_the_order_and_join_no_two_documents(known, random):
    proposed = propose(known)
    mixed = list(known)
    random.shuffle(mixed)
    assert propose(mixed) == proposed
    assert len({(p.left, p.right) for p in proposed}) == len(proposed)
    assert all(p.left < p.right for p in proposed)
    person = clusters(Pair(p.left, p.right, p.verdict, p.score) for p in proposed)
    documents: dict[uuid.UUID, set[str]] = {}
    for each in known:
        if each.document:
            whose = person.get(each.registration, each.registration)
            documents.setdefault(whose, set()).add(each.document)
    assert all(len(some) == 1 for some in documents.values())


pairs = st.lists(
    st.builds(
        Pair,
        st.integers(1, 6).map(r),
        st.integers(7, 12).map(r),
        st.sampled_from(["same", "same", "different", "unsure"]),
        st.sampled_from([0.5, 0.95, 1.0]),
    ),
    max_size=25,
)


@given(pairs, st.randoms(use_true_random=False))
def test_persons_keep_apart_who_is_different_in_any_order(judged, random):
    person = clusters(judged)
    mixed = list(judged)
    random.shuffle(mixed)
    assert clusters(mixed) == person
    for pair in judged:
        if pair.verdict == "different" and pair.left in person and pair.right in person:
            assert person[pair.left] != person[pair.right]
    for registration, first in person.items():
        assert first <= registration
        assert person[first] == first


@given(pairs)
def test_what_is_not_followed_is_reported(judged):
    person, reported = clusters(judged), conflicts(judged)
    for pair in judged:
        if pair.verdict == "same":
            assert (person[pair.left] == person[pair.right]) is (pair not in reported)
