"""The functions that an expression may call: those of XLSForm that make sense at a screen.

None of them draws lots, asks a device or looks into another file.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from minga.engines.xforms.values import Value, day, number, text, truth

MANY = 99


class Function(NamedTuple):
    """A function, and how few and how many arguments it takes."""

    call: Callable[..., Value]
    least: int
    most: int


def _index(value: Value) -> int:
    """A whole number to count with; 0 for what is none."""
    found = number(value)
    return int(found) if math.isfinite(found) else 0


def _round(value: Value, places: Value = 0.0) -> float:
    """Halves go up, as in XPath, not to the even neighbour."""
    found, scale = number(value), 10 ** max(-9, min(9, _index(places)))
    wide = found * scale
    return math.floor(wide + 0.5) / scale if math.isfinite(wide) else found


def _whole(how: Callable[[float], int]) -> Callable[[Value], float]:
    def apply(value: Value) -> float:
        found = number(value)
        return float(how(found)) if math.isfinite(found) else found

    return apply


def _date(value: Value) -> Value:
    return day(value) or ""


def _format_date(value: Value, form: Value) -> str:
    """`%Y-%m-%d` and the like; nothing where there is no day."""
    found = day(value)
    return found.strftime(text(form)) if isinstance(found, date) else ""


def _selected_at(several: Value, at: Value) -> str:
    said, index = text(several).split(), number(at)
    return said[int(index)] if 0 <= index < len(said) else ""


def _substr(value: Value, start: Value, end: Value = math.inf) -> str:
    last = None if end == math.inf else _index(end)
    return text(value)[_index(start) : last]


def _parts(value: Value, at: Value) -> tuple[str, str]:
    """What stands before and after a mark; nothing where it does not occur."""
    said, mark = text(value), text(at)
    if not mark:
        return "", said
    before, found, after = said.partition(mark)
    return (before, after) if found else ("", "")


def _best(pick: Callable[[list[float]], float]) -> Callable[..., float]:
    def apply(*values: Value) -> float:
        found = [each for each in map(number, values) if not math.isnan(each)]
        return pick(found) if found else math.nan

    return apply


def _regex(value: Value, pattern: Value) -> bool:
    """Whether the whole text is as the pattern says; never where the pattern cannot be read."""
    try:
        return bool(re.fullmatch(text(pattern), text(value)))
    except re.error:
        return False


FUNCTIONS: Mapping[str, Function] = {
    "abs": Function(lambda v: abs(number(v)), 1, 1),
    "boolean": Function(truth, 1, 1),
    "ceiling": Function(_whole(math.ceil), 1, 1),
    "coalesce": Function(lambda one, other: one if text(one) else other, 2, 2),
    "concat": Function(lambda *values: "".join(map(text, values)), 1, MANY),
    "contains": Function(lambda v, part: text(part) in text(v), 2, 2),
    "count-selected": Function(lambda v: float(len(text(v).split())), 1, 1),
    "date": Function(_date, 1, 1),
    "ends-with": Function(lambda v, part: text(v).endswith(text(part)), 2, 2),
    "false": Function(lambda: False, 0, 0),
    "floor": Function(_whole(math.floor), 1, 1),
    "format-date": Function(_format_date, 2, 2),
    "int": Function(_whole(int), 1, 1),
    "max": Function(_best(max), 1, MANY),
    "min": Function(_best(min), 1, MANY),
    "normalize-space": Function(lambda v: " ".join(text(v).split()), 1, 1),
    "not": Function(lambda v: not truth(v), 1, 1),
    "number": Function(number, 1, 1),
    "regex": Function(_regex, 2, 2),
    "round": Function(_round, 1, 2),
    "selected": Function(lambda several, one: text(one) in text(several).split(), 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "starts-with": Function(lambda v, part: text(v).startswith(text(part)), 2, 2),
    "string": Function(text, 1, 1),
    "string-length": Function(lambda v: float(len(text(v))), 1, 1),
    "substr": Function(_substr, 2, 3),
    "substring-after": Function(lambda v, at: _parts(v, at)[1], 2, 2),
    "substring-before": Function(lambda v, at: _parts(v, at)[0], 2, 2),
    "true": Function(lambda: True, 0, 0),
}
OWN: Mapping[str, tuple[int, int]] = {"if": (3, 3), "today": (0, 0)}
"""Functions that the evaluation itself answers: they look at more than their arguments."""
