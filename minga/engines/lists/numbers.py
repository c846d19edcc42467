"""Numbers and sums of money in Spanish and in English writing."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from minga.engines.lists.findings import Reading, finding
from minga.engines.lists.reading import Cell
from minga.engines.lists.words import MARKS, is_missing, normal, plain

_DECORATION = re.compile(r"(us ?\$|usd|\$|dólares|dolares|dollars)", re.IGNORECASE)
_BODY = re.compile(r"^[+-]?\d[\d.,]{0,30}$")


LARGEST_COUNT = 1_000_000_000


class DecimalMark(StrEnum):
    """Which character a column puts before the decimals."""

    COMMA = ","
    POINT = "."


def decimal_mark(cells: Iterable[Cell]) -> DecimalMark | None:
    """The decimal mark that a column's texts give evidence of; None where they give none."""
    seen = {mark for cell in cells if isinstance(cell, str) and (mark := _evidence(_bare(cell)))}
    return seen.pop() if len(seen) == 1 else None


def _bare(text: str) -> str:
    return re.sub(r"[\s ']", "", _DECORATION.sub("", text))


def _evidence(text: str) -> DecimalMark | None:
    if not _BODY.match(text):
        return None
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return None
    mark = DecimalMark(text[last])
    both = "," in text and "." in text
    if both or (text.count(mark) == 1 and len(text) - last - 1 != 3):
        return mark
    if text.count(mark) > 1:
        return DecimalMark.POINT if mark is DecimalMark.COMMA else DecimalMark.COMMA
    return None


def read_number(
    cell: Cell, *, mark: DecimalMark | None = None, whole: bool = False
) -> Reading[Decimal]:
    """The number of a cell.

    `mark` is the column's decimal mark; `whole` says that decimals are not expected, so that
    1.234 is one thousand and something. Where neither tells, it is taken so and marked for review.
    """
    if isinstance(cell, bool) or (isinstance(cell, float) and not math.isfinite(cell)):
        return Reading(None, finding("number_unreadable", cell=str(cell)))
    if isinstance(cell, int | float):
        return Reading(Decimal(plain(cell)))
    text = plain(cell)
    if is_missing(text) or text in {"-", "—"}:
        return Reading(None)
    bare = _bare(text)
    if not _BODY.match(bare):
        return Reading(None, finding("number_unreadable", cell=text))
    own = _evidence(bare)
    settled = own or mark
    if settled is None and ("," in bare or "." in bare):
        doubt = None if whole else finding("number_ambiguous", cell=text)
        return Reading(Decimal(re.sub(r"[.,]", "", bare)), doubt)
    thousands = "." if settled is DecimalMark.COMMA else ","
    tidy = bare.replace(thousands, "").replace(",", ".")
    if tidy.count(".") > 1:
        return Reading(None, finding("number_unreadable", cell=text))
    return Reading(Decimal(tidy.rstrip(".")))


def read_whole(cell: Cell, *, mark: DecimalMark | None = None) -> Reading[int]:
    """A count: a whole number that is not negative."""
    reading = read_number(cell, mark=mark, whole=True)
    if reading.value is None:
        return Reading(None, reading.finding)
    if (
        not 0 <= reading.value <= LARGEST_COUNT
        or reading.value != reading.value.to_integral_value()
    ):
        return Reading(None, finding("number_unreadable", cell=plain(cell)))
    return Reading(int(reading.value), reading.finding)


def read_yes_no(cell: Cell) -> Reading[bool]:
    """A yes or no, or a tick."""
    text = normal(plain(cell))
    if text in MARKS:
        return Reading(True)
    if text in {"no", "n", "0", "false", "falso"}:
        return Reading(False)
    if is_missing(text):
        return Reading(None)
    return Reading(None, finding("tick_strange", cell=plain(cell)))
