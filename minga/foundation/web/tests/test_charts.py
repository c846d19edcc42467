"""Charts draw what they say: bars from zero, areas as numbers, nothing of what is withheld."""

from minga.foundation.web.charts import (
    UNSAID,
    Bar,
    Bars,
    Point,
    Series,
    SmallMultiples,
    Spot,
    SymbolMap,
)


def test_bars_begin_at_zero_and_the_largest_number_fills_the_row():
    chart = Bars("?", "", "people", (Bar("a", 50, promised=200), Bar("b", 100, low=90, high=110)))
    a, b = chart.drawn
    assert (a.length, a.promised, b.length) == ("25.0%", "100.0%", "50.0%")
    assert (b.low, b.high) == ("45.0%", "55.0%")


def test_bars_of_different_things_have_scales_of_their_own():
    chart = Bars("?", "", "", (Bar("a", 5, promised=10), Bar("b", 1_000)), own_scale=True)
    assert [each.length for each in chart.drawn] == ["50.0%", "100.0%"]


def test_nothing_to_compare_draws_nothing():
    assert Bars("?", "", "people", ()).drawn == []
    assert Bars("?", "", "people", (Bar("a", 0),)).drawn[0].length == "0.0%"


def test_small_charts_share_one_scale():
    low = Series("low", (Point("2015", 10),))
    high = Series("high", (Point("2015", 40),))
    (_, first), (_, second) = SmallMultiples("?", "", (low, high)).drawn
    assert second[0].height == 4 * first[0].height


def test_a_withheld_period_has_a_height_that_says_nothing():
    heights = {
        SmallMultiples("?", "", (Series("s", (Point("2015", 40), Point("2016", value, True))),))
        .drawn[0][1][1]
        .height
        for value in (None, 1, 9)
    }
    assert len(heights) == 1


def test_circles_have_areas_as_their_numbers():
    spots = (Spot("a", -78, 1, 400), Spot("b", -77, 0, 100), Spot("c", -76, 0, None, withheld=True))
    one, quarter, hidden = SymbolMap("?", "", "people", spots).circles
    assert one.radius == 2 * quarter.radius
    assert hidden.radius == UNSAID
    assert [circle.number for circle in (one, quarter, hidden)] == [1, 2, 3]


def test_a_map_keeps_north_up_and_west_left():
    south_east = Spot("se", -76, 0, 1)
    north_west = Spot("nw", -78, 1, 1)
    found = {c.spot.name: c for c in SymbolMap("?", "", "people", (south_east, north_west)).circles}
    assert found["nw"].x < found["se"].x
    assert found["nw"].y < found["se"].y


def test_a_map_of_nowhere_is_empty():
    assert SymbolMap("?", "", "people", ()).circles == []
