"""Maternal mortality: counts and intervals, what two spans say of each other, nothing of causes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from minga.figures.publish.assemble import assemble
from minga.figures.publish.html import render_html
from minga.figures.publish.mortality import change_between, rate_with_interval
from minga.figures.publish.tests.test_assembly import TEXT, circumstances, everything


def near(value, expected, by="0.005"):
    return abs(value - Decimal(expected)) <= Decimal(by)


def mortality(**changes):
    """The mortality part of the pack's sheet under changed circumstances."""
    about = replace(circumstances("en"), **changes)
    return assemble(TEXT, language="en", figures=everything(), about=about).mortality


def outside(before, after):
    """Deaths a year before and after, over the same births."""
    found = {("live_births", year): 15500 for year in range(2011, 2017)}
    deaths = {year: before if year < 2014 else after for year in range(2011, 2017)}
    return found | {("maternal_deaths", year): number for year, number in deaths.items()}


def test_a_missing_year_leaves_mortality_out_rather_than_guessing():
    about = replace(circumstances(), outside={("live_births", 2011): 15500})
    assert assemble(TEXT, language="es", figures=everything(), about=about).mortality is None


def test_the_interval_of_few_deaths_is_that_of_the_tables():
    # Exact Poisson limits of 10 events: 4.80 and 18.39 (Breslow and Day, table 2.10).
    rate = rate_with_interval(10, 100_000, per=100_000)
    assert rate.value == 10
    assert abs(rate.low - Decimal("4.80")) < Decimal("0.01")
    assert abs(rate.high - Decimal("18.39")) < Decimal("0.01")


def test_no_deaths_still_have_an_upper_bound():
    # Exact: 3.69 of 0 events (Breslow and Day, table 2.10).
    rate = rate_with_interval(0, 100_000, per=100_000)
    assert rate.value == rate.low == 0
    assert near(rate.high, "3.69")


def test_the_change_between_two_spans_has_an_interval_on_the_scale_of_its_logarithm():
    # 40 of 20,000 against 80 of 20,000: exp(ln 0.5 ± 1.96 √(1/40 + 1/80)).
    change = change_between((80, 20_000), (40, 20_000))
    assert near(change.value, "0.5")
    assert near(change.low, "0.3418")
    assert near(change.high, "0.7315")
    with pytest.raises(ValueError, match="events in both"):
        change_between((0, 100), (3, 100))


def test_a_change_that_may_be_chance_is_said_to_be_so():
    unclear = mortality(outside=outside(20, 15))
    assert "possible that nothing changed" in unclear.answer
    clear = mortality(outside=outside(40, 15))
    assert "more than chance, and does not say why" in clear.answer


def test_too_few_deaths_are_withheld_with_their_rate_and_leave_no_comparison():
    hidden = mortality(outside=outside(20, 1), least_deaths=5)
    assert [period.suppressed for period in hidden.periods] == [False, True]
    assert hidden.periods[1].deaths is None
    assert hidden.answer == ""
    assert hidden.periods[1].figure.suppressed


def test_each_ratio_opens_an_entry_with_its_deaths_births_and_interval():
    about = circumstances("en")
    sheet = assemble(TEXT, language="en", figures=everything(), about=about)
    entry = sheet.entry("maternal_mortality.2011-2013")
    assert entry
    assert [name for name, _ in entry.more] == ["Deaths", "Live births", "95% interval"]
    assert dict(entry.more)["Deaths"] == "54"
    assert 'href="#figure-maternal_mortality.2011-2013"' in render_html(sheet)
