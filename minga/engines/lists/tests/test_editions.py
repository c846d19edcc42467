"""Two editions of a list: what changed between the same landmarks, and what may have."""

from hypothesis import given
from hypothesis import strategies as st

from minga.engines.lists.editions import Line, Pair, changed_rows, is_edition


def lines(*keys, **marks):
    """Rows by their keys; a mark of whom a row speaks by `key=mark`."""
    return [
        Line(number, key, (marks.get(key), marks.get(f"{key}_name")))
        for number, key in enumerate(keys, start=1)
    ]


def pairs(old, new, **known):
    return [(pair.new, pair.old, pair.same) for pair in changed_rows(old, new, **known)]


def test_a_row_changed_in_its_place_is_that_row():
    old = lines(*"abcdefghij", c=7)
    new = lines(*"abCdefghij", C=7)
    assert pairs(old, new) == [(3, 3, True)]


def test_a_row_in_the_place_of_another_person_is_asked_about():
    assert pairs(lines(*"abcdefghij", c=7), lines(*"abCdefghij", C=8)) == [(3, 3, False)]


def test_few_rows_in_common_make_nothing_sure():
    assert pairs(lines(*"abcd", c=7, d=1), lines(*"abCx", C=7, x=2)) == [
        (3, 3, False),
        (4, 4, False),
    ]


def test_new_rows_are_new_wherever_nothing_has_gone():
    assert pairs(lines(*"abcd"), lines(*"axbcdyz")) == []
    assert pairs(lines(*"abcdefgh", c=7), lines(*"abCdefghxyz", C=7)) == [(3, 3, True)]


def test_a_window_that_moved_on_changes_nothing():
    assert pairs(lines(*"abcdef", a=1), lines(*"cdefgh", g=1)) == []


def test_the_mark_tells_which_of_two_rows_changed():
    old, new = lines(*"abcd", b=7), lines(*"aXYcd", Y=7)
    assert pairs(old, new) == [(3, 2, False)]


def test_in_a_list_sorted_anew_every_stray_row_is_asked_about():
    old, new = lines(*"abcdef", c=7), lines(*"fedCxba", C=7)
    assert pairs(old, new) == [(4, 3, False), (5, None, False)]


def test_what_another_list_said_already_is_nobodys_change():
    assert pairs(lines(*"abcd"), lines(*"abXd"), known={"X"}) == []


def test_half_of_the_smaller_in_common_makes_an_edition():
    assert is_edition(2, 4, 9)
    assert not is_edition(1, 4, 4)
    assert not is_edition(0, 0, 0)


@given(st.data())
def test_no_edit_in_place_is_ever_taken_for_a_new_row(data):
    old = lines(*[f"k{i}" for i in range(data.draw(st.integers(2, 12)))])
    edited = data.draw(st.sets(st.sampled_from([line.key for line in old])))
    added = data.draw(st.integers(0, 3))
    keys = [f"{line.key}'" if line.key in edited else line.key for line in old]
    for number in range(added):
        keys.insert(data.draw(st.integers(0, len(keys))), f"n{number}")
    found = changed_rows(old, lines(*keys))
    come = sum(key not in {line.key for line in old} for key in keys)
    assert come - len(found) <= added
    assert len({pair.new for pair in found}) == len(found)
    assert all(isinstance(pair, Pair) for pair in found)
