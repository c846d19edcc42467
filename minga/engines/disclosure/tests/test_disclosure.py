"""Nothing hidden can be worked out: random tables are attacked in two independent ways."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.engines.disclosure.attack import attack, audit
from minga.engines.disclosure.hiding import Cell, hide
from minga.engines.disclosure.protection import protect
from minga.engines.disclosure.tables import (
    TOTAL,
    Key,
    Protected,
    Relation,
    Table,
    cell_id,
    counts,
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


def possible_counts(tables, limit):
    """Every count that each hidden cell can have: all fillings are tried (small tables only)."""
    shown = {cell_id(t.axes, k): v for t in tables for k, v in t.cells.items()}
    parts = {part for tie in relations(tables) for part in tie.parts}
    totals = {tie.total for tie in relations(tables)}
    hidden = [c for c in shown if shown[c] is None]
    inner = [c for c in hidden if c in parts - totals] or hidden
    seen: dict[object, set[int]] = {cell: set() for cell in hidden}
    for filling in product(range(limit), repeat=len(inner)):
        known = {c: v for c, v in shown.items() if v is not None}
        known |= dict(zip(inner, filling, strict=True))
        if completes(known, relations(tables)):
            for cell in hidden:
                seen[cell].add(known[cell])
    return seen


def completes(known, ties):
    """Fill in hidden totals from their parts; False when anything shown is contradicted."""
    for tie in sorted(ties, key=lambda tie: -len(tie.total)):
        made = sum(known[part] for part in tie.parts)
        if known.setdefault(tie.total, made) != made:
            return False
    return True


def small_cells(tables, threshold):
    return {cell for cell, count in counts(tables).items() if 0 < count < threshold}


def hidden_keys(protected):
    return {key for key, value in protected.cells.items() if value is None}


def test_a_small_count_is_hidden_and_so_is_another_that_would_give_it_away():
    (safe,) = protect([one_way("sex", 3, 40, 90)], threshold=5)
    assert safe.cells == {("0",): None, ("1",): None, ("2",): 90, ("*",): 133}


def test_zeros_and_large_counts_are_shown():
    (safe,) = protect([one_way("sex", 0, 40)], threshold=5)
    assert safe.cells == {("0",): 0, ("1",): 40, ("*",): 40}


def test_two_small_counts_guard_each_other_if_they_speak_of_enough_people():
    (safe,) = protect([one_way("sex", 3, 2, 90)], threshold=5)
    assert hidden_keys(safe) == {("0",), ("1",)}
    (safe,) = protect([one_way("sex", 1, 2, 90)], threshold=5)
    assert hidden_keys(safe) == {("0",), ("1",), ("2",)}  # else 3 people would be seen


def test_a_two_way_table_needs_a_rectangle():
    (safe,) = protect([two_way([[3, 20, 30], [40, 50, 60], [70, 80, 90]])], threshold=5)
    assert hidden_keys(safe) == {("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")}


def test_a_margin_shown_in_another_table_is_hidden_there_too():
    wide = two_way([[2, 1], [60, 70]])
    margin = Table(axes=("row",), cells={("0",): 3, ("1",): 130, (TOTAL,): 133})
    both = protect([wide, margin], threshold=5)
    assert both[0].cells["0", TOTAL] is None
    assert both[1].cells["0",] is None
    assert all(finding.safe for finding in audit(both))


def test_where_units_overlap_the_parts_must_not_pin_the_missing_one():
    cantons = Table(
        axes=("canton",),
        cells={("a",): 4, ("b",): 30, ("c",): 66, (TOTAL,): 100},
        overlapping=frozenset(["canton"]),
    )
    (safe,) = protect([cantons], threshold=5)
    (finding, *_) = audit([safe])
    assert (finding.low, finding.high) == (4, 100)  # at least 4, for all must be somewhere


def test_the_audit_finds_what_one_subtraction_gives_away():
    bare = Protected(axes=("sex",), cells={("f",): None, ("m",): 9, (TOTAL,): 12})
    (finding,) = audit([bare])
    assert (finding.low, finding.high, finding.safe) == (3, 3, False)


def test_tables_that_do_not_add_up_are_refused():
    wrong = Table(axes=("sex",), cells={("f",): 3, ("m",): 9, (TOTAL,): 13})
    with pytest.raises(ValueError, match="do not make 13"):
        protect([wrong], threshold=5)
    with pytest.raises(ValueError, match="cannot be"):
        protect([one_way("sex", 3, 9), one_way("sex", 4, 8)], threshold=5)
    with pytest.raises(ValueError, match="hides nothing"):
        protect([one_way("sex", 3, 9)], threshold=2)


# Cells that are linked in other ways than by a table.


def named(name):
    return frozenset([("cell", name)])


def linked(ties, **cells):
    """What is hidden among cells of the given counts, tied as `total = part + part` or `>=`."""
    made = {
        named(name): each if isinstance(each, Cell) else plain(each) for name, each in cells.items()
    }
    relations_ = []
    for tie in ties:
        exact = "=" in tie.replace(">=", "")
        total, _, parts = tie.partition("=" if exact else ">=")
        inside = tuple(named(part.strip()) for part in parts.split("+"))
        relations_.append(Relation(named(total.strip()), inside, exact, covers=False))
    hidden = hide(made, relations_)
    return {name for name in cells if named(name) in hidden}


def plain(count, threshold=5, **more):
    return Cell(count=count, threshold=threshold, small=0 < count < threshold, lowest=1, **more)


def test_a_difference_that_is_small_is_hidden_though_it_is_nowhere_shown():
    rest = Cell(count=2, threshold=5, small=True, notional=True)
    assert linked(["all = women + rest"], all=100, women=98, rest=rest) == {"women"}


def test_what_is_the_same_cell_elsewhere_is_hidden_there_too():
    ties = ["total = f + m", "f = women", "women = a + b"]
    assert linked(ties, total=103, f=3, m=100, women=3, a=1, b=2) == {"f", "m", "women", "a", "b"}


def test_what_guarded_before_guards_again():
    again = plain(90, rather=True)
    assert linked(["t = a + b + c"], t=133, a=3, b=40, c=again) == {"a", "c"}


def test_each_cell_has_a_threshold_of_its_own():
    assert linked(["t = a + b + c"], t=57, a=plain(7, 10), b=20, c=30) == {"a", "b"}
    assert linked(["t = a + b + c"], t=57, a=7, b=20, c=30) == set()


def test_people_behind_a_cell_count_not_its_steps():
    steps = Cell(count=40, people=2, threshold=5, small=True, lowest=1)
    assert linked(["t = a + b"], t=140, a=steps, b=100) == {"a", "b"}


values = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 12])


@settings(max_examples=60, deadline=None)
@given(st.lists(values, min_size=2, max_size=4))
def test_every_filling_of_a_one_way_table_leaves_doubt(row):
    true = [one_way("sex", *row)]
    seen = possible_counts(protect(true, threshold=5), sum(row) + 6)
    for cell in small_cells(true, 5):
        assert len(seen[cell]) > 1
        assert max(seen[cell]) >= 4


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=2))
def test_every_filling_of_a_two_way_table_leaves_doubt(rows):
    true = [two_way(rows)]
    seen = possible_counts(protect(true, threshold=5), limit=12)
    for cell in small_cells(true, 5):
        assert len(seen[cell]) > 1
        assert max(seen[cell]) >= 4


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
    small = small_cells([wide, margin], threshold)
    findings = {finding.cell: finding for finding in audit(safe)}
    assert small <= findings.keys()
    assert [cell for cell in small if not findings[cell].safe] == []
    for table, true in zip(safe, (wide, margin), strict=True):
        for key, value in true.cells.items():
            assert table.cells[key] in {value, None}


@st.composite
def nests(draw):
    """A whole with its breakdown, and parts of it with theirs: cells, ties and true counts."""
    count = st.sampled_from([0, 1, 2, 3, 4, 5, 7, 12, 40])
    outer = draw(st.lists(count, min_size=2, max_size=5))
    found: dict[str, Cell] = {}
    ties: list[tuple[str, tuple[str, ...], bool]] = []
    previous: list[int] | None = None
    for level in range(draw(st.integers(1, 4))):
        inner = outer if previous is None else [draw(st.integers(0, v)) for v in previous]
        cells = {f"{level}.{n}": v for n, v in enumerate(inner)}
        found |= {name: plain(v) for name, v in cells.items()}
        found[f"{level}"] = plain(sum(inner))
        ties.append((f"{level}", tuple(cells), True))
        if previous is not None:
            pairs = [(f"{level - 1}.{n}", f"{level}.{n}") for n in range(len(inner))]
            for whole, part in [*pairs, (f"{level - 1}", f"{level}")]:
                left = found[whole].count - found[part].count
                if 0 < left < 5:
                    rest = f"{whole}-{part}"
                    found[rest] = Cell(count=left, threshold=5, small=True, notional=True)
                    ties.append((whole, (part, rest), True))
                else:
                    ties.append((whole, (part,), False))
        previous = inner
    relations_ = [
        Relation(named(total), tuple(map(named, parts)), exact, covers=False)
        for total, parts, exact in ties
    ]
    return {named(name): cell for name, cell in found.items()}, relations_


@settings(max_examples=200, deadline=None)
@given(nests())
def test_the_attack_finds_nothing_in_wholes_and_their_parts(world):
    cells, ties = world
    hidden = hide(cells, ties)
    shown = {
        cell: None if each.notional or cell in hidden else each.count
        for cell, each in cells.items()
    }
    for finding in attack(shown, ties):
        assert finding.safe or not cells[finding.cell].small


def test_a_table_of_ones_says_nothing_at_all():
    (safe,) = protect([two_way([[1, 1], [1, 1]])], threshold=5)
    assert set(safe.cells.values()) == {None}
    assert all(finding.safe for finding in audit([safe]))


def test_what_is_dear_is_hidden_last():
    few, rest, whole = (frozenset({("count", name)}) for name in ("few", "rest", "whole"))
    ties = [Relation(whole, (few, rest), True)]
    plain = Cell(count=0, threshold=5)
    cells = {
        few: replace(plain, count=2, small=True),
        rest: replace(plain, count=998, dear=1),
        whole: replace(plain, count=1000, dear=2),
    }
    assert hide(cells, ties) == {few, rest}
    cells[whole], cells[rest] = replace(cells[whole], dear=1), replace(cells[rest], dear=2)
    assert hide(cells, ties) == {few, whole}
