"""How sure a rate of rare events is: the exact interval of a Poisson count."""

from collections.abc import Callable
from decimal import Decimal
from math import exp, fsum, lgamma, log, sqrt

TAIL = 0.025
"""What is left out at each end of a 95 % interval."""
HALVINGS = 80
"""Far more than the digits that a float has."""
DIGITS = Decimal("0.000001")


def poisson_interval(events: int) -> tuple[Decimal, Decimal]:
    """The exact 95 % interval for the mean of a Poisson count (Garwood, Biometrika 1936).

    The lower end is the mean under which so many or more had a chance of 2.5 %, the upper end
    the mean under which so many or fewer had it.

    Raises:
        ValueError: for a negative count.
    """
    if events < 0:
        raise ValueError(f"{events} events cannot be")
    far = events + 10 * sqrt(events + 1) + 10
    low = 0.0
    if events:
        low = _crossing(lambda mean: 1 - _at_most(events - 1, mean) < TAIL, far)
    high = _crossing(lambda mean: _at_most(events, mean) > TAIL, far)
    return Decimal(low).quantize(DIGITS), Decimal(high).quantize(DIGITS)


def _at_most(events: int, mean: float) -> float:
    """The chance of so many events or fewer."""
    if mean <= 0:
        return 1.0
    return fsum(exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(events + 1))


def _crossing(below: Callable[[float], bool], high: float) -> float:
    """Where `below`, true from 0 on, ceases to be true."""
    low = 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return low
