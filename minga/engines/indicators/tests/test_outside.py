"""Numbers from outside: statistics by area, estimates by catchment, rates with their interval."""

from decimal import Decimal

import pytest

from minga.engines.indicators.rates import poisson_interval
from minga.engines.indicators.tests.tables import by_year, cells, count, facts, value

BIRTHS = facts(
    outside="""
    measure | place      | year | value | version
    births  | quinindé   | 2013 | 90    |
    births  | quinindé   | 2014 | 100   | 1
    births  | quinindé   | 2014 | 110   | 2
    births  | muisne     | 2014 | 40    |
    births  | esmeraldas | 2015 | 160   |
    births  | muisne     | 2015 | 45    |
    births  | lago_agrio | 2015 | 70    |
    births  | ecuador    | 2015 | 9999  |
    """
)
BORN = {"count": {"observation": "births"}}


def test_the_years_that_a_period_touches_add_up_and_the_last_version_holds():
    assert by_year(BIRTHS, **BORN) == [150, 230, 0]
    assert value(BIRTHS, **BORN) == 380


def test_as_of_takes_the_last_year_stated_of_each_place():
    assert value(BIRTHS, **BORN, period="as_of") == 160 + 70
    assert value(BIRTHS, **BORN, period="as_of", as_of="2014-12-31") == 110 + 40
    assert value(BIRTHS, **BORN, period="as_of", as_of="2013-12-31") == 90


def test_what_is_stated_for_a_province_is_not_added_to_its_cantons():
    now = BORN | {"period": "as_of"}
    assert cells(BIRTHS, "province", **now) == {"esmeraldas": 160, "sucumbíos": 70}
    assert cells(BIRTHS, "canton", **now) == {"quinindé": 110, "muisne": 45, "lago_agrio": 70}


def test_what_is_stated_for_the_country_counts_where_nothing_else_is_stated():
    known = facts(outside="measure | place | year | value\nbirths | ecuador | 2015 | 9999")
    assert value(known, **BORN) == 9999


CATCHMENT = facts(
    people="id | person\nana |\nben |",
    steps="""
    step              | on         | subject | place
    training.attended | 2014-03-01 | ana     | quinindé
    training.attended | 2014-03-01 | ben     | quinindé
    training.attended | 2015-03-01 | ben     | muisne
    training.attended | 2013-03-01 | ben     | lago_agrio
    """,
    outside="""
    measure    | place      | year | value
    population | quinindé   | 2014 | 1001
    population | quinindé   | 2018 | 9000
    population | muisne     | 2012 | 50
    population | lago_agrio | 2014 | 7000
    coverage   | quinindé   | 2014 | 0.25
    coverage   | muisne     | 2014 | 1.5
    coverage   | lago_agrio | 2014 | 0.5
    """,
)
ESTIMATE = {
    "of": ["training.attended"],
    "population": "population",
    "coverage": "coverage",
    "minus": "direct",
}
DIRECT = {"direct": {"count": "people", "of": ["training.attended"]}}


def test_an_estimate_is_population_by_coverage_less_those_reached_directly():
    found = cells(CATCHMENT, "canton", count={"catchment": ESTIMATE}, others=DIRECT)
    # 1001 x 0.25 = 250.25, so 250, less ana and ben; 50 x 1.5 is capped at 50, less ben
    assert found == {"quinindé": 248, "muisne": 49}


def test_an_estimate_adds_up_over_cantons_and_provinces():
    total, *provinces = count(
        CATCHMENT, count={"catchment": ESTIMATE}, others=DIRECT, by=["province"]
    )
    assert total.value == 248 + 49
    assert [(row.axes, row.value) for row in provinces] == [((("province", "esmeraldas"),), 297)]


def test_an_estimate_counts_only_cantons_reached_in_its_period():
    said = {"count": {"catchment": ESTIMATE}, "others": DIRECT}
    assert by_year(CATCHMENT, **said) == [248, 49, 0]
    assert value(CATCHMENT, as_of="2014-12-31", **said) == 248


def test_without_denominator_or_coverage_there_is_no_estimate():
    known = facts(
        people="id | person\nana |",
        steps="step | on | subject | place\ntraining.attended | 2014-03-01 | ana | quinindé",
        outside="measure | place | year | value\npopulation | quinindé | 2014 | 1000",
    )
    assert count(known, count={"catchment": ESTIMATE}, others=DIRECT)[0].value == 0


def test_an_estimate_is_never_below_nothing():
    known = facts(
        people="id | person\nana |\nben |",
        steps="""
        step              | on         | subject | place
        training.attended | 2014-03-01 | ana     | quinindé
        training.attended | 2014-03-01 | ben     | quinindé
        """,
        outside="""
        measure    | place    | year | value
        population | quinindé | 2014 | 10
        coverage   | quinindé | 2014 | 0.1
        """,
    )
    assert value(known, count={"catchment": ESTIMATE}, others=DIRECT) == 0


# Ratios.

DEATHS = facts(
    outside="""
    measure | place      | year | value
    deaths  | esmeraldas | 2014 | 12
    deaths  | sucumbíos  | 2014 | 7
    births  | esmeraldas | 2014 | 11640
    births  | sucumbíos  | 2014 | 4000
    """
)
PARTS = {
    "deaths": {"count": {"observation": "deaths"}, "by": ["province"]},
    "births": {"count": {"observation": "births"}, "by": ["province"]},
}
RATE = {"of": "deaths", "over": "births", "per": 100_000, "interval": "poisson"}


def test_a_rate_keeps_its_parts_and_has_an_interval():
    row = count(DEATHS, count={"ratio": RATE}, others=PARTS)[0]
    assert (row.numerator, row.denominator) == (19, 15640)
    assert round(row.value, 1) == Decimal("121.5")
    assert (round(row.low, 1), round(row.high, 1)) == (Decimal("73.1"), Decimal("189.7"))


def test_a_ratio_has_no_value_where_nothing_stands_below():
    row = count(facts(), count={"ratio": RATE}, others=PARTS)[0]
    assert (row.value, row.low, row.high) == (None, None, None)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        # Garwood 1936, as printed in tables of exact Poisson limits
        (0, "0.000", "3.689"),
        (1, "0.025", "5.572"),
        (5, "1.623", "11.668"),
        (10, "4.795", "18.390"),
        (20, "12.217", "30.888"),
        (50, "37.111", "65.919"),
        (100, "81.364", "121.627"),
    ],
)
def test_the_interval_of_a_count_is_exact(events, low, high):
    found = poisson_interval(events)
    assert [round(end, 3) for end in found] == [Decimal(low), Decimal(high)]


def test_no_interval_of_what_cannot_be():
    with pytest.raises(ValueError, match="cannot be"):
        poisson_interval(-1)
