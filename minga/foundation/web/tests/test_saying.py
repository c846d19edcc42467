"""Days, moments and numbers as people of each language say them."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from minga.foundation.web.pieces import Due, Tone
from minga.foundation.web.saying import due_words, write_day, write_number

QUITO = ZoneInfo("America/Guayaquil")
NOW = datetime(2016, 5, 12, 15, 30, tzinfo=QUITO)


def at(day, hour, minute=0):
    return datetime(2016, 5, day, hour, minute, tzinfo=QUITO)


@pytest.mark.parametrize(
    ("by", "english", "spanish"),
    [
        (date(2016, 5, 11), "Overdue by 1 day", "Vencido hace 1 día"),
        (date(2016, 5, 2), "Overdue by 10 days", "Vencido hace 10 días"),
        (date(2016, 3, 13), "Overdue by 60 days", "Vencido hace 60 días"),
        (date(2016, 3, 12), "Overdue since 12 March 2016", "Vencido desde el 12 de marzo de 2016"),
        (date(2016, 5, 12), "Due today", "Para hoy"),
        (date(2016, 5, 13), "Due tomorrow", "Para mañana"),
        (date(2016, 5, 25), "Due in 13 days", "En 13 días"),
        (date(2016, 5, 26), "Due on 26 May 2016", "Para el 26 de mayo de 2016"),
        (at(12, 15, 10), "Overdue by 1 hour", "Vencido hace 1 hora"),
        (at(11, 12), "Overdue by 27 hours", "Vencido hace 27 horas"),
        (at(9, 12), "Overdue by 3 days", "Vencido hace 3 días"),
        (at(12, 18, 5), "Due today by 18:05", "Para hoy hasta las 18:05"),
        (at(13, 8), "Due tomorrow by 8:00", "Para mañana hasta las 8:00"),
        (at(15, 8), "Due in 3 days", "En 3 días"),
    ],
)
def test_by_when_something_is_owed(by, english, spanish):
    with translation.override("en"):
        assert due_words(by, now=NOW) == english
    with translation.override("es"):
        assert due_words(by, now=NOW) == spanish


@pytest.mark.parametrize(
    ("by", "tone"),
    [
        (date(2016, 5, 12), Tone.NOW),
        (date(2016, 5, 13), Tone.WAITING),
        (at(12, 23), Tone.NOW),
        (at(13, 8), Tone.WAITING),
    ],
)
def test_what_is_owed_today_needs_somebody_now(by, tone):
    assert Due(by, NOW).tone == tone


def test_late_at_night_today_is_the_day_of_the_place():
    evening = datetime(2016, 5, 13, 3, 0, tzinfo=ZoneInfo("UTC"))  # 22:00 in Quito
    with translation.override("en"):
        assert due_words(date(2016, 5, 12), now=evening) == "Due today"
    assert Due(date(2016, 5, 13), evening).tone == Tone.WAITING


def test_numbers_and_days_are_written_as_the_language_writes_them():
    with translation.override("es"):
        assert write_number(1234567) == "1.234.567"
        assert write_number(Decimal("96.153846")) == "96,2"
        assert write_number(Decimal("40.000000")) == "40"
        assert write_day(date(2017, 3, 31)) == "31 de marzo de 2017"
    with translation.override("en"):
        assert write_number(1234567) == "1,234,567"
        assert write_day(date(2017, 3, 31)) == "31 March 2017"
