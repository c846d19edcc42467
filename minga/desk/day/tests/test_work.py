"""My work: each thing to do once, in the group where it belongs, for whoever may see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from minga.foundation.access.tests.sample import a_team
from minga.foundation.core.principals import user as principal_of
from minga.register.people.tests.factories import BY, make_registration
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.models import Position
from minga.work.casework.rules import StepSaid
from minga.work.casework.tests.factories import TITLE, define
from minga.work.casework.tests.visits import colleague, come_in, shown

pytestmark = pytest.mark.django_db


def titled(name, **step):
    return {"title": {"es": name, "en": name}, **step}


SCHOOL = {
    "pathway": "school",
    "title": {"es": "Regreso a la escuela", "en": "Return to school"},
    "confidentiality": "restricted",
    "steps": {
        "located": titled("Located", opens=True),
        "assessed": titled(
            "Barriers assessed", after="located", within={"from": "located", "days": 14}
        ),
        "closed": titled(
            "Closed",
            after="located",
            by=["supervisor"],
            within={"from": "located", "days": 10},
            closes=True,
        ),
    },
    "roles": {"supervisor": {"title": TITLE}},
}
VISIT = {
    "pathway": "visit",
    "title": {"es": "Visita", "en": "Visit"},
    "subject": "registration",
    "confidentiality": "open",
    "steps": {
        "asked": titled("Asked", opens=True),
        "visited": titled("Visited", after="asked", within={"from": "asked", "days": 14}),
        "left": titled("Left", after="asked", closes=True),
    },
}
HARM = {
    **VISIT,
    "pathway": "harm",
    "title": {"es": "Daño", "en": "Harm"},
    "confidentiality": "sealed",
}


@pytest.fixture(autouse=True)
def pathways():
    for each in (SCHOOL, VISIT, HARM):
        define("pathway", each["pathway"], each)


@pytest.fixture
def ana(client):
    found = colleague("ana", "caseworker")
    come_in(client, found)
    return found


def begin(days_ago, pathway="visit", step="asked", by=BY, known_days=30, **more):
    """A case that was opened so many days ago, and written down so many days ago."""
    person = make_registration(given=f"{pathway}{days_ago}{by}")
    members = (
        [colleague(name, "caseworker") for name in ("mia", "leo")] if pathway == "harm" else []
    )
    by = principal_of(members[0].pk) if members else by
    done = open_case(
        pathway=pathway,
        said=StepSaid(name=step, occurred_on=timezone.localdate() - timedelta(days=days_ago)),
        team=more.get("team", person.team),
        subject=Subject(registration=person.pk),
        recorded_at=timezone.now(),
        by=by,
        members=members,
    )
    came = timezone.now() - timedelta(days=known_days)
    Position.objects.filter(case=done.step.case).update(came_at=came)
    return done.step.case


def section(page, title):
    """What stands under a heading."""
    return page.partition(f"<h2>{title}")[2].partition("</section>")[0]


def test_what_is_overdue_due_soon_and_new_stand_apart(client, ana):
    late, soon, fresh = begin(20), begin(5), begin(1, known_days=0)
    page = shown(client, "/work/")
    assert [str(c.pk) in section(page, "Now") for c in (late, soon, fresh)] == [True, False, False]
    assert [str(c.pk) in section(page, "Soon") for c in (late, soon, fresh)] == [False, True, False]
    assert [str(c.pk) in section(page, "Came in") for c in (late, soon, fresh)] == [0, 0, 1]
    assert "Overdue by 6 days" in section(page, "Now")
    assert "To do: Visited. Visit, " in section(page, "Now")


def test_the_one_action_leads_to_what_is_due(client, ana):
    late = begin(20)
    address = f"/cases/{late.pk}/record/visited/"
    assert f'href="{address}"' in section(shown(client, "/work/"), "Now")
    assert client.get(address).status_code == 200


def test_nothing_to_do_is_good_news(client, ana):
    page = shown(client, "/work/")
    assert "Nothing is overdue, and nothing is due today." in page
    assert "Waiting for others" not in page


def test_what_a_supervisor_must_do_waits_for_others(client, ana):
    case = begin(12, pathway="school", step="located")
    page = shown(client, "/work/")
    assert str(case.pk) not in section(page, "Now")
    assert str(case.pk) in section(page, "Waiting for others")
    assert "Waits for: Supervisor" in page
    come_in(client, colleague("sol", "supervisor"))
    assert str(case.pk) in section(shown(client, "/work/"), "Now")


def test_one_sees_one_s_own_and_what_is_nobody_s_first(client, ana):
    ben = colleague("ben", "caseworker")
    mine, his = begin(20, by=principal_of(ana.pk)), begin(21, by=principal_of(ben.pk))
    nobodys = begin(22)
    for page, expected in [
        ("/work/", [True, False, True]),
        ("/work/?whose=", [True, True, True]),
        ("/work/?whose=mine", [True, False, True]),
    ]:
        found = shown(client, page)
        assert [str(case.pk) in found for case in (mine, his, nobodys)] == expected, page


def test_a_supervisor_sees_everybody_s_and_can_ask_for_one_person_s(client):
    ben = colleague("ben", "caseworker")
    come_in(client, colleague("sol", "supervisor"))
    his, other = begin(20, by=principal_of(ben.pk)), begin(21)
    page = shown(client, "/work/")
    assert str(his.pk) in page
    assert str(other.pk) in page
    page = shown(client, f"/work/?whose={ben.pk}")
    assert str(his.pk) in page
    assert str(other.pk) not in page


def test_a_caseworker_cannot_ask_for_somebody_else_s(client, ana):
    ben = colleague("ben", "caseworker")
    his = begin(20, by=principal_of(ben.pk))
    assert str(his.pk) not in shown(client, f"/work/?whose={ben.pk}")


def test_only_what_one_may_see_is_there(client):
    """A field worker sees no restricted case, nobody a sealed one without being named in it."""
    visit, school = begin(20), begin(20, pathway="school", step="located")
    harm, elsewhere = begin(20, pathway="harm"), begin(23)
    Position.objects.filter(case=elsewhere).update(team=a_team("theirs", "theirs"))
    elsewhere.team = a_team("theirs", "theirs")
    elsewhere.save()
    for role, expected in [
        ("field_worker", [True, False, False, False]),
        ("supervisor", [True, True, False, False]),
    ]:
        come_in(client, colleague(role.replace("_", ""), role))
        page = shown(client, "/work/")
        assert [str(case.pk) in page for case in (visit, school, harm, elsewhere)] == expected


def test_a_group_in_full_is_counted_and_paged(client, ana):
    for days in range(20, 32):
        begin(days)
    page = shown(client, "/work/")
    assert page.count("/record/visited/") == 8
    assert "All 12" in page
    page = shown(client, "/work/now/")
    assert page.count("/record/visited/") == 12
    assert client.get("/work/never/").status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "donor", "administrator", "organisation_manager"])
def test_whoever_has_no_cases_has_no_such_page(client, role):
    come_in(client, colleague("eve", role))
    for page in ("/work/", "/work/now/"):
        assert client.get(page).status_code == 404


def test_a_stranger_is_told_of_no_such_page(client):
    assert client.get("/work/").status_code == 404


def test_a_name_is_nowhere(client, ana):
    begin(20)
    assert "visit20" not in shown(client, "/work/").lower()
