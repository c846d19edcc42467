"""Worked examples: facts as tables, and the count that a statistician finds by hand."""

from decimal import Decimal

import pytest

from minga.engines.indicators.tests.tables import by_year, cells, count, facts, value

TRAINED = {"count": "people", "of": ["training.attended"]}

# Each person is counted once.

TWO_ORGANISATIONS = facts(
    people="""
    id   | person | organisation | sex
    ana1 | ana    | one          | f
    ana2 | ana    | two          | f
    eva  |        | two          | f
    """,
    steps="""
    step              | on         | subject | organisation | place
    training.attended | 2014-03-01 | ana1    | one          | quinindé
    training.attended | 2014-05-01 | ana2    | two          | muisne
    training.attended | 2014-05-01 | eva     | two          | muisne
    training.attended | 2015-06-01 | eva     | two          | muisne
    """,
)


def test_a_person_with_registrations_in_two_organisations_counts_once():
    total = count(TWO_ORGANISATIONS, **TRAINED)[0]
    assert total.value == 2  # ana, eva
    assert total.registrations == 3  # what the two organisations add up to
    assert total.participations == 4


def test_she_counts_in_every_canton_and_organisation_that_reached_her():
    assert cells(TWO_ORGANISATIONS, "canton", **TRAINED) == {"quinindé": 1, "muisne": 2}
    assert cells(TWO_ORGANISATIONS, "organisation", **TRAINED) == {"one": 1, "two": 2}
    assert cells(TWO_ORGANISATIONS, "province", **TRAINED) == {"esmeraldas": 2}


def test_in_each_period_she_counts_again_and_the_periods_do_not_add_up():
    assert by_year(TWO_ORGANISATIONS, **TRAINED) == [2, 1, 0]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("people", 2), ("registrations", 3), ("steps", 4), ("cases", 3), ("households", 0)],
)
def test_people_registrations_steps_and_cases_are_different_counts(unit, expected):
    assert value(TWO_ORGANISATIONS, count=unit, of=["training.attended"]) == expected


# Where registrations of one person disagree.

DISAGREE = facts(
    people="""
    id | person | recorded   | sex | birth      | precision | group
    a1 | ana    | 2014-01-01 | m   | 1998-01-01 | year      | afro
    a2 | ana    | 2014-02-01 | f   | 1995-06-30 | day       |
    a3 | ana    | 2014-03-01 | f   |            |           | awa
    l1 | luz    | 2014-02-01 | m   | 1990-01-01 | day       |
    l2 | luz    | 2014-01-01 | f   | 1991-01-01 | day       |
    """,
    steps="""
    step              | on         | subject
    training.attended | 2014-06-29 | a1
    training.attended | 2014-06-29 | l1
    """,
)


def test_the_sex_most_registrations_say_holds_and_among_equals_the_first_recorded():
    assert cells(DISAGREE, "sex", **TRAINED) == {"f": 2}  # ana: 2 of 3; luz: l2 came first


def test_the_finest_birth_date_holds_and_among_equals_the_first_recorded():
    # ana is 18 by the day known to a2 (16 by the year known to a1); luz is 23 by l2
    assert cells(DISAGREE, "age_band", **TRAINED) == {"18": 2}
    assert value(DISAGREE, **TRAINED, who={"age": {"from": 18, "to": 19}}) == 1
    assert value(DISAGREE, **TRAINED, who={"age": {"from": 23, "to": 24}}) == 1


def test_groups_told_to_any_organisation_count():
    assert cells(DISAGREE, "group", **TRAINED) == {"afro": 1, "awa": 1, "unknown": 1}


def test_registrations_are_counted_by_what_each_says_itself():
    assert cells(DISAGREE, "sex", count="registrations", of=["training.attended"]) == {"m": 2}
    assert cells(DISAGREE, "group", count="registrations", of=["training.attended"]) == {
        "afro": 1,
        "unknown": 1,
    }


# Age in completed years, half-open.

BORN = facts(
    people="""
    id   | birth
    leap | 1996-02-29
    new  | 2014-05-01
    none |
    """,
    steps="""
    step              | on         | subject
    training.attended | 2014-02-28 | leap
    training.attended | 2014-03-01 | leap
    training.attended | 2014-04-30 | new
    training.attended | 2014-04-30 | none
    """,
)


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ({"from": 17, "to": 18}, 1),  # 17 on 28 February
        ({"from": 18, "to": 19}, 1),  # 18 on 1 March: 29 February is not in every year
        ({"from": 12, "to": 17}, 0),  # up to 16
        ({"from": 19}, 0),
        ({"to": 18}, 1),
        ({"from": 0}, 1),  # not born yet, and not known: never inside
        ({}, 1),
    ],
)
def test_ages_are_completed_years_from_the_first_to_before_the_last(ages, expected):
    assert value(BORN, **TRAINED, who={"age": ages}) == expected


def test_the_age_band_is_that_of_the_first_counted_step():
    assert cells(BORN, "age_band", **TRAINED) == {"12": 1, "unknown": 2}
    later = {"where": {}, "period": "in_period"}
    assert cells(BORN, "age_band", **TRAINED, **later)["12"] == 1


# Facts of the day of the step.

REFUGEE = facts(
    people="""
    id  | status
    ana | asylum_seeker:..2014-06-01 + refugee:2014-06-01..
    """,
    steps="""
    step              | on         | subject
    training.attended | 2014-05-31 | ana
    training.attended | 2014-06-01 | ana
    """,
)


def test_a_status_is_that_of_the_day_of_the_step():
    assert cells(REFUGEE, "status", **TRAINED) == {"asylum_seeker": 1, "refugee": 1}
    (refugee,) = count(REFUGEE, **TRAINED, who={"status": ["refugee"]})
    assert (refugee.value, refugee.participations) == (1, 1)


# Corrections, undoing, and what was known on a date.

CORRECTED = facts(
    people="""
    id
    ana
    eva
    """,
    steps="""
    id | step              | on         | recorded   | subject | topic | supersedes | void
    1  | training.attended | 2014-01-10 | 2014-01-11 | ana     | law   |            |
    2  | training.attended | 2014-01-10 | 2014-02-01 | ana     | trade | 1          |
    3  | training.attended | 2014-01-10 | 2014-03-01 | ana     | law   | 2          |
    4  | training.attended | 2014-01-10 | 2014-04-01 | ana     |       | 3          | yes
    5  | training.attended | 2014-01-05 | 2014-05-01 | eva     | law   |            |
    """,
)


@pytest.mark.parametrize(
    ("as_of", "law", "trade"),
    [
        ("2014-01-10", 0, 0),  # nothing is recorded
        ("2014-01-31", 1, 0),  # as first said
        ("2014-02-01", 0, 1),  # corrected
        ("2014-03-01", 1, 0),  # the correction corrected
        ("2014-04-01", 0, 0),  # undone: what it superseded does not come back
        ("2014-05-01", 1, 0),  # eva's, arrived late
    ],
)
def test_a_count_says_what_was_recorded_then(as_of, law, trade):
    assert value(CORRECTED, as_of=as_of, **TRAINED, where={"topic": ["law"]}) == law
    assert value(CORRECTED, as_of=as_of, **TRAINED, where={"topic": ["trade"]}) == trade


# Latest, first, within, at least.

VISITS = facts(
    people="""
    id
    ana
    eva
    luz
    """,
    steps="""
    step        | on         | subject | works | place
    grant.paid  | 2014-01-01 | ana     |       |
    grant.paid  | 2014-06-01 | ana     |       |
    grant.paid  | 2014-01-01 | eva     |       |
    visit.made  | 2014-04-01 | ana     | yes   | quinindé
    visit.made  | 2015-04-01 | ana     | no    | muisne
    visit.made  | 2014-02-01 | eva     | no    | quinindé
    visit.made  | 2015-02-01 | eva     | yes   | muisne
    visit.made  | 2013-12-01 | luz     | yes   | quinindé
    """,
)
WORKING = {"count": "people", "of": ["visit.made"], "where": {"works": ["yes"]}}


def test_latest_is_found_before_its_answer_is_asked():
    assert value(VISITS, **WORKING) == 2  # ana once, eva once
    assert value(VISITS, **WORKING, pick="latest") == 1  # ana's last visit said no
    assert by_year(VISITS, **WORKING, pick="latest") == [1, 1, 0]  # the last visit of each year


def test_as_of_looks_back_before_the_programme_and_cumulative_does_not():
    assert value(VISITS, **WORKING, pick="latest", period="as_of") == 2  # luz too


def test_first_is_the_first_that_fulfils_and_stands_for_the_unit():
    assert cells(VISITS, "canton", **WORKING) == {"quinindé": 1, "muisne": 1}
    every = {"count": "people", "of": ["visit.made"]}
    assert cells(VISITS, "canton", **every) == {"quinindé": 2, "muisne": 2}
    assert cells(VISITS, "canton", **every, pick="first") == {"quinindé": 2}


@pytest.mark.parametrize(("days", "expected"), [(30, 0), (31, 1), (89, 1), (90, 2), (400, 2)])
def test_within_counts_days_from_the_first_step_of_the_other_kind(days, expected):
    # eva after 31 days, ana after 90; luz was never paid
    made = {"count": "people", "of": ["visit.made"]}
    assert value(VISITS, **made, within={"days": days, "of": "grant.paid"}) == expected


@pytest.mark.parametrize(("least", "expected"), [(1, 3), (2, 2), (3, 0)])
def test_at_least_counts_different_steps(least, expected):
    assert (
        value(VISITS, count="people", of=["visit.made"], period="as_of", at_least=least) == expected
    )


# Whom a step concerns.

GRANT = facts(
    people="""
    id   | person | sex | household
    ana  |        | f   | home:..2014-07-01 + flat:2014-07-01..
    ben  |        | m   | home
    eva  |        | f   | flat:2014-07-01..
    alda |        | f   |
    """,
    steps="""
    step       | on         | subject | case  | with                  | amount
    grant.paid | 2014-06-30 | ana     | shop  | partner:ben           | 300.50
    grant.paid | 2014-07-01 | ana     | shop  | partner:ben           | 200
    grant.paid | 2014-07-01 | alda    | stall | partner:ben + guide:x |
    """,
)
PAID = {"of": ["grant.paid"]}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"count": "people"}, 2),  # ana, alda
        ({"count": "people", "whom": "partner"}, 1),  # ben
        ({"count": "people", "whom": "guide"}, 0),  # nobody registered
        ({"count": "people", "whom": "household"}, 4),  # ana with ben, then with eva; alda alone
        ({"count": "households"}, 2),  # home until 30 June, flat from 1 July; alda's is not known
        ({"count": "cases"}, 2),
        ({"count": "cases", "whom": "partner", "who": {"sex": ["m"]}}, 2),
        ({"count": "cases", "who": {"sex": ["m"]}}, 0),
        ({"count": {"sum": "amount"}}, Decimal("500.50")),
    ],
)
def test_who_is_counted_by_a_grant(said, expected):
    assert value(GRANT, **PAID, **said) == expected


# Also, except.


def test_overlap_and_remainder_add_up_to_the_whole():
    law = {"law": {"of": ["training.attended"], "where": {"topic": ["law"]}}}
    known = facts(
        people="id\nana\neva\nluz",
        steps="""
        step              | on         | subject | topic
        training.attended | 2014-01-01 | ana     | law
        training.attended | 2014-02-01 | ana     | trade
        training.attended | 2014-01-01 | eva     | trade
        training.attended | 2014-01-01 | luz     | law + trade
        """,
    )
    trade = TRAINED | {"where": {"topic": ["trade"]}}
    assert value(known, **trade) == 3
    assert value(known, **trade, also=["law"], others=law) == 2  # ana, luz
    assert value(known, **trade, **{"except": ["law"]}, others=law) == 1  # eva


# Members, sites and other subjects.

MEMBERS = facts(
    kinds={"mies": "ministry", "acnur": "un_agency", "mesa": "civil_society"},
    steps="""
    step           | on         | recorded   | kind         | subject | until      | place
    network.member | 2013-05-01 | 2013-05-01 | organisation | mies    | 9999-12-31 | quinindé
    network.member | 2014-05-01 | 2014-05-01 | organisation | mesa    | 2015-05-01 |
    """,
)
MEMBER = {"count": "organisations", "of": ["network.member"]}


@pytest.mark.parametrize(
    ("as_of", "now", "ever"),
    [
        ("2014-04-30", 1, 1),
        ("2014-05-01", 2, 2),
        ("2015-04-30", 2, 2),  # on its last day
        ("2015-05-01", 1, 2),  # left
        ("2016-12-31", 1, 2),
    ],
)
def test_who_left_counts_as_of_every_day_before(as_of, now, ever):
    assert value(MEMBERS, as_of=as_of, **MEMBER, period="as_of") == now
    assert value(MEMBERS, as_of=as_of, **MEMBER) == ever


def test_a_membership_counts_in_every_year_that_it_touches():
    assert by_year(MEMBERS, **MEMBER) == [2, 2, 1]
    assert value(MEMBERS, **MEMBER, who={"kind": ["ministry"]}) == 1
    assert cells(MEMBERS, "canton", **MEMBER) == {"quinindé": 1, "unknown": 1}


# Tallies.


def tallied(**said):
    known = facts(
        tallies="""
        step              | gathering | on         | place    | sex | from | to | count | topic
        training.attended | march     | 2014-03-01 | quinindé | f   | 12   | 18 | 30    | law
        training.attended | april     | 2014-04-01 | quinindé | f   | 12   | 18 | 20    | law
        training.attended | april     | 2014-04-01 | quinindé | m   | 12   | 18 | 10    | law
        training.attended | may       | 2014-05-01 | muisne   | f   | 18   |    | 7     | trade
        """
    )
    return {row.axes: (row.value, row.tally_low, row.tally_high) for row in count(known, **said)}


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ({}, 47, 67),  # at least 30 girls, 10 boys, 7 women; at most everybody anew
        ({"where": {"topic": ["law"]}}, 40, 60),
        ({"who": {"sex": ["f"]}}, 37, 57),
        ({"who": {"age": {"from": 12, "to": 18}}}, 40, 60),
        ({"who": {"age": {"from": 12, "to": 17}}}, None, None),  # some may be 17
        ({"who": {"age": {"from": 18}}}, 7, 7),
        ({"who": {"group": ["afro"]}}, None, None),  # was not asked
        ({"at_least": 2}, None, None),
        ({"count": "steps"}, None, None),
    ],
)
def test_tallies_stand_beside_the_count_with_their_bounds(said, low, high):
    assert tallied(**TRAINED | said) == {(): (0, low, high)}


def test_tallies_have_cells_of_their_own_where_nobody_was_registered():
    assert tallied(**TRAINED, by=["canton", "age_band"]) == {
        (): (0, 47, 67),
        (("canton", "muisne"),): (0, 7, 7),
        (("canton", "quinindé"),): (0, 40, 60),
        (("age_band", "12"),): (0, 40, 60),
        (("age_band", "unknown"),): (0, 7, 7),  # 18 and over is no single band
    }


def test_where_age_or_place_is_not_known_they_may_be_the_same_people():
    known = facts(
        tallies="""
        step              | gathering | on         | place    | sex     | from | to | count
        training.attended | march     | 2014-03-01 | quinindé | f       | 12   | 18 | 30
        training.attended | april     | 2014-04-01 | quinindé | unknown |      |    | 50
        training.attended | may       | 2014-05-01 | muisne   | m       | 18   | 30 | 9
        """
    )
    (row,) = count(known, **TRAINED)
    assert (row.tally_low, row.tally_high) == (50 + 9, 89)
