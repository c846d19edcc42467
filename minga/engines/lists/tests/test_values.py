"""Dates, ages, documents, telephones, names and numbers as people write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minga.engines.lists.dates import (
    DateOrder,
    PartialDate,
    Precision,
    age_on,
    date_order,
    read_age,
    read_date,
)
from minga.engines.lists.documents import check_digit, is_cedula, read_document, read_phone
from minga.engines.lists.names import NameOrder, read_full_name
from minga.engines.lists.numbers import DecimalMark, read_number, read_whole

LATEST = dt.date(2017, 3, 31)
MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
days = st.dates(dt.date(1920, 1, 1), LATEST)
WRITINGS = (
    lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    lambda d: f"{d.day}-{d.month}-{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day} de {MONTHS[d.month - 1]} de {d.year}",
    lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year}",
    lambda d: f"{MONTHS[d.month - 1].upper()} {d.day}, {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d:%Y%m%d}",
    lambda d: (d - dt.date(1899, 12, 30)).days,
    lambda d: float((d - dt.date(1899, 12, 30)).days),
    lambda d: dt.datetime(d.year, d.month, d.day),  # noqa: DTZ001 - spreadsheets know no zone
    lambda d: d,
)


def doubt(reading):
    """The code of what a reading found."""
    assert reading.finding is not None
    return reading.finding.code


@given(days, st.sampled_from(WRITINGS))
def test_a_date_is_the_same_in_every_writing(day, write):
    assert read_date(write(day), latest=LATEST) == (PartialDate(day, Precision.DAY), None)


@given(days)
def test_a_date_with_the_month_first_is_read_where_the_column_says_so(day):
    reading = read_date(f"{day:%m/%d/%Y}", order=DateOrder.MDY, latest=LATEST)
    assert reading.value == PartialDate(day, Precision.DAY)


@given(st.lists(days, min_size=1))
def test_a_column_never_gives_evidence_against_its_own_order(column):
    assert date_order([f"{d:%d/%m/%Y}" for d in column]) in {None, DateOrder.DMY}
    assert date_order([f"{d:%m/%d/%Y}" for d in column]) in {None, DateOrder.MDY}


@given(st.text() | st.integers() | st.floats() | st.booleans())
@example(2147483648.4375)
@example(float("inf"))
@example("0/0/0000")
def test_nothing_in_a_cell_breaks_the_readers(cell):
    for read in (read_age, read_document, read_phone, read_number, read_whole):
        read(cell)
    read_date(cell, latest=LATEST)
    read_full_name(cell, order=None)


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("1990", dt.date(1990, 7, 1), "year"),
        (1990, dt.date(1990, 7, 1), "year"),
        ("mayo 2015", dt.date(2015, 5, 15), "month"),
        ("05/2015", dt.date(2015, 5, 15), "month"),
        ("12/05/85", dt.date(1985, 5, 12), "day"),
        ("12/05/15", dt.date(2015, 5, 12), "day"),
        ("lunes, 4 de mayo del 2015", dt.date(2015, 5, 4), "day"),
        ("12/25/1985", dt.date(1985, 12, 25), "day"),
    ],
)
def test_partial_and_odd_dates_keep_their_precision(cell, day, precision):
    assert read_date(cell, latest=LATEST).value == (day, precision)


@pytest.mark.parametrize("cell", ["31/02/2015", "ayer", "45/45/2015", "1/2", True, "12345678"])
def test_what_is_no_date_is_said_to_be_none(cell):
    reading = read_date(cell, latest=LATEST)
    assert reading.value is None
    assert doubt(reading) == "date_unreadable"


def test_a_date_that_had_not_come_is_looked_at():
    assert doubt(read_date("01/01/2031", latest=LATEST)) == "date_out_of_range"


@given(st.integers(0, 115), days)
def test_a_birth_date_from_an_age_gives_that_age_again(years, day):
    age = read_age(f"{years} años").value
    assert age is not None
    assert age_on(age.birth(day).day, day) == years


def test_a_baby_is_some_months_old():
    assert read_age("8 meses").value == (0, 8)
    assert doubt(read_age("mucha")) == "age_unreadable"


@given(st.integers(1, 24), st.integers(0, 5), st.integers(0, 999_999))
def test_a_cedula_that_lost_its_zero_gets_it_back(province, third, rest):
    nine = f"{province:02}{third}{rest:06}"
    whole = nine + str(check_digit(nine))
    assert is_cedula(whole)
    for written in (whole, int(whole), float(whole), f"{whole[:9]}-{whole[9]}", whole + "001"):
        assert read_document(written).value == (whole, "cedula")
    wrong = nine + str((check_digit(nine) + 1) % 10)
    assert doubt(read_document(wrong)) == "document_check"


def test_foreign_documents_stand_as_they_are():
    assert read_document("AN 123456").value == ("AN123456", None)
    assert read_document("1085234567", type_given="foreign").finding is None
    assert read_document("no tiene") == (None, None)
    assert read_document("S/N") == (None, None)
    assert read_document("9999999999") == (None, None)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0991234567", "+593991234567"),
        (991234567, "+593991234567"),
        ("+593 99 123 4567", "+593991234567"),
        ("06-2780123", "+59362780123"),
        ("3151234567", "+573151234567"),
        ("0991234567 / 0987654321", "+593991234567"),
    ],
)
def test_telephones_get_their_country(cell, phone):
    assert read_phone(cell).value == phone


@pytest.mark.parametrize(
    ("text", "order", "given_names", "surnames"),
    [
        ("QUIÑÓNEZ ANGULO, María José", None, "María José", "Quiñónez Angulo"),
        ("QUIÑÓNEZ ANGULO MARÍA JOSÉ", NameOrder.SURNAMES_FIRST, "María José", "Quiñónez Angulo"),
        ("María José Quiñónez Angulo", NameOrder.GIVEN_FIRST, "María José", "Quiñónez Angulo"),
        ("DE LA CRUZ ORTIZ LUIS", NameOrder.SURNAMES_FIRST, "Luis", "De la Cruz Ortiz"),
        ("ROSA MINA", NameOrder.GIVEN_FIRST, "Rosa", "Mina"),
        ("MINA JOSÉ LUIS", NameOrder.SURNAMES_FIRST, "José Luis", "Mina"),
        ("María de los Ángeles Mina Caicedo", None, "María de los Ángeles", "Mina Caicedo"),
    ],
)
def test_full_names_are_taken_apart(text, order, given_names, surnames):
    assert read_full_name(text, order=order) == ((given_names, surnames), None)


def test_a_name_whose_order_nothing_tells_is_looked_at():
    assert doubt(read_full_name("Tapuyo Añapa Chapiro Candelejo", order=None)) == "name_order"
    assert doubt(read_full_name("Rosa", order=None)) == "name_single"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("$ 1.234.567", "1234567"),
        ("USD 1,234,567.00", "1234567.00"),
        ("12,5", "12.5"),
        (3.5, "3.5"),
        (7.0, "7"),
    ],
)
def test_numbers_are_read_in_both_writings(cell, number):
    assert read_number(cell) == (Decimal(number), None)


def test_one_separator_and_three_digits_are_settled_by_the_column():
    assert doubt(read_number("1.234")) == "number_ambiguous"
    assert read_number("1.234", mark=DecimalMark.COMMA) == (Decimal(1234), None)
    assert read_number("1.234", mark=DecimalMark.POINT) == (Decimal("1.234"), None)
    assert read_whole("1.234") == (1234, None)
