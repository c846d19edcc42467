"""Maternal deaths over births, with intervals: few deaths say little, and the interval says so."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import exp, log, sqrt

from minga.engines.indicators.rates import poisson_interval
from minga.figures.publish.factsheet import Entry, FigureRef, Mortality, RatePeriod
from minga.figures.publish.making import Making
from minga.figures.publish.words import say, write_number
from minga.foundation.definitions.pack.publication import MortalityText, SpanText

PER_BIRTHS = 100_000
Z = 1.959964
"""The normal deviate of a 95 % interval."""


@dataclass(frozen=True)
class Estimate:
    """A number with the two ends of its 95 % interval."""

    value: Decimal
    low: Decimal
    high: Decimal


def rate_with_interval(events: int, base: int, *, per: int) -> Estimate:
    """Events per `per` of `base`, with the exact interval of the events.

    Raises:
        ValueError: when `base` is not positive.
    """
    if base <= 0:
        raise ValueError("a rate needs a base above zero")
    low, high = poisson_interval(events)
    return Estimate(*(Decimal(number) * per / base for number in (events, low, high)))


def change_between(before: tuple[int, int], after: tuple[int, int]) -> Estimate:
    """How many times the earlier rate the later one is; both are (events, base).

    The interval is that of the logarithm, with variance 1/events of each.

    Raises:
        ValueError: when either has no events, as then no ratio can be given.
    """
    if not before[0] or not after[0]:
        raise ValueError("a ratio of two rates needs events in both")
    ratio = (after[0] / after[1]) / (before[0] / before[1])
    spread = Z * sqrt(1 / before[0] + 1 / after[0])
    low, high = (exp(log(ratio) + sign * spread) for sign in (-1, 1))
    return Estimate(Decimal(str(ratio)), Decimal(str(low)), Decimal(str(high)))


def make_mortality(make: Making, text: MortalityText) -> Mortality | None:
    """Deaths and births of each span of years; nothing when a year is missing."""
    outside = make.about.outside
    years = {year for span in text.periods for year in range(span.starts, span.ends + 1)}
    if any(
        (measure, year) not in outside for measure in (text.deaths, text.births) for year in years
    ):
        return None
    periods = tuple(_period(make, text, span) for span in text.periods)
    return Mortality(
        code="maternal_mortality",
        title=make.say(text.title),
        periods=periods,
        answer=_answer(periods, make.language),
        caution=make.say(text.caution),
        source=make.say(text.source),
    )


def _period(make: Making, text: MortalityText, span: SpanText) -> RatePeriod:
    """One span of years; its deaths are withheld where they are fewer than may be shown."""
    outside = make.about.outside
    years = range(span.starts, span.ends + 1)
    deaths = sum(int(outside[text.deaths, year]) for year in years)
    births = sum(int(outside[text.births, year]) for year in years)
    label = f"{span.starts}–{span.ends}"
    hidden = RatePeriod(FigureRef("", "", note=0), label, None, births, None, None, None, True)
    if deaths >= make.about.least_deaths:
        rate = rate_with_interval(deaths, births, per=PER_BIRTHS)
        hidden = replace(
            hidden, deaths=deaths, rate=rate.value, low=rate.low, high=rate.high, suppressed=False
        )
    return replace(hidden, figure=_note(make, text, hidden, span))


def _note(make: Making, text: MortalityText, period: RatePeriod, span: SpanText) -> FigureRef:
    """The entry that a span opens: its deaths, births and interval, and where they come from."""
    language = make.language
    more = [(say(language, "births"), write_number(period.births or 0, language=language))]
    if period.deaths is not None and period.low is not None and period.high is not None:
        bounds = (write_number(x, language=language, places=0) for x in (period.low, period.high))
        deaths = write_number(period.deaths, language=language)
        more = [
            (say(language, "deaths"), deaths),
            *more,
            (say(language, "interval_of_rate"), "–".join(bounds)),
        ]
    rate = None if period.rate is None else int(period.rate.to_integral_value())
    entry = Entry(
        code=f"maternal_mortality.{span.starts}-{span.ends}",
        note=0,
        title=say(language, "mortality_of", period=period.label),
        definition=say(language, "mortality_method"),
        as_of=date(span.ends, 12, 31),
        snapshot=make.about.snapshot,
        version=None,
        value=rate,
        unit=say(language, "mortality_short"),
        suppressed=period.suppressed,
        source=make.say(text.source),
        more=tuple(more),
    )
    return make.quotes.add(entry)


def _answer(periods: tuple[RatePeriod, ...], language: str) -> str:
    """What the first and the last span say of each other, or nothing where one is withheld."""
    first, last = periods[0], periods[-1]
    if len(periods) < 2 or not (first.deaths and last.deaths and first.births and last.births):
        return ""
    change = change_between((first.deaths, first.births), (last.deaths, last.births))
    numbers = {
        name: write_number(number, language=language, places=2)
        for name, number in (("ratio", change.value), ("low", change.low), ("high", change.high))
    }
    key = "change_unclear" if change.low <= 1 <= change.high else "change_clear"
    return say(language, key, first=first.label, last=last.label, **numbers)
