"""What is said of a number is true of it, in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.engines.wording.intervals import fits_between, say_between
from minga.engines.wording.numbers import write
from minga.engines.wording.qualifiers import UnknownQualifierError, choose, fits


@pytest.mark.parametrize(
    ("value", "es", "en"),
    [
        (0, "0", "0"),
        (42, "42", "42"),
        (8000, "8.000", "8,000"),
        (8193, "más de 8.000", "over 8,000"),
        (4960, "casi 5.000", "almost 5,000"),
        (13310, "más de 13.000", "over 13,000"),
        (13450, "unas 13.000", "about 13,000"),
        (1250, "unas 1.300", "about 1,300"),
    ],
)
def test_a_value_is_said_in_the_plainest_true_way(value, es, en):
    assert choose(value, language="es").text == es
    assert choose(value, language="en").text == en


def test_the_spanish_word_agrees_with_its_noun():
    assert choose(1250, language="es", gender="m").text == "unos 1.300"


def test_an_estimate_never_sounds_exact():
    assert choose(13000, language="en", estimate=True).text == "an estimated 13,000"


@given(st.integers(0, 10_000_000), st.booleans())
def test_what_is_chosen_always_fits(value, estimate):
    phrase = choose(value, language="es", estimate=estimate)
    assert fits(phrase.qualifier, said=phrase.rounded, value=Decimal(value))


@pytest.mark.parametrize(
    ("qualifier", "said", "true", "false"),
    [
        ("exact", 8000, [8000], [7999, 8001]),
        ("over", 8000, [8001, 8800], [8000, 7999, 8801]),
        ("at_least", 8000, [8000, 8800], [7999, 8801]),
        ("almost", 5000, [4750, 4999], [5000, 4749]),
        ("about", 13000, [12350, 13650], [12349, 13651]),
        ("estimated", 13000, [11700, 14300], [11699, 14301]),
        ("over", 0, [], [0, 1]),
    ],
)
def test_each_qualifier_is_true_only_within_its_bounds(qualifier, said, true, false):
    number = Decimal(said)
    assert all(fits(qualifier, said=number, value=Decimal(value)) for value in true)
    assert not any(fits(qualifier, said=number, value=Decimal(value)) for value in false)


def test_an_unknown_word_is_refused():
    with pytest.raises(UnknownQualifierError, match="at_least"):
        fits("roughly", said=Decimal(1), value=Decimal(1))


@pytest.mark.parametrize(
    ("value", "places", "es", "en"),
    [
        (Decimal("1234.5"), None, "1.234,5", "1,234.5"),
        (Decimal("2041832.00"), None, "2.041.832", "2,041,832"),
        (Decimal("0.125"), 2, "0,13", "0.13"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (-1500, None, "-1.500", "-1,500"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, places, es, en):
    assert write(value, language="es", places=places) == es
    assert write(value, language="en", places=places) == en


def test_bounds_are_rounded_outwards():
    assert say_between(12437, 13089, language="es") == "entre 12.400 y 13.100"
    assert say_between(12437, 13089, language="en") == "between 12,400 and 13,100"
    assert say_between(7, 7, language="en") == "7"
    with pytest.raises(ValueError, match="wrong way"):
        say_between(8, 7, language="es")


def test_bounds_that_hide_the_truth_do_not_fit():
    assert fits_between((Decimal(100), Decimal(200)), low=104, high=195)
    assert not fits_between((Decimal(100), Decimal(200)), low=99, high=195)
    assert not fits_between((Decimal(100), Decimal(200)), low=150, high=195)
