"""Dates and ages as people write them: in any order, in words, as serials, or years alone."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from minga.engines.lists.findings import Reading, finding
from minga.engines.lists.reading import Cell
from minga.engines.lists.words import is_missing, normal, plain

_MONTHS: dict[str, int] = {}
for _index, _names in enumerate(
    (
        "enero ene january jan",
        "febrero feb february",
        "marzo mar march",
        "abril abr april apr",
        "mayo may",
        "junio jun june",
        "julio jul july",
        "agosto ago august aug",
        "septiembre setiembre sep sept set september",
        "octubre oct october",
        "noviembre nov november",
        "diciembre dic december dec",
    ),
    start=1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _index))

_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(3_660, 73_051)
"""Excel's day numbers from 1910 to 2099; below 2,100 a bare number is a year instead."""
_YEARS = range(1900, 2101)
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.? ?m\.?)?Z?$", re.IGNORECASE)
_NUMERIC = re.compile(r"^(\d{1,4})[\s./\\-]+(\d{1,2})[\s./\\-]+(\d{1,4})$")
_COMPACT = re.compile(r"^(19|20)(\d{2})(\d{2})(\d{2})$")
_AGE = re.compile(r"^(\d{1,3})(?:[.,]\d+)?\s*(\w*)")


class DateOrder(StrEnum):
    """In which order a column writes day and month; `unsettled` where its cells contradict."""

    DMY = "dmy"
    MDY = "mdy"
    UNSETTLED = "unsettled"


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class PartialDate(NamedTuple):
    """A date and how much of it is known.

    A month alone stands at its 15th and a year alone at 1 July, so that an age computed from it
    is off by half the unknown span at most.
    """

    day: dt.date
    precision: Precision


def date_order(cells: Iterable[Cell]) -> DateOrder | None:
    """The order that the cells of a column give evidence of; None where they give none."""
    day_first = month_first = False
    for cell in cells:
        found = _NUMERIC.match(_text(cell)) if isinstance(cell, str) else None
        if found and len(found[1]) <= 2:
            one, two = int(found[1]), int(found[2])
            day_first |= 12 < one <= 31 and two <= 12
            month_first |= 12 < two <= 31 and one <= 12
    if day_first and month_first:
        return DateOrder.UNSETTLED
    return DateOrder.DMY if day_first else DateOrder.MDY if month_first else None


def read_date(
    cell: Cell, *, order: DateOrder = DateOrder.DMY, latest: dt.date
) -> Reading[PartialDate]:
    """The date of a cell.

    `order` settles 03/04/2015; `latest` (the day the list came in) settles two-digit years and
    marks dates that had not come yet. Unreadable cells give no value and a finding.
    """
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return _within(Reading(PartialDate(cell, Precision.DAY)), latest)
    if isinstance(cell, bool | dt.time | dt.timedelta):
        return Reading(None, finding("date_unreadable", cell=str(cell)))
    return _within(_read_text(plain(cell), order, latest), latest)


def _within(reading: Reading[PartialDate], latest: dt.date) -> Reading[PartialDate]:
    if reading.value is None:
        return reading
    day, precision = reading.value
    last = latest if precision is Precision.DAY else dt.date(latest.year, 12, 31)
    if not dt.date(1900, 1, 1) <= day <= last:
        return Reading(reading.value, finding("date_out_of_range", date=day.isoformat()))
    return reading


def _text(cell: Cell) -> str:
    return _CLOCK.sub("", plain(cell)).strip(" .,")


@lru_cache(maxsize=65_536)
def _read_text(text: str, order: DateOrder, latest: dt.date) -> Reading[PartialDate]:
    if is_missing(text):
        return Reading(None)
    bare = _text(text)
    if re.fullmatch(r"\d{4,5}(\.\d+)?", bare):
        return _number(bare)
    if found := _COMPACT.match(bare):
        return _day(int(found[1] + found[2]), int(found[3]), int(found[4]), text)
    if found := _NUMERIC.match(bare):
        return _ordered(found[1], found[2], found[3], order, latest, text)
    return _in_words(bare, latest, text)


def _number(text: str) -> Reading[PartialDate]:
    number = int(float(text))
    if number in _YEARS:
        return Reading(PartialDate(dt.date(number, 7, 1), Precision.YEAR))
    if number in _SERIALS:
        return Reading(PartialDate(_EPOCH + dt.timedelta(days=number), Precision.DAY))
    return Reading(None, finding("date_unreadable", cell=text))


def _day(year: int, month: int, day: int, text: str) -> Reading[PartialDate]:
    try:
        return Reading(PartialDate(dt.date(year, month, day), Precision.DAY))
    except (ValueError, OverflowError):
        return Reading(None, finding("date_unreadable", cell=text))


def _year(text: str, latest: dt.date) -> int:
    """Two digits are the last such year that had come by `latest`."""
    year = int(text)
    if len(text) > 2:
        return year
    return 2000 + year if 2000 + year <= latest.year else 1900 + year


def _ordered(
    first: str, second: str, third: str, order: DateOrder, latest: dt.date, text: str
) -> Reading[PartialDate]:
    if len(first) == 4:
        year, one, two = int(first), int(second), int(third)
        return _day(year, two, one, text) if one > 12 >= two else _day(year, one, two, text)
    if len(first) == 3 or len(third) == 3:
        return Reading(None, finding("date_unreadable", cell=text))
    year, one, two = _year(third, latest), int(first), int(second)
    if one > 12 or (order is not DateOrder.MDY and two <= 12):
        reading = _day(year, two, one, text)
    else:
        reading = _day(year, one, two, text)
    both = one <= 12 and two <= 12 and one != two
    if both and order is DateOrder.UNSETTLED and reading.value is not None:
        other = dt.date(year, one, two).isoformat()
        day = reading.value.day.isoformat()
        return Reading(reading.value, finding("date_ambiguous", one=day, other=other))
    return reading


def _in_words(bare: str, latest: dt.date, text: str) -> Reading[PartialDate]:
    """`12 de mayo de 2015`, `mayo 12, 2015`, `12-may-15`, `mayo 2015`, `5/2015`."""
    words = normal(bare).split()
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdigit()]
    if len(months) == 1 and len(numbers) == 2:
        day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
        if len(day) <= 2 and len(year) in {2, 4}:
            return _day(_year(year, latest), months[0], int(day), text)
    if not months and re.fullmatch(r"\d{1,2} \d{4}", " ".join(words)):
        months, numbers = [int(numbers[0])], numbers[1:]
    if len(months) == 1 and len(numbers) == 1 and len(numbers[0]) == 4:
        reading = _day(int(numbers[0]), months[0], 15, text)
        if reading.value is not None:
            return Reading(PartialDate(reading.value.day, Precision.MONTH))
    return Reading(None, finding("date_unreadable", cell=text))


class Age(NamedTuple):
    """Completed years, and months beyond them where a baby's age is given in months."""

    years: int
    months: int = 0

    def birth(self, on: dt.date) -> PartialDate:
        """A birth date that gives this age on the day `on`: the middle of the possible span."""
        if self.months:
            return PartialDate(_months_before(on, self.months), Precision.MONTH)
        return PartialDate(_months_before(on, self.years * 12 + 6), Precision.YEAR)


def _months_before(day: dt.date, months: int) -> dt.date:
    whole = day.year * 12 + day.month - 1 - months
    return dt.date(whole // 12, whole % 12 + 1, min(day.day, 28))


def read_age(cell: Cell) -> Reading[Age]:
    """An age in years (`34`, `34 años`) or in months (`8 meses`)."""
    text = plain(cell)
    if is_missing(text):
        return Reading(None)
    found = _AGE.match(text)
    unit = normal(found[2]) if found else ""
    if found and unit.startswith(("mes", "month")) and int(found[1]) < 60:
        months = int(found[1])
        return Reading(Age(months // 12, months))
    usual = not unit or unit.startswith(("a", "y"))
    if found and usual and int(found[1]) <= 115:
        return Reading(Age(int(found[1])))
    return Reading(None, finding("age_unreadable", cell=text))


def age_on(birth: dt.date, day: dt.date) -> int:
    """Completed years on `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
