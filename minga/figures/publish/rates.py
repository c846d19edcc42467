"""Rates of rare events with their intervals: few deaths say little, and the interval says so."""

from decimal import Decimal
from math import sqrt

Z = 1.959964
"""The normal deviate of a 95 % interval."""


def rate_with_interval(events: int, base: int, *, per: int) -> tuple[Decimal, Decimal, Decimal]:
    """Events per `per` of `base`, with its 95 % interval (Poisson, Byar's approximation).

    Source: Breslow and Day, Statistical Methods in Cancer Research II (1987), equation 2.13.

    Raises:
        ValueError: when `base` is not positive.
    """
    if base <= 0:
        raise ValueError("a rate needs a base above zero")
    low = 0.0
    if events:
        low = events * (1 - 1 / (9 * events) - Z / (3 * sqrt(events))) ** 3
    more = events + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    scale = per / base
    rate = Decimal(events) * per / base
    return rate, Decimal(str(max(low, 0.0) * scale)), Decimal(str(high * scale))
