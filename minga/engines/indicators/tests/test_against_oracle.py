"""The engine and the naive oracle agree to the digit on random packs, facts and dates."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from minga.engines.indicators.count import Counter
from minga.engines.indicators.tests import worlds
from minga.engines.indicators.tests.oracle import Oracle


def counted(known, frame, pack, code):
    """The engine's rows in the shape of the oracle's; no cell comes twice."""
    rows = Counter(known, frame, pack).count(code)
    found = {
        (row.period, row.axes): (
            row.value,
            row.participations,
            row.registrations,
            row.people,
            (row.tally_low, row.tally_high),
            (row.numerator, row.denominator),
            (row.low, row.high) if row.unit == "people" else (None, None),
        )
        for row in rows
    }
    assert len(found) == len(rows)
    return found


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(0, 30), indicators=st.integers(1, 5))
def test_every_indicator_of_a_random_pack_is_counted_as_the_oracle_counts_it(
    seed, steps, indicators
):
    random = Random(seed)
    known = worlds.facts(random, steps)
    frame = worlds.frame(random)
    pack = worlds.pack(random, indicators)
    for code in pack:
        assert counted(known, frame, pack, code) == Oracle(known, frame, pack).rows(code)
