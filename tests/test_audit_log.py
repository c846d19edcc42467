"""The log tells what was done, by whom and to what, and nothing of who it was done to."""

from datetime import date, timedelta

import pytest

from minga.foundation.audit.models import AuditEvent
from minga.foundation.audit.verifying import verify
from minga.foundation.core.principals import command
from minga.register.people.actions.consents import give_consent, withdraw_consent
from minga.register.people.actions.facts import change_status, correct_registration, set_groups
from minga.register.people.actions.households import (
    join_household,
    leave_household,
    make_household,
)
from minga.register.people.actions.registering import register_person
from minga.register.people.identity import IdentityFields, open_identity
from minga.register.people.judgements import judge
from minga.register.people.rules import Agreement
from minga.register.people.tests.factories import BY, NOON, make_team, somebody
from minga.work.casework.actions.cases import (
    Subject,
    add_participant,
    open_case,
    reopen_case,
)
from minga.work.casework.actions.erasing import erase_person
from minga.work.casework.actions.reading import open_answers
from minga.work.casework.actions.steps import record_step, supersede_step, void_step
from minga.work.casework.tests.factories import (
    HARM,
    SCHOOL,
    at,
    define,
    load_pathways,
    said,
    two_members,
)
from minga.work.intake.actions import undo
from minga.work.intake.opening import Vocabularies
from minga.work.intake.tests.house import BY as INTAKE
from minga.work.intake.tests.house import LUIS, ROSA, bring, found_house, later, roll

pytestmark = pytest.mark.django_db
SECRETS = {
    "Yolanda",
    "Zambrano",
    "1710034065",
    "0991234567",
    "1990-05-03",
    "indigenous",
    "refugee",
    "bridge",
    "neighbour",
    "quarrelled",
    "fears",
    "aunt",
    *(word for row in (ROSA, LUIS) for cell in row[:3] if cell for word in cell.split()),
}
ROLES = {"roles": {"relative": {"title": {"es": "x", "en": "x"}}}}


def work_a_case(person, other):
    """Everything that is done in a sealed case and an open one."""
    told = {"recent": "yes", "story": "On the bridge, the neighbour."}
    team, subject = person.team, Subject(registration=person.pk)
    sealed = open_case(
        pathway="harm",
        said=said("told", 0, answers=told),
        team=team,
        subject=subject,
        recorded_at=at(0),
        by=command("test"),
        members=two_members(team),
    )
    case = sealed.step.case
    add_participant(case=case, role="relative", registration=other.pk, recorded_at=at(0), by=BY)
    helped = record_step(
        case=case, said=said("helped", 1, answers=told), recorded_at=at(1), by=BY
    ).step
    why = "they quarrelled by the bridge"
    new = supersede_step(
        step=helped, said=said("helped", 2), reason=why, recorded_at=at(2), by=BY
    ).step
    void_step(step=new, reason=why, recorded_at=at(3), by=BY)
    open_answers(step=sealed.step, by=BY, reason="visit")
    record_step(case=case, said=said("ended", 4), recorded_at=at(4), by=BY)
    reopen_case(case=case, reason=why, recorded_at=at(5), by=BY)
    open_case(
        pathway="school",
        said=said("located", 0),
        team=team,
        subject=subject,
        matter="the neighbour",
        recorded_at=at(0),
        by=BY,
    )


def change_everything_known(person, team):
    """Every correction, household and consent."""
    set_groups(registration=person.pk, groups=["indigenous"], recorded_at=at(1), by=BY)
    change_status(
        registration=person.pk,
        status="refugee",
        from_on=date(2014, 6, 1),
        recorded_at=at(1),
        by=BY,
    )
    correct_registration(
        registration=person.pk,
        sex="f",
        birth_on=date(1990, 5, 3),
        birth_precision="day",
        identity=open_identity(person.pk, by=BY, reason="visit"),
        corrected_at=at(1),
        by=BY,
        reason="typo",
    )
    home = make_household(team=team, by=BY, code="Zambrano")
    join_household(household=home, registration=person.pk, recorded_at=NOON, by=BY)
    leave_household(
        household=home,
        registration=person.pk,
        to_on=date(2015, 1, 1),
        recorded_at=at(1),
        by=BY,
    )
    agreed = Agreement(
        purpose="referral",
        data_class="health",
        given_by="self",
        given_on=date(2015, 1, 1),
        no_guardian_reason="she fears her aunt",
    )
    consent = give_consent(registration=person.pk, agreed=agreed, recorded_at=NOON, by=BY)
    withdraw_consent(consent=consent, withdrawn_on=date(2015, 2, 1), by=BY)


def test_nothing_that_is_done_writes_into_the_log_who_it_was_done_to():
    load_pathways()
    define("pathway", "harm", HARM | ROLES)
    define("pathway", "school", SCHOOL)
    team = make_team()
    identity = IdentityFields(
        given_names="Yolanda", surnames="Zambrano", document="1710034065", phone="0991234567"
    )
    people = [
        register_person(
            somebody(groups=("indigenous",), identity=identity, birth_on=born),
            team=team,
            recorded_at=NOON,
            by=BY,
        ).registration
        for team, born in ((team, date(1990, 5, 3)), (make_team("hillside"), date(1990, 5, 4)))
    ]
    mine = register_person(somebody(given="Eva"), team=team, recorded_at=NOON, by=BY).registration
    change_everything_known(people[0], team)
    judge(
        left=people[0].pk,
        right=people[1].pk,
        verdict="same",
        reason="Yolanda came to both",
        by=BY,
    )
    work_a_case(people[0], mine)
    erase_person(people[0].pk, erased_at=at(9), by=BY, reason="asked")
    found_house()
    kept = bring(roll(ROSA, LUIS))
    undo(kept, known=Vocabularies.load(), undone_at=later(), by=INTAKE, reason="wrong file")
    log = AuditEvent.objects.all()
    assert len(set(log.values_list("action", flat=True))) > 20
    written = str(list(log.values("action", "object_kind", "detail", "by", "team")))
    written += str([event.reason for event in log])
    assert {secret for secret in SECRETS if secret in written} == set()
    assert verify().faults == []


def test_every_event_says_who_and_when():
    load_pathways()
    register_person(somebody(), team=make_team(), recorded_at=NOON, by=BY)
    for event in AuditEvent.objects.all():
        assert event.by == "user:rosa"
        assert event.at is not None
        assert event.at - NOON > timedelta(0)
