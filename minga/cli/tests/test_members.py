"""`minga members`: an operator names who knows of sealed cases that came in through lists."""

import pytest
from click.testing import CliRunner
from django.utils import timezone

from minga.cli import minga
from minga.cli.casework import show_sealed_cases
from minga.config import setup
from minga.foundation.access.models import Member, User
from minga.foundation.audit.models import AuditEvent
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.models import Case, Position
from minga.work.casework.pathways import current_rules
from minga.work.casework.tests.factories import at, load_pathways, make_worker, on, two_members
from minga.work.intake.models import PartnerList

pytestmark = pytest.mark.django_db
TWO = ("ana@example.org", "luz@example.org")
WHY = ("--reason", "their district")


@pytest.fixture(autouse=True)
def team(monkeypatch):
    """A team of two caseworkers, in the year when they work."""
    monkeypatch.setattr(timezone, "now", lambda: at(1))
    load_pathways()
    two_members(make_team())
    return make_team()


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(setup, "start", lambda: None)  # Django runs already

    def invoke(*words, code=0):
        done = CliRunner().invoke(minga, ["members", *words])
        assert done.exit_code == code, done.output
        return done.output

    return invoke


def listed(team, given="Eva", source="a"):
    """A sealed case that came in through a list."""
    about = make_registration(team, given=given)
    record_steps(
        [NewStep(name="told", occurred_on=on(0), registration=about.pk, answers={})],
        rules=current_rules()["harm"],
        team=team,
        source=source,
        recorded_at=NOON,
        by=BY,
    )
    return Case.objects.get(registration=about)


def seen_by(name):
    user = User.objects.get(email=f"{name}@example.org")
    cases = set(Case.objects.visible_to(user, on=on(1)))
    stand = Position.objects.visible_to(user, on=on(1))
    assert {position.case for position in stand} == cases
    return cases


def test_whoever_is_named_sees_the_cases_of_that_organisation_alone(run, team):
    make_worker("marta", team, "supervisor")
    ours, more, other = listed(team), listed(team, "Rosa"), listed(make_team("hillside"))
    assert seen_by("ana") == set()
    told = run(*TWO, "--organisation", "riverside", *WHY)
    assert told == "2 sealed case(s) have 2 members now.\n"
    assert seen_by("ana") == seen_by("luz") == {ours, more}
    assert seen_by("marta") == set()
    other.refresh_from_db()
    assert other.circle is None
    kept = Member.objects.filter(circle=Case.objects.get(pk=ours.pk).circle)
    assert {(each.joined_by, each.reason) for each in kept} == {("command:members", WHY[1])}
    logged = AuditEvent.objects.filter(action="casework.member_joined")
    assert sorted(logged.values_list("object_id", flat=True)) == sorted(
        2 * [str(ours.pk), str(more.pk)]
    )
    assert "without members" in run(*TWO, "--organisation", "riverside", *WHY, code=1)


def test_the_cases_of_one_list_alone(run, team):
    kept = PartnerList.objects.create(
        organisation=team.organisation,
        sealed_name=b"x",
        sha256="0" * 64,
        size=1,
        received_at=NOON,
        retain_until=on(90),
        by=str(BY),
    )
    ours = listed(team, source=str(kept.pk))
    listed(team, "Rosa")
    run(*TWO, "--list", kept.short_id, *WHY)
    assert seen_by("ana") == {ours}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([TWO[0], TWO[0], "--organisation", "riverside", *WHY], "two people at least"),
        ([*TWO, "eva@example.org", "--organisation", "riverside", *WHY], "Eva may not join"),
        ([*TWO, "no@example.org", "--organisation", "riverside", *WHY], "no open account no@"),
        ([*TWO, "--organisation", "riverside", "--reason", " "], "say why they join"),
        ([*TWO, "--organisation", "hillside", *WHY], "no such sealed case"),
        ([*TWO, "--list", "zz", *WHY], "no list's id begins"),
    ],
)
def test_what_does_not_fit_is_told_and_names_nobody(run, team, words, told):
    make_worker("eva", make_team("hillside"))
    listed(team)
    assert told in run(*words, code=1)
    assert not Member.objects.exists()


@pytest.mark.parametrize("chosen", [[], ["--organisation", "riverside", "--list", "a"]])
def test_the_cases_are_of_an_organisation_or_of_a_list(run, chosen):
    assert "by --organisation or by --list" in run(*TWO, *chosen, *WHY, code=2)


def test_a_demonstration_shows_a_few_to_its_own_accounts(team):
    for given in ("Eva", "Rosa", "Inés", "Luz", "Alba", "Nela"):
        listed(team, given)
    show_sealed_cases()
    assert seen_by("ana") == set()
    User.objects.update(demonstration=True)
    show_sealed_cases()
    assert len(seen_by("ana")) == 5
