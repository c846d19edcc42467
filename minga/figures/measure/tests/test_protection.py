"""What is released: no small cell, and none that follows from what else is released."""

from collections import Counter as Tally
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.engines.disclosure.attack import attack
from minga.engines.indicators.count import Counter
from minga.engines.indicators.facts import Facts, Observation, Registration, Step
from minga.engines.indicators.nesting import lies_within
from minga.engines.indicators.tests import tables, worlds
from minga.engines.indicators.tests.worlds import define
from minga.figures.measure import protection
from minga.figures.measure.linking import cell_of, count_of, key_of, people_of
from minga.foundation.definitions.pack.schema import Thresholds

LIMITS = Thresholds(open=5, restricted=5, sealed=10)
PROVINCES = {canton: province for canton, province in tables.CANTONS.values() if canton}
TRAINED = {"of": ["training.attended"]}


def crowd(*groups, **more):
    """Facts in which so many people of a kind attended: (how many, sex, place, topic)."""
    registrations: dict[str, Registration] = {}
    steps: list[Step] = []
    for how_many, sex, place, topic in groups:
        for _ in range(how_many):
            code = f"r{len(registrations)}"
            registrations[code] = Registration(id=code, person=code, organisation="one", sex=sex)
            steps.append(
                Step(
                    id=len(steps) + 1,
                    kind="training.attended",
                    case=code,
                    occurred_on=worlds.DAYS[2],
                    recorded_at=worlds.moment(Random(len(steps))),
                    organisation="one",
                    subject_kind="registration",
                    subject=code,
                    place=place,
                    answers={"topic": topic, "amount": 10},
                )
            )
    return Facts(registrations=registrations, steps=tuple(steps), cantons=tables.CANTONS, **more)


def released(known, before=None, **pack):
    """The protected rows by indicator and axes."""
    indicators = {code: define(code, **said) for code, said in pack.items()}
    rows = [r for code in indicators for r in Counter(known, tables.FRAME, indicators).count(code)]
    cells = protection.protect(rows, indicators, LIMITS, provinces=PROVINCES, before=before)
    return {(cell.row.indicator, *(v for _, v in cell.row.axes)): cell for cell in cells}


def shown(cells):
    return {key for key, cell in cells.items() if not cell.suppressed}


WOMEN_AND_MEN = crowd(
    (3, "m", "muisne", "law"), (40, "f", "muisne", "law"), (60, "m", "quinindé", "law")
)


def test_a_small_cell_and_what_would_give_it_away_are_suppressed():
    known = crowd((3, "x", "muisne", "law"), (40, "f", "muisne", "law"), (60, "m", "muisne", "law"))
    assert shown(released(known, trained=TRAINED | {"by": ["sex"]})) == {
        ("trained",),
        ("trained", "m"),
    }


def test_an_indicator_that_is_a_cell_of_another_is_suppressed_with_it():
    known = crowd((3, "x", "muisne", "law"), (40, "f", "muisne", "law"), (60, "m", "muisne", "law"))
    women = TRAINED | {"who": {"sex": ["f"]}}
    cells = released(known, trained=TRAINED | {"by": ["sex"]}, women=women)
    assert ("women",) not in shown(cells) or ("trained", "m") not in shown(cells)
    assert ("trained", "x") not in shown(cells)


def test_a_part_that_leaves_a_few_is_suppressed():
    known = crowd((3, "f", "muisne", "trade"), (90, "f", "muisne", "law"))
    law = TRAINED | {"where": {"topic": ["law"]}}
    assert shown(released(known, trained=TRAINED, law=law)) == {("trained",)}


def test_overlap_and_remainder_are_suppressed_together():
    known = crowd((3, "f", "muisne", "law"), (90, "f", "muisne", "trade"))
    cells = released(
        known,
        law=TRAINED | {"where": {"topic": ["law"]}},
        other=TRAINED | {"except": ["law"]},
        trained=TRAINED,
    )
    assert shown(cells) == {("trained",)}


def test_cantons_that_give_a_province_away_are_suppressed():
    known = crowd(
        (4, "f", "muisne", "law"), (90, "f", "quinindé", "law"), (30, "f", "lago_agrio", "law")
    )
    cells = released(known, trained=TRAINED | {"by": ["canton", "province"]})
    assert ("trained", "muisne") not in shown(cells)
    assert ("trained", "quinindé") not in shown(cells)
    assert ("trained", "lago_agrio") in shown(cells)


def test_a_ratio_of_a_suppressed_part_is_suppressed():
    ratio = {"count": {"ratio": {"of": "women", "over": "trained"}}, "by": ["canton"]}
    cells = released(
        WOMEN_AND_MEN,
        trained=TRAINED | {"by": ["canton"]},
        women=TRAINED | {"who": {"sex": ["f"]}, "by": ["canton"]},
        share=ratio,
        doubled={"count": {"ratio": {"of": "share", "over": "trained"}}, "by": ["canton"]},
    )
    assert ("women", "muisne") not in shown(cells)  # with the 43 it would leave 3
    assert ("share", "muisne") not in shown(cells)
    assert ("doubled", "muisne") not in shown(cells)
    assert cells["share", "muisne"].suppressed


def test_an_estimate_shows_no_count_that_it_is_lessened_by():
    outside = tuple(
        Observation(measure=measure, place=canton, year=2014, value=Decimal(value))
        for canton in ("muisne", "quinindé", "lago_agrio")
        for measure, value in (("population", 1000), ("coverage", 1))
    )
    known = crowd(
        (3, "f", "muisne", "law"),
        (40, "f", "quinindé", "law"),
        (60, "f", "lago_agrio", "law"),
        observations=outside,
    )
    catchment = {"population": "population", "coverage": "coverage", "minus": "trained"} | TRAINED
    cells = released(
        known,
        trained=TRAINED | {"by": ["canton"]},
        reached={"count": {"catchment": catchment}, "by": ["canton"]},
    )
    assert shown(cells) == {
        ("trained",),
        ("reached",),
        ("trained", "lago_agrio"),
        ("reached", "lago_agrio"),
    }
    reached = {"reached": {"count": {"catchment": catchment}, "by": ["canton"]}}
    without = released(known, trained=TRAINED, **reached)
    assert shown(without) == {("trained",), ("reached",)}
    alone = crowd((3, "f", "muisne", "law"), (9, "f", "", "law"), observations=outside)
    assert ("reached",) not in shown(
        released(alone, trained=TRAINED | {"by": ["canton"]}, **reached)
    )


def test_what_is_about_nobody_is_shown_and_what_is_restricted_is_not():
    policy = [
        Step(
            id=n,
            kind="policy.adopted",
            case=f"c{n}",
            occurred_on=worlds.DAYS[2],
            recorded_at=worlds.moment(Random(n)),
            organisation="one",
        )
        for n in range(2)
    ]
    known = Facts(steps=tuple(policy))
    said = {"count": "cases", "of": ["policy.adopted"]}
    cells = released(known, adopted=said, incidents=said | {"sensitivity": "sealed"})
    assert shown(cells) == {("adopted",)}


def test_a_sum_is_as_telling_as_the_people_behind_it():
    known = crowd(
        (4, "f", "muisne", "law"), (30, "f", "quinindé", "law"), (9, "f", "lago_agrio", "")
    )
    cells = released(known, paid=TRAINED | {"count": {"sum": "amount"}, "by": ["canton"]})
    assert ("paid", "muisne") not in shown(cells)
    assert len(shown(cells)) == 2


def test_beside_a_suppressed_cell_no_other_number_is_released():
    known = crowd((3, "x", "muisne", "law"), (40, "f", "muisne", "law"), (60, "m", "muisne", "law"))
    cells = released(known, trained=TRAINED | {"by": ["sex", "canton"]})
    assert [cells[key].beside for key in (("trained",), ("trained", "muisne"))] == [True, True]
    assert {cells["trained", sex].beside for sex in "xfm"} == {False}


def test_small_tallies_are_released_nowhere_in_their_breakdown():
    said = tables.facts(
        tallies="""
        step              | gathering | on         | place    | sex | from | to | count
        training.attended | march     | 2014-03-01 | quinindé | f   | 12   | 18 | 30
        training.attended | march     | 2014-03-01 | quinindé | m   | 12   | 18 | 4
        """
    )
    cells = released(said, trained={"count": "people", "by": ["sex", "canton"]} | TRAINED)
    assert cells["trained",].tallied
    assert cells["trained", "quinindé"].tallied
    assert not cells["trained", "f"].tallied
    assert not cells["trained", "m"].tallied


def test_tallies_that_leave_a_few_of_a_wider_indicators_are_not_released():
    said = tables.facts(
        tallies="""
        step              | gathering | on         | place    | sex | from | to | count
        training.attended | march     | 2014-03-01 | quinindé | f   | 12   | 18 | 30
        training.attended | march     | 2014-03-01 | quinindé | m   | 12   | 18 | 4
        training.attended | april     | 2014-04-01 | muisne   | f   | 12   | 18 | 20
        training.attended | april     | 2014-04-01 | muisne   | m   | 12   | 18 | 20
        """
    )
    people = {"count": "people", "by": ["canton"]} | TRAINED
    cells = released(said, trained=people, women=people | {"who": {"sex": ["f"]}})
    assert cells["trained", "quinindé"].tallied
    assert cells["women",].tallied, "24 men are many"
    assert not cells["women", "quinindé"].tallied, "34 less 30 would be 4 men"
    assert not cells["women", "muisne"].tallied, "the total less this one would be the other"


def tallied(row):
    """The fewest and the most that were tallied."""
    return row.tally_low or 0, row.tally_high or 0


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_difference_of_two_released_tallies_isolates_a_few(seed):
    random = Random(seed)
    known, frame = worlds.facts(random, 20), worlds.frame(random)
    pack = nested_pack(random)
    rows = [row for code in pack for row in Counter(known, frame, pack).count(code)]
    limits = Thresholds(open=9, restricted=9, sealed=9)
    told = {
        key_of(cell.row): cell.row
        for cell in protection.protect(rows, pack, limits, provinces={})
        if cell.tallied and cell.row.tally_high
    }
    for (inner, period, axes), part in told.items():
        for outer in pack:
            whole = told.get((outer, period, axes))
            if whole is not None and lies_within(pack[inner], pack[outer]):
                for more, less in zip(tallied(whole), tallied(part), strict=True):
                    assert not 0 < more - less < 9


# Editions that follow one another.


def before(**counts):
    period = (tables.YEARS[0][0], tables.YEARS[-1][1])
    axes = {"": (), "f": (("sex", "f"),), "m": (("sex", "m"),), "x": (("sex", "x"),)}
    return {("trained", period, axes[key.strip("_")]): value for key, value in counts.items()}


SEXES = TRAINED | {"by": ["sex"]}


@pytest.mark.parametrize(("was", "hidden"), [(43, False), (40, True), (47, True), (38, False)])
def test_a_cell_that_changed_by_a_few_people_is_suppressed(was, hidden):
    known = crowd((43, "f", "muisne", "law"), (60, "m", "muisne", "law"))
    cells = released(known, before=before(f=was), trained=SEXES)
    assert cells["trained", "f"].suppressed is hidden


def test_what_guarded_a_small_cell_guards_it_again():
    known = crowd((3, "x", "muisne", "law"), (40, "f", "muisne", "law"), (60, "m", "muisne", "law"))
    cells = released(known, before=before(x=None, m=None), trained=SEXES)
    assert shown(cells) == {("trained",), ("trained", "f")}
    grown = crowd((30, "x", "muisne", "law"), (40, "f", "muisne", "law"))
    assert len(shown(released(grown, before=before(x=None, f=None), trained=SEXES))) == 3


# Random packs and worlds, attacked.


def nested_pack(random):
    """Random indicators, each with a narrower one beside it."""
    pack = worlds.pack(random, 3)
    for code in list(pack):
        content = pack[code].model_dump(by_alias=True, mode="json", exclude_defaults=True)
        narrower = random.choice(
            [
                {"who": {"sex": ["f"]}},
                {"where": {"topic": ["law"]}},
                {"except": [next(iter(pack))]},
                {"also": [next(iter(pack))]},
            ]
        )
        if pack[code].of:
            name = f"{code}_in"
            content |= {"indicator": name} | narrower
            pack[name] = define(name, **{k: v for k, v in content.items() if k != "title"})
    return pack


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(5, 60))
def test_no_attack_on_a_random_release_finds_a_small_cell(seed, steps):
    random = Random(seed)
    known, frame = worlds.facts(random, steps), worlds.frame(random)
    pack = nested_pack(random)
    rows = [row for code in pack for row in Counter(known, frame, pack).count(code)]
    limits = Thresholds(open=3, restricted=4, sealed=5)
    provinces = {canton: province for canton, province in worlds.CANTONS.values() if canton}
    cells = protection.protect(rows, pack, limits, provinces=provinces)
    links = protection.link(rows, pack, limits, provinces=provinces)
    hidden = {cell_of(key_of(cell.row)) for cell in cells if cell.suppressed}
    seen = {
        cell: None if each.notional or cell in hidden else each.count
        for cell, each in links.cells.items()
    }
    assert all(tie.holds({c: each.count for c, each in links.cells.items()}) for tie in links.ties)
    for finding in attack(seen, links.ties):
        assert finding.safe or not links.cells[finding.cell].small
    for cell in cells:
        if not cell.suppressed and key_of(cell.row) in links.rows:
            assert not 0 < people_of(cell.row) < 3


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_difference_of_two_released_counts_isolates_a_few(seed):
    random = Random(seed)
    known, frame = worlds.facts(random, 50), worlds.frame(random)
    pack = nested_pack(random)
    rows = [row for code in pack for row in Counter(known, frame, pack).count(code)]
    provinces = {canton: province for canton, province in worlds.CANTONS.values() if canton}
    limits = Thresholds(open=3, restricted=3, sealed=3)
    cells = protection.protect(rows, pack, limits, provinces=provinces)
    links = protection.link(rows, pack, limits, provinces=provinces)
    totals = {
        (cell.row.indicator, cell.row.period): count_of(cell.row)
        for cell in cells
        if not cell.row.axes and not cell.suppressed and key_of(cell.row) in links.rows
    }
    for (inner, period), part in totals.items():
        for outer in pack:
            whole = totals.get((outer, period))
            if whole is not None and lies_within(pack[inner], pack[outer]):
                assert not 0 < whole - part < 3


def test_a_large_release_is_protected_soon_enough_and_hides_little_more_than_it_must():
    """Twelve nested indicators by four axes over 6,000 people: some 700 cells."""
    random = Random(7)
    places = ["quinindé", "muisne", "lago_agrio"]
    topics = [f"t{n}" for n in range(12)]
    groups = Tally(
        (
            random.choices(["f", "m", "x"], [60, 38, 0.3])[0],
            random.choices(places, [90, 9, 1])[0],
            random.choices(topics, [1.6**-n for n in range(12)])[0],
        )
        for _ in range(6000)
    )
    known = crowd(*((count, *kind) for kind, count in groups.items()))
    axes = {"by": ["sex", "canton", "province", "topic"]}
    pack = {"all": TRAINED | axes} | {
        f"{topic}_{sex}": TRAINED | axes | {"where": {"topic": topics[n:]}, "who": {"sex": [sex]}}
        for n, topic in enumerate(topics[1:], start=1)
        for sex in "fm"
    }
    cells = released(known, **pack)
    small = [cell for cell in cells.values() if 0 < people_of(cell.row) < 5]
    hidden = [cell for cell in cells.values() if cell.suppressed]
    assert len(small) > 20
    assert len(small) <= len(hidden) < 4 * len(small)


@pytest.mark.parametrize(
    ("apart", "told"), [(0, (None, None)), (9, (None, None)), (10, (20, 30)), (14, (10, 30))]
)
def test_bounds_are_told_of_totals_and_never_to_the_person(apart, told):
    """Between them lie people in sealed cases: none below the threshold, the rest in its steps."""
    known = crowd((30, "f", "80101", "srhr"))
    people = {
        code: replace(each, apart=number < apart, organisation=f"o{number}")
        for number, (code, each) in enumerate(known.registrations.items())
    }
    cells = released(replace(known, registrations=people), x={**TRAINED, "by": ["sex"]})
    assert (cells["x",].low, cells["x",].high) == told
    assert (cells["x", "f"].low, cells["x", "f"].high) == (None, None)
