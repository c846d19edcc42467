"""How numbers are written in Ecuadorian Spanish (1.234,5) and in English (1,234.5)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Language = Literal["es", "en"]
_SWAP = str.maketrans(",.", ".,")


def write(value: int | Decimal, *, language: Language, places: int | None = None) -> str:
    """The number with separators of the language; four digits are grouped too (`8.000`).

    `places` are the decimals, rounded half up; without it those that the value has.
    """
    number = Decimal(value)
    if places is None:
        exponent = number.normalize().as_tuple().exponent
        places = max(-exponent, 0) if isinstance(exponent, int) else 0
    unit = Decimal(1).scaleb(-places)
    written = f"{number.quantize(unit, rounding=ROUND_HALF_UP):,.{places}f}"
    return written.translate(_SWAP) if language == "es" else written


def rounded(value: Decimal, *, digits: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """The value at so many significant digits; whole numbers below ten keep their unit."""
    step = Decimal(10) ** max(value.copy_abs().adjusted() - digits + 1, 0)
    return (value / step).quantize(Decimal(1), rounding=rounding) * step
