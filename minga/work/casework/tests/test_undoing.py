"""Undoing a source lets stand what it had corrected, and leaves the past as it was."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.foundation.audit.models import AuditEvent
from minga.register.people.tests.factories import BY, NOON, make_registration
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.actions.steps import supersede_step, void_step
from minga.work.casework.actions.undoing import void_steps
from minga.work.casework.models import Case, Step
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import CaseworkError
from minga.work.casework.tests.factories import START, at, load_pathways, said

pytestmark = pytest.mark.django_db


def when(number):
    return NOON + timedelta(hours=number)


def standing(case, as_of):
    """What counting takes: recorded by then, superseded by nothing recorded by then, not void."""
    known = list(Step.objects.filter(case=case, recorded_at__lte=as_of))
    gone = {step.supersedes_id for step in known}
    return [
        (step.occurred_on - START).days for step in known if step.pk not in gone and not step.voided
    ]


def flags():
    return list(Case.objects.values_list("out_of_order", flat=True))


class History:
    """Sources saying and undoing something of one case, an hour apart; the day tells what."""

    def __init__(self):
        self.child = make_registration(given=uuid.uuid4().hex)
        self.prefix = uuid.uuid4().hex[:8]
        self.hour = 0

    def play(self, script):
        for word in script.split():
            self.hour += 1
            if word.startswith("-"):
                self.undo(word[1:])
            else:
                self.say(*word)
        return self

    def say(self, source, day):
        step = NewStep(
            name="located",
            occurred_on=START + timedelta(days=int(day)),
            registration=self.child.pk,
        )
        record_steps(
            [step],
            rules=current_rules()["school"],
            team=self.child.team,
            source=self.prefix + source,
            recorded_at=when(self.hour),
            by=BY,
        )

    def undo(self, source):
        return void_steps(source=self.prefix + source, recorded_at=when(self.hour), by=BY)

    def told(self):
        case = Case.objects.about(self.child.pk).get()
        return [standing(case, when(hour)) for hour in range(1, self.hour + 1)]


@pytest.fixture
def school():
    load_pathways()


TABLE = [
    # what happened, hour by hour              what stood after each hour
    ("a1", "1"),
    ("a1 -a", "1 ."),
    ("a1 b2", "1 2"),
    ("a1 b2 -a", "1 2 2"),
    ("a1 b2 -b", "1 2 1"),
    ("a1 b2 -b -a", "1 2 1 ."),
    ("a1 b2 -a -b", "1 2 2 ."),
    ("a1 b2 c3 -b", "1 2 3 3"),
    ("a1 b2 c3 -c", "1 2 3 2"),
    ("a1 b2 c3 -b -c", "1 2 3 3 1"),
    ("a1 b2 c3 -c -b", "1 2 3 2 1"),
    ("a1 b2 c3 -b -c -a", "1 2 3 3 1 ."),
    ("a1 b2 c3 -a -b -c", "1 2 3 3 3 ."),
    ("a1 b1 -a", "1 1 1"),
    ("a1 b1 -a -b", "1 1 1 ."),
    ("a1 b1 -b", "1 1 1"),
    ("a1 b2 c2 -b", "1 2 2 2"),
    ("a1 b2 c2 -b -c", "1 2 2 2 1"),
    ("a1 b2 c1 -c", "1 2 1 2"),
    ("a1 a2 -a", "1 2 ."),
    ("a1 b2 -b c3 -c", "1 2 1 3 1"),
    ("a1 b2 -b c1 -a", "1 2 1 1 1"),
    ("a1 -a b1", "1 . 1"),
    ("a1 -a -a", "1 . ."),
]


@pytest.mark.parametrize(("script", "stood"), TABLE)
def test_a_table_of_histories(school, script, stood):
    expected = [[] if word == "." else [int(word)] for word in stood.split()]
    assert History().play(script).told() == expected


@dataclass
class Naive:
    """Versions with the sources that answer for each; the latest that has one left stands."""

    versions: list[tuple[int, set[str]]] = field(default_factory=list)
    undone: set[str] = field(default_factory=set)

    def stands(self):
        alive = [v for v in self.versions if v[1] - self.undone]
        return alive[-1] if alive else None

    def say(self, source, day):
        there = self.stands()
        if there and there[0] == day:
            there[1].add(source)
        else:
            self.versions.append((day, {source}))


events = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from([0, 1, 2, 3, None])), min_size=1, max_size=9
)


@given(events)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_history_agrees_with_the_naive_one_at_every_hour(school, happened):
    history, naive, expected = History(), Naive(), []
    for source, day in happened:
        if day is not None and source in naive.undone:
            continue
        if day is None:
            naive.undone.add(source)
        else:
            naive.say(source, day)
        history.play(f"-{source}" if day is None else f"{source}{day}")
        there = naive.stands()
        expected.append([there[0]] if there else [])
    if Case.objects.about(history.child.pk).exists():
        assert history.told() == expected


def test_what_comes_back_keeps_its_words_its_source_and_its_digest(school):
    history = History().play("a1 b2 -b")
    first, back = Step.objects.filter(occurred_on=at(1).date()).order_by("pk")
    for name in ("name", "answers", "digest", "source", "organisation_id", "place_id", "by"):
        assert getattr(first, name) == getattr(back, name), name
    assert back.recorded_at == when(3)
    history.play("c1")
    assert Step.objects.count() == 3, "the same said again is seen"


def test_nothing_is_said_by_a_source_that_was_undone(school):
    history = History().play("a1 -a")
    with pytest.raises(CaseworkError, match="this source was undone"):
        history.play("a2")
    assert history.undo("a") == 0


def test_undoing_judges_the_case_anew_and_is_one_audit_line(school):
    history = History().play("a0")
    child, prefix = history.child, history.prefix
    later = NewStep(name="assessed", occurred_on=at(4).date(), registration=child.pk)
    record_steps(
        [later],
        rules=current_rules()["school"],
        team=child.team,
        source="z",
        recorded_at=when(1),
        by=BY,
    )
    assert flags() == [False]
    assert void_steps(source=f"{prefix}a", recorded_at=when(2), by=BY) == 1
    assert flags() == [True]
    assert AuditEvent.objects.get(action="casework.undone").detail == {"count": 1, "restored": 0}


def test_a_step_taken_back_by_a_person_does_not_come_back_with_an_undoing(school):
    history = History().play("a1 b2")
    case = Case.objects.get()
    step = Step.objects.live().get(case=case)
    void_step(step=step, reason="never happened", recorded_at=when(3), by=BY)
    assert history.undo("b") == 0
    assert standing(case, when(9)) == []


def test_what_a_person_recorded_stands_again_when_the_list_that_changed_it_is_undone(school):
    history = History()
    opened = open_case(
        pathway="school",
        said=said("located", 1),
        team=history.child.team,
        subject=Subject(registration=history.child.pk),
        recorded_at=at(1),
        by=BY,
    )
    history.hour = 48
    history.play("b2")
    assert standing(opened.step.case, when(60)) == [2]
    history.play("-b")
    assert standing(opened.step.case, when(60)) == [1]
    back = Step.objects.live().get()
    supersede_step(
        step=back, said=said("located", 0), reason="wrong day", recorded_at=when(70), by=BY
    )
    assert standing(opened.step.case, when(80)) == [0]


def test_the_steps_of_people_at_a_screen_are_not_undone_together(school):
    with pytest.raises(ValueError, match="taken back singly"):
        void_steps(source="", recorded_at=NOON, by=BY)
