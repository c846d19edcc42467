"""A case's state follows from its steps, in whatever order they arrive."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.engines.pathway.definition import Pathway
from minga.engines.pathway.state import Refusal, StepTaken, course, fold, refusals

SCHOOL = Pathway.model_validate(
    {
        "pathway": "return_to_school",
        "title": {"es": "Regreso a la escuela", "en": "Return to school"},
        "steps": {
            "located": {"opens": True},
            "assessed": {"after": "located", "within": {"from": "located", "days": 14}},
            "enrolled": {"after": "assessed"},
            "checked": {
                "after": "enrolled",
                "repeats": True,
                "due": {"from": "enrolled", "days": [30, 60, 90]},
            },
            "retained": {
                "after": "checked",
                "requires": {"checked": {"at_least": 2, "where": {"attending": ["yes"]}}},
                "closes": True,
            },
            "dropped_out": {"after": "enrolled", "closes": True},
        },
    }
)
START = date(2015, 3, 2)
NOON = datetime(2015, 3, 2, 12, tzinfo=UTC)


def taken(number, name, day, **more):
    return StepTaken(
        id=number,
        name=name,
        occurred_on=START + timedelta(days=day),
        recorded_at=NOON + timedelta(days=more.pop("recorded", number)),
        **more,
    )


def on(day):
    return START + timedelta(days=day)


def names(state):
    return [step.name for step in state.done]


ENROLLED = (taken(1, "located", 0), taken(2, "assessed", 3), taken(3, "enrolled", 10))
YES, NO = {"attending": "yes"}, {"attending": "no"}


def test_nothing_done_leaves_only_the_opening_step():
    state = fold(SCHOOL, [], today=START)
    assert (state.open, state.closed, state.possible) == (False, False, ("located",))


def test_a_case_opens_and_owes_its_next_step():
    state = fold(SCHOOL, ENROLLED[:1], today=on(20))
    assert state.open
    assert state.possible == ("assessed",)
    assert [(d.step, d.on, d.since) for d in state.overdue] == [("assessed", on(14), 1)]
    assert fold(SCHOOL, ENROLLED[:1], today=on(14)).overdue == ()


def test_each_check_meets_the_next_of_its_due_days():
    state = fold(SCHOOL, [*ENROLLED, taken(4, "checked", 41)], today=on(80))
    assert [d.on for d in state.overdue] == [on(70)]
    assert [d.on for d in state.due] == [on(100)]


def test_a_requirement_counts_only_the_answers_asked_for():
    steps = [*ENROLLED, taken(4, "checked", 40, answers=YES), taken(5, "checked", 70, answers=NO)]
    retained = taken(6, "retained", 100)
    assert refusals(SCHOOL, steps, retained) == [Refusal("requirement_not_met", ("checked",))]
    better = [*steps, taken(7, "checked", 99, answers={"attending": ("yes", "late")})]
    assert refusals(SCHOOL, better, retained) == []
    closed = fold(SCHOOL, [*better, retained], today=on(200))
    assert (closed.closed, closed.open, closed.possible, closed.overdue) == (True, False, (), ())


@pytest.mark.parametrize(
    ("steps", "candidate", "why"),
    [
        ((), taken(9, "assessed", 1), "before_opening"),
        (ENROLLED[:1], taken(9, "enrolled", 1), "out_of_order"),
        (ENROLLED, taken(9, "enrolled", 12), "repeated"),
        (ENROLLED, taken(9, "enrolled", 5), "repeated"),
        ((*ENROLLED, taken(4, "dropped_out", 20)), taken(9, "checked", 21), "after_closing"),
        (ENROLLED, taken(9, "vanished", 21), "unknown_step"),
        (ENROLLED, taken(9, "enrolled", 11, supersedes=77), "superseded_unknown"),
        (
            (*ENROLLED, taken(4, "enrolled", 11, supersedes=3)),
            taken(9, "enrolled", 12, supersedes=3),
            "superseded_twice",
        ),
    ],
)
def test_a_step_that_may_not_be_recorded_says_why(steps, candidate, why):
    assert why in [refusal.why for refusal in refusals(SCHOOL, steps, candidate)]


def test_a_late_arrival_may_lie_before_the_closing_step():
    steps = (*ENROLLED, taken(4, "dropped_out", 60))
    assert refusals(SCHOOL, steps, taken(9, "checked", 40)) == []


def test_a_correction_takes_the_place_of_what_it_supersedes():
    moved = taken(4, "enrolled", 12, supersedes=3)
    assert refusals(SCHOOL, ENROLLED, moved) == []
    state = fold(SCHOOL, [*ENROLLED, moved], today=on(13))
    assert [(s.name, s.id) for s in state.done] == [
        ("located", 1),
        ("assessed", 2),
        ("enrolled", 4),
    ]


def test_what_stood_on_a_step_taken_back_is_broken_and_stands_again_with_it():
    void = taken(4, "assessed", 3, supersedes=2, voided=True)
    state = fold(SCHOOL, [*ENROLLED, void], today=on(13))
    assert names(state) == ["located"]
    assert [(b.step.name, b.refusals[0].why) for b in state.broken] == [
        ("enrolled", "out_of_order")
    ]
    again = fold(SCHOOL, [*ENROLLED, void, taken(5, "assessed", 4)], today=on(13))
    assert names(again) == ["located", "assessed", "enrolled"]
    assert again.broken == ()


def test_steps_of_one_day_wait_for_each_other():
    backwards = [taken(1, "dropped_out", 0), taken(2, "enrolled", 0)]
    backwards += [taken(3, "assessed", 0), taken(4, "located", 0)]
    state = fold(SCHOOL, backwards, today=START)
    assert names(state) == ["located", "assessed", "enrolled", "dropped_out"]


@st.composite
def histories(draw):
    steps = []
    for number in range(1, draw(st.integers(0, 9)) + 1):
        old = draw(st.none() | st.integers(1, 9))
        steps.append(
            taken(
                number,
                draw(st.sampled_from([*SCHOOL.steps, "vanished"])),
                draw(st.integers(0, 6)),
                recorded=draw(st.integers(0, 3)),
                supersedes=old,
                voided=old is not None and draw(st.booleans()),
                answers=draw(st.sampled_from([YES, NO, {}])),
            )
        )
    return steps


@given(histories(), st.randoms(use_true_random=False))
def test_the_state_does_not_depend_on_the_order_of_arrival(steps, random):
    mixed = list(steps)
    random.shuffle(mixed)
    assert fold(SCHOOL, mixed, today=on(50)) == fold(SCHOOL, steps, today=on(50))


@given(histories())
def test_every_standing_step_is_either_done_or_broken_and_folds_to_itself(steps):
    state = fold(SCHOOL, steps, today=on(50))
    told = [s.id for s in state.done] + [b.step.id for b in state.broken]
    assert len(told) == len(set(told))
    replaced = {s.supersedes for s in steps}
    assert set(told) <= {s.id for s in steps if s.id not in replaced and not s.voided}


@given(histories())
def test_a_step_is_refused_exactly_when_it_would_not_stand(steps):
    candidate = taken(99, "checked", 7, recorded=9)
    stands = 99 in [s.id for s in fold(SCHOOL, [*steps, candidate], today=on(50)).done]
    assert stands == (refusals(SCHOOL, steps, candidate) == [])


URGENT = Pathway.model_validate(
    {
        "pathway": "protection_case",
        "title": {"es": "Caso de protección", "en": "Protection case"},
        "steps": {
            "opened": {"opens": True},
            "health_attended": {
                "after": "opened",
                "within": {"from": "opened", "days": 3, "where": {"urgency": "sexual_violence"}},
            },
            "assessed": {
                "after": "opened",
                "within": [
                    {
                        "from": "opened",
                        "days": 3,
                        "where": {"urgency": ["sexual_violence", "high"]},
                    },
                    {"from": "opened", "days": 14, "where": {"urgency": ["low"]}},
                ],
            },
            "visited": {
                "after": "assessed",
                "repeats": True,
                "due": [
                    {"from": "assessed", "days": [7, 14], "where": {"risk": ["high"]}},
                    {"from": "assessed", "days": [30], "where": {"risk": ["low"]}},
                ],
            },
            "closed": {"after": "opened", "closes": True},
        },
    }
)


@pytest.mark.parametrize(
    ("urgency", "owed"),
    [
        ("sexual_violence", [("assessed", 3), ("health_attended", 3)]),
        ("high", [("assessed", 3)]),
        ("low", [("assessed", 14)]),
        ("unheard_of", []),
    ],
)
def test_how_urgent_a_case_is_decides_its_deadlines(urgency, owed):
    state = fold(URGENT, [taken(1, "opened", 0, answers={"urgency": urgency})], today=on(1))
    assert [(d.step, (d.on - START).days) for d in state.due] == owed


def test_a_reassessment_changes_how_often_visits_are_due():
    steps = [
        taken(1, "opened", 0, answers={"urgency": "low"}),
        taken(2, "assessed", 2, answers={"risk": "high"}),
    ]
    assert [(d.on - START).days for d in fold(URGENT, steps, today=on(3)).due] == [9, 16]
    calmer = [*steps, taken(3, "assessed", 2, answers={"risk": "low"}, supersedes=2)]
    assert [(d.on - START).days for d in fold(URGENT, calmer, today=on(3)).due] == [32]


GRANT = Pathway.model_validate(
    {
        "pathway": "seed_grant",
        "title": {"es": "Capital semilla", "en": "Seed grant"},
        "steps": {
            "applied": {"opens": True},
            "decided": {"after": "applied", "apart_from": ["applied"]},
            "disbursed": {"after": "decided", "apart_from": ["applied", "decided"], "closes": True},
        },
    }
)


def test_nobody_decides_on_an_application_that_they_took_themselves():
    steps = [taken(1, "applied", 0, by="user:rosa"), taken(2, "decided", 5, by="user:rosa")]
    assert names(fold(GRANT, steps, today=on(6))) == ["applied"]
    assert refusals(GRANT, steps[:1], steps[1]) == [Refusal("same_hands", ("applied",))]
    other = taken(2, "decided", 5, by="user:luis")
    assert refusals(GRANT, steps[:1], other) == []
    paid = taken(3, "disbursed", 9, by="user:luis")
    assert refusals(GRANT, [steps[0], other], paid) == [Refusal("same_hands", ("decided",))]


def test_steps_of_a_list_have_no_single_pair_of_hands():
    steps = [taken(1, "applied", 0), taken(2, "decided", 5), taken(3, "disbursed", 9)]
    assert fold(GRANT, steps, today=on(10)).closed


def test_possible_steps_are_told_without_asking_whose_hands():
    state = fold(GRANT, [taken(1, "applied", 0, by="user:rosa")], today=on(1))
    assert state.possible == ("decided",)


CLOCK = Pathway.model_validate(
    {
        "pathway": "clock",
        "title": {"es": "x", "en": "x"},
        "steps": {
            "opened": {"opens": True},
            "attended": {
                "after": "opened",
                "within": {"from": "opened", "hours": 72, "where": {"urgency": "violence"}},
            },
            "closed": {"after": "attended", "closes": True},
        },
    }
)


def test_hours_are_counted_from_when_the_step_was_written_down():
    opened = taken(1, "opened", 0, recorded=0, answers={"urgency": "violence"})
    (owed,) = course(CLOCK, [opened]).owed
    assert owed.at == NOON + timedelta(hours=72)
    assert owed.on == on(3)


def test_a_clock_that_no_answer_set_going_does_not_run():
    assert course(CLOCK, [taken(1, "opened", 0, answers={"urgency": "low"})]).owed == ()


def test_days_have_no_moment():
    (owed,) = course(SCHOOL, [taken(1, "located", 0)]).owed
    assert owed.at is None


@given(st.permutations(ENROLLED))
def test_what_is_true_on_any_day_is_what_the_state_of_a_day_says(steps):
    found, state = course(SCHOOL, steps), fold(SCHOOL, steps, today=on(50))
    assert (found.done, found.broken) == (state.done, state.broken)
    assert found.owed == tuple(sorted((*state.overdue, *state.due), key=lambda d: (d.on, d.step)))
