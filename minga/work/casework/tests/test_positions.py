"""Where each case stands is kept beside it, and is what its steps say, whatever happens."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.foundation.access.tests.sample import a_user
from minga.foundation.core.principals import user as principal_of
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team
from minga.work.casework.actions.cases import Subject, move_case, open_case, reopen_case
from minga.work.casework.actions.erasing import erase_people
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.actions.settling import settle_all
from minga.work.casework.actions.steps import record_step, supersede_step, void_step
from minga.work.casework.actions.undoing import void_steps
from minga.work.casework.models import Case, Position, Step
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import CaseworkError
from minga.work.casework.tests.factories import (
    ACCOUNT,
    SCHOOL,
    TITLE,
    at,
    define,
    load_pathways,
    on,
    said,
)

pytestmark = pytest.mark.django_db
YES = {"attending": "yes"}
CLOCK = {
    "pathway": "clock",
    "title": TITLE,
    "subject": "registration",
    "roles": {"caseworker": {"title": TITLE}},
    "steps": {
        "opened": {"opens": True, "form": "account"},
        "attended": {
            "after": "opened",
            "by": ["caseworker"],
            "within": [
                {"from": "opened", "hours": 72, "where": {"recent": "yes"}},
                {"from": "opened", "days": 14, "where": {"recent": "no"}},
            ],
        },
        "planned": {"after": "opened", "within": {"from": "opened", "days": 3}},
        "closed": {"after": ["opened", "attended"], "closes": True},
    },
}


@pytest.fixture
def child():
    load_pathways()
    return make_registration()


def begin(child, day=0, pathway="school", name="located", by=BY, recorded=None, **more):
    return open_case(
        pathway=pathway,
        said=said(name, day, **more),
        team=child.team,
        subject=Subject(registration=child.pk),
        recorded_at=recorded or at(day),
        by=by,
    ).step.case


def go(case, name, day, by=BY, **more):
    return record_step(case=case, said=said(name, day, **more), recorded_at=at(day), by=by).step


def where(case):
    return Position.objects.get(case=case)


def test_a_new_case_owes_its_next_step(child):
    found = where(begin(child))
    assert (found.state, found.opened_on, found.came_at) == ("open", on(0), at(0))
    go(found.case, "assessed", 3)
    assert (where(found.case).came_at, where(found.case).moved_at) == (at(0), at(3))
    assert (found.last_step, found.last_on) == ("located", on(0))
    assert (found.due_step, found.due_on, found.due_at) == ("assessed", on(14), None)
    assert (found.waiting_for, found.hand, found.team) == ([], None, child.team)


def test_a_case_moves_on_closes_and_opens_again(child):
    case = begin(child)
    go(case, "assessed", 3)
    assert (where(case).due_step, where(case).due_on) == ("", None)
    go(case, "enrolled", 10)
    assert (where(case).due_step, where(case).due_on) == ("checked", on(40))
    for day in (40, 70):
        go(case, "checked", day, answers=YES)
    go(case, "retained", 100)
    assert (where(case).state, where(case).due_on) == ("closed", None)
    reopen_case(case=case, reason="too early", recorded_at=at(101), by=BY)
    assert (where(case).state, where(case).last_step) == ("open", "checked")


@pytest.mark.parametrize(
    ("recent", "recorded", "step", "day", "moment"),
    [
        ("yes", at(0), "attended", 3, at(0) + timedelta(hours=72)),
        ("yes", at(2), "attended", 3, None),  # written down two days later: the hour is unknown
        ("no", at(0), "planned", 3, None),
    ],
)
def test_hours_run_where_an_answer_set_them_going(child, recent, recorded, step, day, moment):
    define("form", "account", ACCOUNT)
    define("pathway", "clock", CLOCK)
    case = begin(
        child, pathway="clock", name="opened", recorded=recorded, answers={"recent": recent}
    )
    found = where(case)
    assert (found.due_step, found.due_on, found.due_at) == (step, on(day), moment)
    assert found.waiting_for == (["caseworker"] if step == "attended" else [])


def test_whoever_recorded_last_is_known_unless_it_came_from_a_list(child):
    ana = a_user("ana")
    case = begin(child)
    go(case, "assessed", 3, by=principal_of(ana.pk))
    assert where(case).hand == ana
    told(child, [("enrolled", 10)])
    assert where(case).hand == ana


def test_a_case_of_which_only_a_later_step_is_known_is_unclear(child):
    told(child, [("enrolled", 10)])
    assert Position.objects.get().state == "unclear"
    told(child, [("located", 0), ("assessed", 3)], source="b")
    assert Position.objects.get().state == "open"
    void_steps(source="b", recorded_at=at(20), by=BY)
    assert Position.objects.get().state == "unclear"
    void_steps(source="a", recorded_at=at(20), by=BY)
    assert Position.objects.get().state == "empty"


def test_a_list_seen_again_moves_nothing(child):
    told(child, [("located", 0)])
    Position.objects.update(last_step="untouched")
    told(child, [("located", 0)], source="b")
    assert Position.objects.get().last_step == "untouched"


def test_an_erased_person_is_owed_nothing(child):
    case = begin(child)
    erase_people([child.pk], erased_at=NOON, by=BY, reason="asked")
    found = where(case)
    assert (found.state, found.due_step, found.due_on) == ("erased", "", None)
    assert kept() == settled()


def test_urgent_comes_first_and_closed_cases_come_not_at_all(child):
    first = begin(child)
    other = begin(make_registration(given="Luz"), day=5)
    done = begin(make_registration(given="Jhon"))
    go(done, "assessed", 1)
    owed = Position.objects.owing(until=on(19))
    assert [found.case for found in owed] == [first, other]
    assert [found.case for found in Position.objects.owing(until=on(14))] == [first]
    late = Position.objects.came_in(since=at(1))
    assert [found.case for found in late] == [other]


def told(child, steps, source="a"):
    return record_steps(
        [NewStep(name=name, occurred_on=on(day), registration=child.pk) for name, day in steps],
        rules=current_rules()["school"],
        team=make_team(),
        source=source,
        recorded_at=at(20),
        by=BY,
    )


# Whatever happens, in whatever order: what is kept is what would be worked out anew.


def kept():
    return list(Position.objects.order_by("pk").values())


def settled():
    for _ in settle_all(by=BY):
        pass
    return kept()


NAMES = list(SCHOOL["steps"])
DAYS = st.integers(0, 120)
EVENTS = st.one_of(
    st.tuples(st.just("step"), st.sampled_from(NAMES), DAYS),
    st.tuples(st.just("list"), st.sampled_from(NAMES), DAYS, st.sampled_from("abc")),
    st.tuples(st.just("correct"), st.integers(0, 5), DAYS),
    st.tuples(st.just("void"), st.integers(0, 5)),
    st.tuples(st.just("undo"), st.sampled_from("abc")),
    st.tuples(st.just("reopen")),
    st.tuples(st.just("move")),
)


class Life:
    """One child's case, to which anything may happen; what is refused does not happen."""

    def __init__(self, child):
        self.child = child
        self.hour = 0

    def happen(self, what, *about):
        self.hour += 1
        try:
            getattr(self, what)(*about)
        except (CaseworkError, Case.DoesNotExist, IndexError):
            return

    @property
    def now(self):
        return at(200) + timedelta(hours=self.hour)

    @property
    def case(self):
        return Case.objects.get(registration=self.child)

    def step(self, name, day):
        answers = YES if name == "checked" else {}
        role = "tutor" if name == "dropped_out" else ""
        what = {"said": said(name, day, answers=answers, role=role), "by": BY}
        if Case.objects.filter(registration=self.child).exists():
            record_step(case=self.case, recorded_at=self.now, **what)
        else:
            open_case(
                pathway="school",
                team=self.child.team,
                subject=Subject(registration=self.child.pk),
                recorded_at=self.now,
                **what,
            )

    def list(self, name, day, source):
        told(self.child, [(name, day)], source=source)

    def correct(self, which, day):
        old = self._live(which)
        new = said(old.name, day, answers=old.answers, role=old.role)
        supersede_step(step=old, said=new, reason="x", recorded_at=self.now, by=BY)

    def void(self, which):
        void_step(step=self._live(which), reason="x", recorded_at=self.now, by=BY)

    def undo(self, source):
        void_steps(source=source, recorded_at=self.now, by=BY)

    def reopen(self):
        reopen_case(case=self.case, reason="x", recorded_at=self.now, by=BY)

    def move(self):
        changed = SCHOOL | {"steps": SCHOOL["steps"] | {"visited": {"after": "located"}}}
        version = define("pathway", "school", changed).version
        move_case(case=self.case, version=version, reason="x", moved_at=self.now, by=BY)

    def _live(self, which):
        return Step.objects.filter(case=self.case).live().order_by("pk")[which]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(EVENTS, min_size=3, max_size=12))
def test_what_is_kept_is_what_the_steps_say(django_db_blocker, events):
    load_pathways()
    life = Life(make_registration(given=str(id(events))))
    for event in events:
        life.happen(*event)
    assert kept() == settled()


def test_a_place_that_was_lost_is_found_again(child):
    begin(child)
    before = kept()
    Position.objects.all().delete()
    assert list(settle_all(by=BY)) == [(1, 1)]
    assert kept() == before
    assert list(settle_all(by=BY)) == [(1, 0)]
