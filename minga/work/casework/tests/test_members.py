"""Who knows of a sealed case, by name; and whoever is known through it alone."""

import pytest

from minga.foundation.access.models import Circle, Member
from minga.foundation.core.principals import command, user
from minga.register.people.actions.hiding import hide
from minga.register.people.actions.registering import register, register_person
from minga.register.people.models import Consent, Registration
from minga.register.people.rules import PeopleError
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team, somebody
from minga.work.casework.actions.cases import Subject, add_participant, open_case
from minga.work.casework.actions.members import add_member, leave
from minga.work.casework.models import Case, Step
from minga.work.casework.rules import CaseworkError
from minga.work.casework.tests.factories import (
    START,
    at,
    load_pathways,
    make_worker,
    on,
    said,
    two_members,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    load_pathways()
    return make_team()


def survivor_of(team, given="Eva"):
    """Somebody registered at a screen, of whom nothing else is known."""
    return register_person(somebody(given=given), team=team, recorded_at=NOON, by=BY).registration


def sealed_case(survivor, members, by=None, **more):
    return open_case(
        pathway="harm",
        said=said("told", 0),
        team=survivor.team,
        subject=Subject(registration=survivor.pk),
        recorded_at=at(0),
        members=members,
        by=by or user(members[0].pk),
        **more,
    ).step.case


def sees(worker, case, day=START):
    found = Case.objects.visible_to(worker, on=day).filter(pk=case.pk).exists()
    assert Step.objects.visible_to(worker, on=day).filter(case=case).exists() == found
    return found


def test_only_those_who_are_named_see_a_sealed_case(team):
    ana, luz = two_members(team)
    lead = make_worker("marta", team, "supervisor")
    case = sealed_case(survivor_of(team), [ana, luz])
    assert [sees(each, case) for each in (ana, luz, lead)] == [True, True, False]
    assert not sees(ana, case, on(400)), "their role is over"


def test_a_sealed_case_is_opened_by_one_of_two_members_at_least(team):
    ana, luz = two_members(team)
    survivor = survivor_of(team)
    with pytest.raises(CaseworkError, match="two people at least"):
        sealed_case(survivor, [ana, ana])
    with pytest.raises(CaseworkError, match="whoever opens a sealed case"):
        sealed_case(survivor, [ana, luz], by=user(make_worker("marta", team).pk))
    stranger = make_worker("eva", make_team("hillside"))
    with pytest.raises(CaseworkError, match="Eva may not join sealed cases"):
        sealed_case(survivor, [ana, stranger])
    assert not Circle.objects.exists()


def test_a_member_lets_another_know_and_nobody_else_does(team):
    ana, luz = two_members(team)
    marta = make_worker("marta", team, "supervisor")
    case = sealed_case(survivor_of(team), [ana, luz])
    with pytest.raises(CaseworkError, match="only its members decide"):
        add_member(case=case, user=marta, reason="I lead", at=at(1), by=user(marta.pk))
    add_member(case=case, user=marta, reason="night shift", at=at(1), by=user(ana.pk))
    assert sees(marta, case)
    with pytest.raises(CaseworkError, match="a member of this case already"):
        add_member(case=case, user=marta, reason="again", at=at(1), by=user(ana.pk))


def test_nobody_leaves_a_case_to_fewer_than_two(team):
    ana, luz = two_members(team)
    marta = make_worker("marta", team)
    case = sealed_case(survivor_of(team), [ana, luz])
    gone = {"case": case, "user": luz, "reason": "leaves us", "at": at(1), "by": user(ana.pk)}
    with pytest.raises(CaseworkError, match="name a successor"):
        leave(**gone)
    leave(**gone, successor=marta)
    assert (sees(luz, case), sees(marta, case)) == (False, True)
    with pytest.raises(CaseworkError, match="no member of this case"):
        leave(**gone)
    kept = Member.objects.get(user=luz)
    assert (kept.left_by, kept.left_reason) == (f"user:{ana.pk}", "leaves us")


def test_a_member_whose_role_is_over_holds_up_no_circle(team):
    ana, luz = two_members(team)
    marta = make_worker("marta", team)
    case = sealed_case(survivor_of(team), [ana, luz, marta])
    marta.grants.update(ended_at=at(1), ended_by="user:1", end_reason="left us")
    with pytest.raises(CaseworkError, match="name a successor"):
        leave(case=case, user=luz, reason="leaves us", at=at(2), by=user(ana.pk))


def test_whoever_is_known_through_a_sealed_case_alone_is_hidden_with_it(team):
    ana, luz = two_members(team)
    lead = make_worker("marta", team, "supervisor")
    survivor = survivor_of(team)
    sealed_case(survivor, [ana, luz], hides_subject=True)
    Consent.objects.create(
        registration=survivor, purpose="x", data_class="x", given_by="self", given_on=START,
        recorded_at=NOON, by="user:1",
    )  # fmt: skip
    for worker, seen in ((ana, True), (luz, True), (lead, False)):
        assert Registration.objects.visible_to(worker, on=START).exists() is seen
        assert Consent.objects.visible_to(worker, on=START).exists() is seen


def test_nothing_recognises_whoever_is_hidden(team):
    ana, luz = two_members(team)
    survivor = survivor_of(team)
    sealed_case(survivor, [ana, luz], hides_subject=True)
    again = register_person(somebody(given="Eva"), team=team, recorded_at=NOON, by=BY)
    assert not again.known, "registering her again tells nothing"
    listed = register([somebody(given="Eva")], team=team, source="a", recorded_at=NOON, by=BY)
    assert listed == [again.registration.pk]


def test_somebody_known_otherwise_is_not_hidden(team):
    ana, luz = two_members(team)
    with pytest.raises(CaseworkError, match="known without this case"):
        sealed_case(make_registration(team), [ana, luz], hides_subject=True)
    survivor = survivor_of(team)
    open_case(
        pathway="school",
        said=said("located", 0),
        team=team,
        subject=Subject(registration=survivor.pk),
        recorded_at=at(0),
        by=BY,
    )
    with pytest.raises(CaseworkError, match="has another case"):
        sealed_case(survivor, [ana, luz], hides_subject=True)
    assert not Case.objects.filter(confidentiality="sealed").exists()


def test_further_sealed_cases_of_a_hidden_person_share_their_circle(team):
    ana, luz = two_members(team)
    survivor = survivor_of(team)
    first = sealed_case(survivor, [ana, luz], hides_subject=True)
    second = sealed_case(survivor, [luz, make_worker("marta", team)])
    assert first.circle == second.circle
    assert sees(make_worker("marta", team), first)


def test_no_open_case_and_no_other_circle_tells_of_a_hidden_person(team):
    ana, luz = two_members(team)
    hidden, other = survivor_of(team), survivor_of(team, "Rosa")
    sealed_case(hidden, [ana, luz], hides_subject=True)
    with pytest.raises(CaseworkError, match="no such registration"):
        open_case(
            pathway="school",
            said=said("located", 0),
            team=team,
            subject=Subject(registration=hidden.pk),
            recorded_at=at(0),
            by=command("test"),
        )
    school = open_case(
        pathway="school",
        said=said("located", 0),
        team=team,
        subject=Subject(registration=other.pk),
        recorded_at=at(0),
        by=command("test"),
    ).step.case
    with pytest.raises(CaseworkError, match="no such registration"):
        add_participant(case=school, role="tutor", registration=hidden.pk, recorded_at=at(1), by=BY)
    circle = Circle.objects.create()
    with pytest.raises(PeopleError, match="known without this case"):
        hide(registration=hidden.pk, circle=circle, by=BY)
