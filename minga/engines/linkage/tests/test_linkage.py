"""People are told together by what they share, and never against somebody's word."""

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.engines.linkage.clusters import Pair, clusters, conflicts
from minga.engines.linkage.keys import document_text, is_cedula, keyed, name_birth_sex_text, plain
from minga.engines.linkage.propose import Encoded, Proposer, propose

BORN = date(1990, 5, 3)


def r(number):
    return uuid.UUID(int=number)


def test_accents_case_and_signs_do_not_tell_people_apart():
    assert plain("  Ñañez-PEÑA,  José ") == "nanez pena jose"


def test_surnames_may_come_in_either_order():
    one = name_birth_sex_text("María José", "Quiñónez Ayoví", BORN, "f")
    assert one == name_birth_sex_text("MARIA JOSE", "Ayovi Quiñonez", BORN, "f")
    assert one != name_birth_sex_text("María José", "Quiñónez Ayoví", date(1990, 3, 5), "f")


@pytest.mark.parametrize("missing", [("", "A", BORN, "f"), ("A", "", BORN, "f")])
def test_a_name_that_is_not_whole_is_not_compared(missing):
    assert name_birth_sex_text(*missing) == ""
    assert name_birth_sex_text("A", "B", None, "f") == ""


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
