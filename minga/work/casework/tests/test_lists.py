"""What lists say is kept in any order, nothing twice, and what does not stand is marked."""

import uuid
from itertools import permutations

import pytest

from minga.foundation.audit.models import AuditEvent
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.actions.steps import record_step
from minga.work.casework.models import Case, Sighting, Step
from minga.work.casework.pathways import current_rules
from minga.work.casework.tests.factories import SCHOOL, at, define, load_pathways, on, said

pytestmark = pytest.mark.django_db
YES = {"attending": "yes"}
WALK: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("located", 0, {}),
    ("assessed", 3, {}),
    ("enrolled", 10, {}),
    ("checked", 40, YES),
)


@pytest.fixture
def child():
    load_pathways()
    return make_registration()


def told(child, name, day, answers=None, **more):
    return NewStep(
        name=name, occurred_on=on(day), registration=child.pk, answers=answers or {}, **more
    )


def take(steps, *, team=None, source="a", pathway="school", recorded_at=NOON):
    return record_steps(
        steps,
        rules=current_rules()[pathway],
        team=team or make_team(),
        source=source,
        recorded_at=recorded_at,
        by=BY,
    )


def flags():
    return list(Case.objects.values_list("out_of_order", flat=True))


def test_a_later_step_alone_is_kept_and_its_case_marked_until_the_rest_arrives(child):
    done = take([told(child, "enrolled", 10)])
    assert (done.fates, done.out_of_order, flags()) == (["new"], 1, [True])
    assert take([told(child, "located", 0)], source="b").out_of_order == 1
    done = take([told(child, "assessed", 3)], source="c")
    assert (done.out_of_order, flags()) == (0, [False])
    assert Step.objects.count() == 3


@pytest.mark.parametrize("order", [*permutations(WALK)][::5])
def test_any_order_of_arrival_ends_in_the_same_state(child, order):
    for number, (name, day, answers) in enumerate(order):
        take([told(child, name, day, answers)], source=str(number))
    assert flags() == [False]
    assert Case.objects.count() == 1


def test_the_same_said_again_is_seen_once_and_both_sources_are_known(child):
    steps = [told(child, name, day, answers) for name, day, answers in WALK]
    assert take([*steps, *steps]).fates == ["new"] * 4 + ["seen"] * 4
    assert not Sighting.objects.exists()
    assert take(steps, source="b").fates == ["seen"] * 4
    assert take(steps, source="b").fates == ["seen"] * 4
    assert Step.objects.count() == 4
    assert Sighting.objects.count() == 4


def test_what_happens_once_is_corrected_and_what_repeats_is_not(child):
    take([told(child, name, day, answers) for name, day, answers in WALK])
    done = take([told(child, "enrolled", 12), told(child, "checked", 41, YES)], source="b")
    assert done.fates == ["corrected", "new"]
    live = Step.objects.live().order_by("occurred_on").values_list("name", "occurred_on")
    assert list(live)[2:] == [("enrolled", on(12)), ("checked", on(40)), ("checked", on(41))]


def test_a_correction_is_never_recorded_before_what_it_corrects(child):
    take([told(child, "located", 0)], recorded_at=at(9))
    take([told(child, "located", 1)], source="earlier", recorded_at=at(2))
    assert set(Step.objects.values_list("recorded_at", flat=True)) == {at(9)}


def test_a_repeated_step_is_corrected_by_its_number(child):
    take([told(child, name, day, answers) for name, day, answers in WALK])
    check = Step.objects.get(name="checked").pk
    wrong = told(child, "checked", 41, YES, supersedes=check + 7000)
    done = take([told(child, "checked", 41, YES, supersedes=check), wrong], source="b")
    assert done.fates == ["corrected", "refused"]
    assert done.problems == {
        1: [f"there is no standing step {check + 7000} in this case to correct."]
    }
    assert Step.objects.live().get(name="checked").occurred_on == on(41)


def test_what_cannot_be_counted_is_refused_and_the_rest_recorded(child):
    done = take(
        [
            told(child, "vanished", 0),
            told(child, "located", 0),
            told(child, "checked", 40, {"attending": "often"}),
        ]
    )
    assert done.fates == ["refused", "new", "refused"]
    assert done.problems[2] == [
        "the answer to attending of checked is none of its choices: no, yes."
    ]


def test_a_required_answer_that_a_list_lacks_is_no_reason_to_refuse(child):
    assert take([told(child, "checked", 40)]).fates == ["new"]


def test_a_list_goes_on_in_the_case_that_somebody_opened(child):
    opened = open_case(
        pathway="school",
        said=said("located", 0),
        team=child.team,
        subject=Subject(registration=child.pk),
        recorded_at=at(0),
        by=BY,
    ).step.case
    take([told(child, "assessed", 3)])
    assert Case.objects.count() == 1
    done = record_step(case=opened, said=said("enrolled", 10), recorded_at=at(10), by=BY)
    assert [step.name for step in done.state.done] == ["located", "assessed", "enrolled"]


@pytest.mark.parametrize(
    ("subject", "given", "kept"),
    [
        ("registration", ("registration", "place"), ("registration",)),
        ("place", ("registration", "place"), ("place",)),
        ("site", ("place",), ("place",)),
        ("organisation", ("organisation", "place"), ("organisation",)),
        ("household", ("registration",), ("registration",)),
        ("none", ("organisation", "place"), ()),
    ],
)
def test_a_case_is_about_the_subject_of_its_pathway(subject, given, kept):
    step = NewStep(
        name="x",
        occurred_on=on(0),
        registration=uuid.UUID(int=1) if "registration" in given else None,
        organisation="riverside" if "organisation" in given else None,
        subject_place="0801" if "place" in given else None,
    )
    assert tuple(c.removesuffix("_id") for c in step.about(subject)) == kept


def test_cases_of_no_subject_are_told_apart_by_their_code(child):
    define("pathway", "quarrel", SCHOOL | {"pathway": "quarrel", "subject": "none"})
    coded = [NewStep(name="located", occurred_on=on(0), case_code=code) for code in "aab"]
    assert take(coded, pathway="quarrel").fates == ["new", "seen", "new"]
    assert Case.objects.count() == 2


def test_two_organisations_never_share_a_case(child):
    take([told(child, "located", 0)])
    take([told(child, "located", 0)], team=make_team("hillside"), source="b")
    keys = set(Case.objects.values_list("own_key", flat=True))
    assert len(keys) == 2


def test_a_batch_is_one_audit_line_of_counts(child):
    take([told(child, "enrolled", 10)])
    event = AuditEvent.objects.get(action="casework.recorded")
    assert event.detail == {"pathway": "school", "new": 1, "corrected": 0, "out_of_order": 1}
    take([told(child, "enrolled", 10)], source="b")
    assert AuditEvent.objects.filter(action="casework.recorded").count() == 1
