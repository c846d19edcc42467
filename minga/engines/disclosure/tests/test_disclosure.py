"""Nothing hidden can be worked out: random tables are attacked in two independent ways."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.engines.disclosure.attack import audit
from minga.engines.disclosure.protection import protect
from minga.engines.disclosure.tables import (
    TOTAL,
    Hidden,
    Key,
    Protected,
    Table,
    cell_id,
    display,
    relations,
)


def one_way(axis, *values):
    cells: dict[Key, int] = {(str(n),): value for n, value in enumerate(values)}
    return Table(axes=(axis,), cells={**cells, (TOTAL,): sum(values)})


def two_way(rows):
    cells: dict[Key, int] = {
        (str(r), str(c)): v for r, row in enumerate(rows) for c, v in enumerate(row)
    }
    cells |= {(str(r), TOTAL): sum(row) for r, row in enumerate(rows)}
    cells |= {(TOTAL, str(c)): sum(column) for c, column in enumerate(zip(*rows, strict=True))}
    return Table(axes=("row", "column"), cells={**cells, (TOTAL, TOTAL): sum(map(sum, rows))})


def possible_values(tables, threshold, limit):
    """Every count that each hidden cell can have: all fillings are tried (small tables only)."""
    shown = {cell_id(t.axes, k): v for t in tables for k, v in t.cells.items()}
    parts = {part for tie in relations(tables) for part in tie.parts}
    totals = {tie.total for tie in relations(tables)}
    hidden = [c for c in shown if isinstance(shown[c], Hidden)]
    inner = [c for c in hidden if c in parts - totals] or hidden
    marked = any(shown[c] is Hidden.SMALL for c in hidden)
    withheld = [0, *range(threshold, limit)] if marked else range(limit)
    ranges = [range(1, threshold) if shown[c] is Hidden.SMALL else withheld for c in inner]
    seen: dict[object, set[int]] = {cell: set() for cell in hidden}
    for filling in product(*ranges):
        known = {c: v for c, v in shown.items() if not isinstance(v, Hidden)}
        known |= dict(zip(inner, filling, strict=True))
        if _complete(known, shown, relations(tables), threshold):
            for cell in hidden:
                seen[cell].add(known[cell])
    return seen


def _complete(known, shown, ties, threshold):
    """Fill in hidden totals from their parts; False when anything shown is contradicted."""
    for tie in sorted(ties, key=lambda tie: -len(tie.total)):
        made = sum(known[part] for part in tie.parts)
        if known.setdefault(tie.total, made) != made:
            return False
    hidden = [c for c in shown if isinstance(shown[c], Hidden)]
    marked = any(shown[c] is Hidden.SMALL for c in hidden)
    return not marked or all(
        (0 < known[c] < threshold) is (shown[c] is Hidden.SMALL) for c in hidden
    )


def test_a_small_count_is_hidden_and_so_is_another_that_would_give_it_away():
    (safe,) = protect([one_way("sex", 3, 40, 90)], threshold=5)
    shown = {key: display(value, threshold=5) for key, value in safe.cells.items()}
    assert shown == {("0",): "<5", ("1",): "·", ("2",): "90", ("*",): "133"}


def test_zeros_and_large_counts_are_shown():
    (safe,) = protect([one_way("sex", 0, 40)], threshold=5)
    assert safe.cells == {("0",): 0, ("1",): 40, ("*",): 40}


def test_a_two_way_table_needs_a_rectangle():
    (safe,) = protect([two_way([[3, 20, 30], [40, 50, 60], [70, 80, 90]])], threshold=5)
    hidden = {key for key, value in safe.cells.items() if isinstance(value, Hidden)}
    assert hidden == {("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")}


def test_a_margin_shown_in_another_table_is_hidden_there_too():
    wide = two_way([[2, 1], [60, 70]])
    margin = Table(axes=("row",), cells={("0",): 3, ("1",): 130, (TOTAL,): 133})
    both = protect([wide, margin], threshold=5)
    assert isinstance(both[0].cells["0", TOTAL], Hidden)
    assert both[0].cells["0", TOTAL] is both[1].cells["0",]
    assert all(finding.safe for finding in audit(both, threshold=5))


def test_where_units_overlap_the_parts_must_not_pin_the_missing_one():
    cantons = Table(
        axes=("canton",),
        cells={("a",): 4, ("b",): 30, ("c",): 66, (TOTAL,): 100},
        overlapping=frozenset(["canton"]),
    )
    assert all(finding.safe for finding in audit(protect([cantons], threshold=5), threshold=5))
    bare = Protected(
        axes=cantons.axes,
        overlapping=cantons.overlapping,
        cells={**cantons.cells, ("a",): Hidden.SMALL},
    )
    assert [finding.safe for finding in audit([bare], threshold=5)] == [False]


def test_the_audit_finds_what_one_subtraction_gives_away():
    bare = Protected(axes=("sex",), cells={("f",): Hidden.SMALL, ("m",): 9, (TOTAL,): 12})
    (finding,) = audit([bare], threshold=5)
    assert (finding.low, finding.high, finding.safe) == (3, 3, False)


def test_tables_that_do_not_add_up_are_refused():
    wrong = Table(axes=("sex",), cells={("f",): 3, ("m",): 9, (TOTAL,): 13})
    with pytest.raises(ValueError, match="do not make 13"):
        protect([wrong], threshold=5)
    with pytest.raises(ValueError, match="cannot be"):
        protect([one_way("sex", 3, 9), one_way("sex", 4, 8)], threshold=5)
    with pytest.raises(ValueError, match="hides nothing"):
        protect([one_way("sex", 3, 9)], threshold=2)


values = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 12])


@settings(max_examples=60, deadline=None)
@given(st.lists(values, min_size=2, max_size=4))
def test_every_filling_of_a_one_way_table_leaves_doubt(row):
    tables = protect([one_way("sex", *row)], threshold=5)
    limit = sum(row) + 6
    assert all(len(seen) > 1 for seen in possible_values(tables, 5, limit).values())


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(values.filter(lambda v: v < 8), min_size=2, max_size=2), min_size=2, max_size=2
    )
)
def test_every_filling_of_a_two_way_table_leaves_doubt(rows):
    tables = protect([two_way(rows)], threshold=5)
    limit = sum(map(sum, rows)) + 6
    assert all(len(seen) > 1 for seen in possible_values(tables, 5, min(limit, 14)).values())


@st.composite
def grids(draw):
    width = draw(st.integers(2, 6))
    count = st.sampled_from([0, 0, 1, 2, 4, 5, 8, 17, 33, 250])
    return draw(st.lists(st.lists(count, min_size=width, max_size=width), min_size=2, max_size=8))


@settings(max_examples=80, deadline=None)
@given(grids(), st.sampled_from([3, 5, 10]))
def test_the_audit_finds_nothing_in_protected_tables(rows, threshold):
    wide = two_way(rows)
    margin = Table(
        axes=("row",), cells={(key[0],): v for key, v in wide.cells.items() if key[1] == TOTAL}
    )
    safe = protect([wide, margin], threshold=threshold)
    assert [f for f in audit(safe, threshold=threshold) if not f.safe] == []
    for table, true in zip(safe, (wide, margin), strict=True):
        for key, value in true.cells.items():
            assert table.cells[key] == value or isinstance(table.cells[key], Hidden)
            assert not 0 < value < threshold or isinstance(table.cells[key], Hidden)


def test_a_table_of_ones_says_nothing_at_all():
    (safe,) = protect([two_way([[1, 1], [1, 1]])], threshold=5)
    assert set(safe.cells.values()) == {Hidden.WITHHELD}
    assert all(finding.safe for finding in audit([safe], threshold=5))
