"""Values of expressions, and how one kind is read as another: as XPath 1.0 does, with days.

A day counts as a number where a number is asked (days since 1970), so that `today() - 7` works.
What is no number is NaN, which equals nothing, comes before nothing and counts as false.
"""

import math
from datetime import date, timedelta
from decimal import Decimal

Value = str | float | bool | date
EPOCH = date(1970, 1, 1)


def of_answer(answer: object) -> Value:
    """An answer as a value: several choices are one text with spaces, as in every XForm."""
    match answer:
        case None:
            return ""
        case bool() | date() | str():
            return answer
        case int() | float() | Decimal():
            return float(answer)
        case list() | tuple():
            return " ".join(str(each) for each in answer)
    return str(answer)


def number(value: Value) -> float:
    """The value as a number; NaN where it is none."""
    if isinstance(value, date):
        return float((value - EPOCH).days)
    if not isinstance(value, str):
        return float(value)
    said = value.strip()
    try:
        found = float(Decimal(said)) if said else math.nan
    except (ArithmeticError, ValueError):
        known = day(said)
        return math.nan if known is None else number(known)
    return found if math.isfinite(found) else math.nan


def text(value: Value) -> str:
    """The value as text; whole numbers without a point."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case float() if math.isfinite(value) and value == int(value):
            return str(int(value))
        case float():
            return "" if math.isnan(value) else repr(value)
    return value


def truth(value: Value) -> bool:
    """Whether the value counts as true."""
    match value:
        case bool():
            return value
        case float():
            return value != 0 and not math.isnan(value)
        case date():
            return True
    return value != ""


def day(value: Value) -> date | None:
    """The value as a day: an ISO date, or a number of days since 1970."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str):
            return date.fromisoformat(value.strip()[:10])
        return EPOCH + timedelta(days=int(value))
    except (ValueError, OverflowError):
        return None


def equal(one: Value, other: Value) -> bool:
    """XPath's `=`: truths as truths, numbers and days as numbers, all else as text."""
    pair = (one, other)
    if any(isinstance(each, bool) for each in pair):
        return truth(one) == truth(other)
    if any(isinstance(each, float | date) for each in pair):
        return number(one) == number(other)
    return text(one) == text(other)
