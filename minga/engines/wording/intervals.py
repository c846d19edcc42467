"""How two bounds are said, rounded outwards so that what is said holds the truth."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from minga.engines.wording.numbers import Language, rounded, write

SLACK = Decimal("0.05")
"""How far a said bound may lie outside the true one, as a share of the true one."""


def fits_between(said: tuple[Decimal, Decimal], *, low: int | Decimal, high: int | Decimal) -> bool:
    """Whether the said bounds hold the true ones and are at most a twentieth wider at each end."""
    down, up = Decimal(low) - said[0], said[1] - Decimal(high)
    return 0 <= down <= abs(Decimal(low)) * SLACK and 0 <= up <= abs(Decimal(high)) * SLACK


def say_between(low: int | Decimal, high: int | Decimal, *, language: Language) -> str:
    """`entre 12.400 y 13.100`, `between 12,400 and 13,100`; equal bounds are one number.

    Bounds keep three digits, or all of them where three would be too rough.

    Raises:
        ValueError: when `low` is above `high`.
    """
    if low > high:
        raise ValueError(f"bounds are the wrong way round: {low} > {high}")
    down, up = Decimal(low), Decimal(high)
    if down == up:
        return write(down, language=language)
    said = (
        rounded(down, digits=3, rounding=ROUND_FLOOR),
        rounded(up, digits=3, rounding=ROUND_CEILING),
    )
    if not fits_between(said, low=low, high=high):
        said = (down, up)
    first, last = (write(bound, language=language) for bound in said)
    return f"entre {first} y {last}" if language == "es" else f"between {first} and {last}"
