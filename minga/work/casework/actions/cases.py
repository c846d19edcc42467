"""Opening a case, adding people to it, reopening it, moving it to a newer pathway version."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minga.engines.definition import Text
from minga.engines.pathway.state import broken
from minga.foundation.access.models import Circle, Team, User
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.keys.sealing import keyed_hash
from minga.foundation.places.models import Place
from minga.register.people.actions.hiding import hide
from minga.register.people.models import Household, Registration
from minga.register.people.rules import PeopleError
from minga.work.casework.actions.members import add_member, found_circle
from minga.work.casework.actions.steps import Done, Held, reasoned, void_step
from minga.work.casework.models import Case, Participant, Step
from minga.work.casework.pathways import current_version, versions
from minga.work.casework.rules import CaseworkError, PathwayRules, StepSaid, refused
from minga.work.casework.sealing import CaseKeys

MOVED = "@moved"
"""The name of a step that moves a case to another version; no pathway can have such a step."""
OPENED = "named when the case was opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom or what a case is about: one of these, or none for the matter itself."""

    registration: uuid.UUID | None = None
    household: uuid.UUID | None = None
    organisation: str | None = None
    place: str | None = None
    """For a pathway about a place or a site."""

    @property
    def given(self) -> dict[str, object]:
        """The columns of a case that are filled."""
        columns: dict[str, object] = {
            "registration_id": self.registration,
            "household_id": self.household,
            "organisation_id": self.organisation,
            "place_id": self.place,
        }
        return {column: value for column, value in columns.items() if value is not None}

    @property
    def circle(self) -> Circle | None:
        """The circle outside which a registration is hidden, if it is."""
        if self.registration is None:
            return None
        here = Registration.objects.filter(pk=self.registration).select_related("circle").first()
        return here.circle if here else None


@transaction.atomic
def open_case(
    *,
    pathway: str,
    said: StepSaid,
    team: Team,
    recorded_at: datetime,
    by: Principal,
    subject: Subject | None = None,
    matter: str = "",
    case_code: str = "",
    participants: Iterable[tuple[str, uuid.UUID]] = (),
    members: Sequence[User] = (),
    hides_subject: bool = False,
) -> Done:
    """Open a case of a team with its first step. Raises CaseworkError with all that is refused.

    A second case of the same subject (and code) opens when the first has closed. A sealed one
    always opens: to refuse it would tell somebody who may not know that there is another. It
    needs two `members` at least, whoever opens it among them; with `hides_subject`, whoever was
    registered for it is known to them alone, unless they are known otherwise.
    """
    rules = current_version(pathway)
    about = subject or Subject()
    hidden = about.circle if rules.sealed else None
    problems = _subject_misfits(rules, about, team, hidden)
    if matter and rules.sealed:
        problems.append("a sealed case has no matter in the clear; say it in an answer.")
    if problems:
        raise CaseworkError(*problems)
    circle = hidden
    if rules.sealed and circle is None:
        circle = found_circle(members, team=team, reason=OPENED, at=recorded_at, by=by)
    case = Case.objects.create(
        pathway_id=rules.version,
        own_key=_own_key(rules, about, case_code, team),
        team=team,
        confidentiality=rules.pathway.confidentiality,
        circle=circle,
        matter=matter,
        **about.given,
    )
    CaseKeys().make([case])
    held = Held.lock(case)
    held.demand(said, recorded_at=recorded_at, by=by)
    for role, registration in participants:
        _participate(held, role, registration, recorded_at)
    if circle is not None:
        _gather(held.case, members, at=recorded_at, by=by)
        if hides_subject and about.registration:
            _hide(about.registration, held.case, circle, by=by)
    step = held.add(said, recorded_at=recorded_at, by=by)
    return held.done(step, action="casework.opened", by=by)


def _gather(case: Case, members: Sequence[User], *, at: datetime, by: Principal) -> None:
    """Let everybody named into a circle that was there before."""
    there = set(case.members.standing().lasting().values_list("user", flat=True))
    for member in members:
        if member.pk not in there:
            add_member(case=case, user=member, reason=OPENED, at=at, by=by)


def _hide(registration: uuid.UUID, case: Case, circle: Circle, *, by: Principal) -> None:
    """Hide whoever was registered for a case; whoever is in another case is known from there."""
    cases = Case.objects.about(registration).exclude(circle=circle)
    elsewhere = Participant.objects.filter(registration=registration).exclude(case=case)
    if cases.exists() or elsewhere.exists():
        raise CaseworkError("this person has another case; this one alone is hidden, not they.")
    try:
        hide(registration=registration, circle=circle, by=by)
    except PeopleError as error:
        raise CaseworkError(*error.problems) from error


def _own_key(rules: PathwayRules, about: Subject, case_code: str, team: Team) -> str:
    """The key by which lists find the case; free for a further case once the others closed."""
    if rules.sealed:
        return keyed_hash(uuid.uuid4().hex, purpose="case", organisation=team.organisation_id)
    whose = next(iter(about.given.values()), "")
    code = case_code or ("" if about.given else uuid.uuid4().hex)
    text = f"{rules.code}|{whose}|{code}"
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # one opening at a time
    number, key = 1, keyed_hash(text, purpose="case", organisation=team.organisation_id)
    while (there := Case.objects.filter(team=team, own_key=key).first()) is not None:
        held = Held.lock(there)
        closing = held.rules.pathway.closing
        if held.steps and not any(step.name in closing for step in held.steps):
            raise CaseworkError(
                Text(
                    es="Ya hay un caso abierto de esta ruta sobre lo mismo; registre en ese.",
                    en=f"a {rules.code} case of the same subject is open; record in it, or give "
                    "this one a code of its own.",
                )
            )
        number += 1
        key = keyed_hash(f"{text}|{number}", purpose="case", organisation=team.organisation_id)
    return key


def _subject_misfits(
    rules: PathwayRules, about: Subject, team: Team, circle: Circle | None
) -> list[str]:
    wanted = rules.pathway.subject
    column = {"site": "place_id", "none": None}.get(wanted, f"{wanted}_id")
    if set(about.given) != ({column} if column else set()):
        what = f"a {wanted}" if column else "nobody: only the matter itself"
        return [f"a {rules.code} case is about {what}; name that and nothing else."]
    if column is None or _is_ours(about, team, circle):
        return []
    return [f"there is no such {wanted} in this organisation; look it up again."]


def _is_ours(about: Subject, team: Team, circle: Circle | None) -> bool:
    """Whether the subject exists for this organisation; another's is as absent as none.

    So is whoever is hidden in another circle than this one.
    """
    ours = {"organisation": team.organisation_id}
    if about.registration:
        known = Q(circle=None) | Q(circle=circle) if circle else Q(circle=None)
        here = Registration.objects.filter(known, pk=about.registration, erased_at=None, **ours)
        return here.exists()
    if about.household:
        return Household.objects.filter(pk=about.household, **ours).exists()
    if about.place:
        return Place.objects.filter(pk=about.place).exists()
    return True


@transaction.atomic
def add_participant(
    *, case: Case, role: str, registration: uuid.UUID, recorded_at: datetime, by: Principal
) -> None:
    """Give somebody a role in a case. Raises CaseworkError for a role that it does not have."""
    held = Held.lock(case)
    _participate(held, role, registration, recorded_at)
    record(action="casework.participant_added", kind="case", object_id=case.pk, by=by)


@transaction.atomic
def remove_participant(
    *, case: Case, role: str, registration: uuid.UUID, removed_at: datetime, by: Principal
) -> None:
    """Take back that somebody has a role in a case; that it was said before stays known.

    Raises CaseworkError where they have no such role.
    """
    Held.lock(case)
    there = Participant.objects.said().filter(case=case, role=role, registration=registration)
    if not there.update(retracted_at=removed_at):
        raise CaseworkError(f"this person is not {role} in this case; look it up again.")
    record(action="casework.participant_removed", kind="case", object_id=case.pk, by=by)


def _participate(held: Held, role: str, registration: uuid.UUID, at: datetime) -> None:
    roles = held.rules.pathway.roles
    if role not in roles:
        known = ", ".join(roles) or "it has none"
        raise CaseworkError(f"{held.rules.code} has no role {role}; its roles: {known}.")
    if not _is_ours(Subject(registration=registration), held.case.team, held.case.circle):
        raise CaseworkError("there is no such registration in this organisation; look it up again.")
    Participant.objects.said().get_or_create(
        case=held.case, role=role, registration_id=registration, defaults={"recorded_at": at}
    )


@transaction.atomic
def reopen_case(*, case: Case, reason: str, recorded_at: datetime, by: Principal) -> Done:
    """Take back the step that closed a case. Raises CaseworkError for a case that is open."""
    held = Held.lock(case)
    closing = [step.id for step in held.steps if step.name in held.rules.pathway.closing]
    if not closing:
        raise CaseworkError("this case is open; there is nothing to reopen.")
    for number in closing:
        step = Step.objects.get(pk=number)
        done = void_step(step=step, reason=reason, recorded_at=recorded_at, by=by)
    return done


@transaction.atomic
def move_case(*, case: Case, version: int, reason: str, moved_at: datetime, by: Principal) -> Done:
    """Move a case to a newer version of its pathway, by a step that says why.

    Raises CaseworkError where that is no newer version, or where a step that stands now would
    not stand under it: that is mended first, or the case ends on the version it began with.
    """
    reasoned(reason)
    held = Held.lock(case)
    there = LoadedDefinition.objects.filter(kind="pathway", code=held.rules.code)
    now = there.get(pk=held.rules.version)
    newer = there.filter(version=version, version__gt=now.version).first()
    if newer is None:
        raise CaseworkError(
            f"{now.code} has no version {version} after {now.version}, which this case is on."
        )
    rules = versions([newer.pk])[newer.pk]
    problems = _cannot_move(held, rules)
    if problems:
        raise CaseworkError(*problems)
    held.case.pathway = newer
    held.case.save(update_fields=["pathway"])
    said = StepSaid(name=MOVED, occurred_on=timezone.localdate(moved_at))
    step = held.add(said, recorded_at=moved_at, by=by, reason=reason, moves_to=newer)
    held.rules = rules
    return held.done(step, action="casework.moved", by=by)


def _cannot_move(held: Held, rules: PathwayRules) -> list[str]:
    """What keeps a case from another version, in words; what is broken already does not."""
    old, new = held.rules.pathway, rules.pathway
    found = [
        f"the newer version changes the {what} of {old.pathway}; close this case and open another."
        for what in ("subject", "confidentiality")
        if getattr(old, what) != getattr(new, what)
    ]
    fallen = {each.step.id for each in broken(old, held.steps)}
    for each in broken(new, held.steps):
        if each.step.id not in fallen:
            said = StepSaid(name=each.step.name, occurred_on=each.step.occurred_on)
            found += [refused(refusal, new, said) for refusal in each.refusals]
    return found
