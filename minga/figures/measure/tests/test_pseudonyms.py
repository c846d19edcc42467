"""Fresh ids tell nothing, and count the same."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from minga.engines.indicators.tests import worlds
from minga.figures.measure import counting
from minga.figures.measure.pseudonyms import under_pseudonyms
from minga.figures.measure.tests.frozen import tables_of


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_fresh_ids_change_no_count(seed):
    random = Random(seed)
    tables = tables_of(worlds.facts(random, 30))
    frame, pack = worlds.frame(random), worlds.pack(random, 4)
    fresh = under_pseudonyms(tables, key=random.randbytes(32))
    assert counting.count(fresh, pack, frame, list(pack)) == counting.count(
        tables, pack, frame, list(pack)
    )
