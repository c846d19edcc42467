"""Lists as files: whole, in any length, and never a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from minga.foundation.web.sheets import AT_ONCE, Cell, as_csv, as_workbook

ROWS: list[list[Cell]] = [
    ["Nombre", "Desde", "Anotado", "Personas", "Monto", "Vigente", "Nada"],
    [
        "Peña & hijos <Ñ>",
        date(2016, 5, 2),
        datetime(2016, 5, 2, 20, 30, tzinfo=UTC),
        1_204,
        Decimal("3.50"),
        True,
        None,
    ],
]


def read_workbook(parts):
    sheet = load_workbook(io.BytesIO(b"".join(parts)))["Minga"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def read_csv(parts):
    return list(csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"))))


def test_a_workbook_keeps_days_as_days_and_numbers_as_numbers():
    head, row = read_workbook(as_workbook(ROWS))
    assert head == ROWS[0]
    assert row == [
        "Peña & hijos <Ñ>",
        datetime(2016, 5, 2),  # noqa: DTZ001 - as workbooks have it
        datetime(2016, 5, 2, 15, 30),  # noqa: DTZ001 - in Quito
        1204,
        3.5,
        "True",
        None,
    ]


def test_csv_is_read_back_as_it_was():
    assert read_csv(as_csv(ROWS))[1] == [
        "Peña & hijos <Ñ>",
        "2016-05-02",
        "2016-05-02T15:30-05:00",
        "1204",
        "3.50",
        "True",
        "",
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_that_somebody_typed_becomes_a_formula(sign):
    typed = f'{sign}HYPERLINK("http://x")'
    assert read_csv(as_csv([[typed]]))[0][0].startswith("'")
    book = load_workbook(io.BytesIO(b"".join(as_workbook([[typed]]))))
    assert book["Minga"]["A1"].data_type == "s"


def test_what_no_workbook_can_hold_is_left_out():
    assert read_workbook(as_workbook([["a\x00b\x1fc"]])) == [["abc"]]


@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_a_long_list_is_sent_bit_by_bit(write):
    asked = 0

    def rows():
        nonlocal asked
        for number in range(10 * AT_ONCE):
            asked += 1
            yield [str(number)]

    parts = write(rows())
    next(parts)
    assert asked == AT_ONCE
    whole = list(parts)
    assert asked == 10 * AT_ONCE
    assert len(whole) >= 10
