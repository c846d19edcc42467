"""Who sees what, as a table; and a small world in which there is something of every kind to see.

This is the specification. The tests hold Python's `visible_to`, the database's row rules and every
page to it.

    role        a role, given on a team
    relation    own        on the team that owns the record
                sister     on another team of the same organisation
                elsewhere  on a team of another organisation
                over       on the owning team, until last week
    standing    named      a member of the sealed case's circle, by name
                left       was one, and left
                glass      was let in by breaking the glass, until in an hour
                shut       was let in by breaking the glass, until an hour ago

    What is seen of the owning team: registrations, open, restricted and sealed cases (and whoever
    is known through a sealed case alone); of its organisation: gatherings and lists.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from minga.foundation.access.actions.accounts import make_account
from minga.foundation.access.actions.grants import grant
from minga.foundation.access.models import Circle, Draft, Member, Team, User
from minga.foundation.core.principals import command
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.organisations.models import Organisation
from minga.register.people.actions.registering import register
from minga.register.people.models import (
    Consent,
    Correction,
    Household,
    HouseholdMember,
    Judgement,
    OwnCode,
    Registration,
    SafeContact,
)
from minga.register.people.tests.factories import somebody
from minga.register.rights.models import ASKERS, CHECKS, RIGHTS, DataRequest
from minga.work.casework.models import (
    Case,
    Glass,
    Handover,
    Note,
    Paper,
    Participant,
    Position,
    Proposal,
    Sighting,
    Step,
)
from minga.work.casework.sealing import CaseKeys
from minga.work.casework.tests.factories import HARM, SCHOOL, define
from minga.work.gatherings.models import Expected, Gathering, Tally
from minga.work.intake.models import ListJob, ListMapping, ListRow, ListSheet, PartnerList

TABLE = """
role                     relation   standing | registrations open restricted sealed gatherings lists
field_worker             own        -        | yes           yes  -          -      yes        yes
field_worker             own        named    | yes           yes  -          -      yes        yes
field_worker             sister     -        | -             -    -          -      yes        yes
field_worker             elsewhere  -        | -             -    -          -      -          -
field_worker             over       -        | -             -    -          -      -          -
caseworker               own        -        | yes           yes  yes        -      yes        yes
caseworker               own        named    | yes           yes  yes        yes    yes        yes
caseworker               own        left     | yes           yes  yes        -      yes        yes
caseworker               own        glass    | yes           yes  yes        yes    yes        yes
caseworker               own        shut     | yes           yes  yes        -      yes        yes
caseworker               sister     -        | -             -    -          -      yes        yes
caseworker               sister     named    | -             -    -          yes    yes        yes
caseworker               elsewhere  -        | -             -    -          -      -          -
caseworker               elsewhere  named    | -             -    -          -      -          -
caseworker               over       -        | -             -    -          -      -          -
caseworker               over       named    | -             -    -          -      -          -
supervisor               own        -        | yes           yes  yes        -      yes        yes
supervisor               own        named    | yes           yes  yes        yes    yes        yes
supervisor               sister     -        | -             -    -          -      yes        yes
supervisor               elsewhere  -        | -             -    -          -      -          -
supervisor               over       -        | -             -    -          -      -          -
organisation_manager     own        -        | -             -    -          -      -          -
organisation_manager     own        named    | -             -    -          -      -          -
coordinator              own        -        | -             -    -          -      -          -
monitoring_officer       own        -        | -             -    -          -      -          -
finance_officer          own        -        | -             -    -          -      -          -
publisher                own        -        | -             -    -          -      -          -
data_protection_officer  own        -        | -             -    -          -      -          -
data_protection_officer  own        named    | -             -    -          -      -          -
administrator            own        -        | -             -    -          -      -          -
donor                    own        -        | -             -    -          -      -          -
stranger                 -          -        | -             -    -          -      -          -
"""


@dataclass(frozen=True)
class Line:
    """One line of the table: who it is, and the kinds of which they see the records."""

    role: str
    relation: str
    standing: str
    sees: frozenset[str]

    def __str__(self) -> str:
        return f"{self.role} {self.relation} {self.standing}"


def lines() -> list[Line]:
    """The table, read."""
    head, *rows = TABLE.strip().splitlines()
    kinds = head.partition("|")[2].split()
    found = []
    for row in rows:
        who, _, said = row.partition("|")
        role, relation, standing = who.split()
        seen = zip(kinds, said.split(), strict=True)
        sees = frozenset(kind for kind, yes in seen if yes == "yes")
        found.append(Line(role, relation, standing, sees))
    return found


NOW = timezone.now()
TODAY = timezone.localdate(NOW)
BY = command("test")
RESTRICTED = SCHOOL | {"pathway": "safety", "confidentiality": "restricted"}
OWNERS = {"own": "ours_one", "sister": "ours_two", "elsewhere": "theirs", "over": "ours_one"}


@dataclass
class World:
    """The records of a team, by the kind of the table; and somebody for every line of it."""

    team: Team
    circle: Circle
    records: dict[str, list[object]] = field(default_factory=dict)
    people: dict[Line, User | AnonymousUser] = field(default_factory=dict)
    offer: Handover | None = None
    """The restricted case, on offer to the sister team."""


def make_world() -> World:
    """A world with all of it."""
    teams = {code: _team(code) for code in ("ours_one", "ours_two", "theirs")}
    world = World(teams["ours_one"], Circle.objects.create())
    _fill(world, elsewhere=teams["ours_two"])
    for number, line in enumerate(lines()):
        world.people[line] = _somebody(line, number, teams, world.circle)
    return world


def _team(code: str) -> Team:
    owner, _ = Organisation.objects.get_or_create(
        code=code.partition("_")[0], defaults={"name_es": code, "name_en": code, "kind": "cso"}
    )
    return Team.objects.create(code=code, organisation=owner, title=code)


def _somebody(line: Line, number: int, teams: dict[str, Team], circle: Circle):
    if line.role == "stranger":
        return AnonymousUser()
    user = make_account(
        email=f"n{number}@example.org", display_name=f"N {number}", language="es",
        password="una-caminata", by=BY,
    )  # fmt: skip
    began = TODAY - timedelta(days=100)
    grant(
        user=user, team=teams[OWNERS[line.relation]], role=line.role, starts_on=began,
        ends_on=TODAY + timedelta(days=-7 if line.relation == "over" else 100),
        reason="work", at=NOW, today=began, by=BY,
    )  # fmt: skip
    if line.standing != "-":
        _name(user, line.standing, circle)
    return user


def _name(user: User, standing: str, circle: Circle) -> None:
    hour = timedelta(hours=1)
    until = {"glass": NOW + hour, "shut": NOW - hour}.get(standing)
    left = {"left_at": NOW, "left_by": "user:1", "left_reason": "x"} if standing == "left" else {}
    Member.objects.create(
        circle=circle, user=user, joined_at=NOW - 2 * hour, joined_by="user:1", reason="x",
        until=until, **left,
    )  # fmt: skip


def _fill(world: World, *, elsewhere: Team) -> None:
    """At least one row of every table that has a row rule."""
    for pathway in (SCHOOL, RESTRICTED, HARM):
        define("pathway", pathway["pathway"], pathway)
    one, two, hidden = (_registration(world.team, name) for name in ("Ana", "Eva", "Luz"))
    Registration.objects.filter(pk=hidden.pk).update(
        circle=world.circle, own_name_key="", own_document_key=""
    )
    hidden.refresh_from_db()
    open_, restricted, sealed, of_hidden = (
        _case(world, pathway, person, matter)
        for pathway, person, matter in (
            ("school", one, ""), ("safety", one, ""), ("harm", two, ""), ("harm", hidden, "2"),
        )
    )  # fmt: skip
    left, right = sorted((one.pk, two.pk))
    world.records = {
        "registrations": [
            one, two, *_of(one), *_of(two),
            Judgement.objects.create(
                left=left, right=right, verdict="same", reason="x", score=1, by="user:1"
            ),
        ],
        "open": [open_, *_steps(open_, two)],
        "restricted": [restricted, *_steps(restricted, two)],
        "sealed": [
            sealed, *_steps(sealed, hidden), of_hidden, *_steps(of_hidden, hidden),
            hidden, *_of(hidden),
        ],
        "gatherings": _gathering(world),
        "lists": _list(world),
    }  # fmt: skip
    world.offer = _offer(restricted, elsewhere)
    asker = make_account(
        email="asker@example.org", display_name="X", language="es", password=None, by=BY
    )
    Glass.objects.create(asked_by=asker, asked_at=NOW, number=sealed.pk, reason="x", hours=1)
    Draft.objects.create(user=asker, address="/cases/", sealed=b"x", saved_at=NOW)
    DataRequest.objects.create(
        organisation=world.team.organisation, registration=one, right=RIGHTS[0],
        asked_by=ASKERS[0], check_made=CHECKS[0], received_on=TODAY, due_on=TODAY,
        recorded_at=NOW, by="user:1",
    )  # fmt: skip


def _registration(team: Team, name: str) -> Registration:
    found = register(
        [somebody(given=name, groups=("indigenous",), document=f"080000000{len(name)}{name}")],
        team=team, source="", recorded_at=NOW, by=BY,
    )  # fmt: skip
    return Registration.objects.get(pk=found[0])


def _of(person: Registration) -> list[object]:
    """What hangs on a registration."""
    home = Household.objects.create(organisation=person.organisation, own_key=uuid.uuid4().hex)
    return [
        *person.facts.all(),
        SafeContact.objects.create(
            registration=person, channel="never", recorded_at=NOW, by="user:1"
        ),
        Correction.objects.create(
            registration=person, sex="f", birth_precision="unknown", corrected_at=NOW
        ),
        Consent.objects.create(
            registration=person, purpose="x", data_class="x", given_by="self", given_on=TODAY,
            recorded_at=NOW, by="user:1",
        ),
        HouseholdMember.objects.create(household=home, registration=person, recorded_at=NOW),
        OwnCode.objects.create(registration=person, own_key=uuid.uuid4().hex),
    ]  # fmt: skip


def _case(world: World, pathway: str, person: Registration, key: str) -> Case:
    version = LoadedDefinition.objects.get(kind="pathway", code=pathway)
    secret = version.content.get("confidentiality", "open")
    case = Case.objects.create(
        pathway=version, own_key=f"{pathway}{key}", team=world.team, registration=person,
        confidentiality=secret, circle=world.circle if secret == "sealed" else None,
    )  # fmt: skip
    CaseKeys().make([case])
    return case


def _steps(case: Case, other: Registration) -> list[object]:
    """What hangs on a case."""
    step = Step.objects.create(
        case=case, name="x", occurred_on=TODAY, recorded_at=NOW, by="user:1",
        organisation_id=case.team.organisation_id,
    )  # fmt: skip
    return [
        step,
        Sighting.objects.create(step=step, source="x"),
        Participant.objects.create(case=case, role="x", registration=other, recorded_at=NOW),
        Note.objects.create(case=case, occurred_on=TODAY, recorded_at=NOW, by="user:1"),
        Paper.objects.create(case=case, name="x", kind="x", size=1, recorded_at=NOW, by="user:1"),
        Proposal.objects.create(
            case=case, name="x", proposed_at=NOW, by="user:1", decided_at=NOW, decided_by="user:2"
        ),
        Position.objects.create(
            case=case,
            team=case.team,
            confidentiality=case.confidentiality,
            circle=case.circle,
            state="open",
        ),
    ]


def _offer(case: Case, to: Team) -> Handover:
    """A case on offer to another team, which reads of the offer and not yet of the case."""
    return Handover.objects.create(
        case=case, pathway=case.pathway, confidentiality=case.confidentiality, of=case.team, to=to,
        reason="x", offered_at=NOW, by="user:1",
    )  # fmt: skip


def _gathering(world: World) -> list[object]:
    held = Gathering.objects.create(
        own_key="x", organisation=world.team.organisation, pathway="school", step="located",
        occurred_on=date(2015, 1, 1), recorded_at=NOW,
    )  # fmt: skip
    ana = Registration.objects.filter(circle=None).earliest("recorded_at")
    Expected.objects.create(gathering=held, registration=ana, added_at=NOW, by="user:1")
    return [held, Tally.objects.create(gathering=held, sex="f", count=3)]


def _list(world: World) -> list[object]:
    ours = world.team.organisation
    kept = PartnerList.objects.create(
        organisation=ours, sealed_name=b"x", sha256="x", size=1, received_at=NOW,
        retain_until=TODAY, by="user:1",
    )  # fmt: skip
    return [
        kept,
        ListSheet.objects.create(partner_list=kept, position=1, sealed=b"x"),
        ListRow.objects.create(
            partner_list=kept, sheet=1, number=1, content_key="x", fate="accepted"
        ),
        ListMapping.objects.create(organisation=ours, kind="x", text="x"),
        ListJob.objects.create(
            partner_list=kept,
            task="undo",
            team=world.team,
            by="user:1",
            asked_at=NOW,
            ended_at=NOW,
        ),
    ]
