"""Breaking the glass: asked for with a reason, let in by a second person, for hours, and told.

Asking says nothing of whether there is such a case, nor does the answer: whoever is let in finds
it among their cases, or finds nothing.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minga.engines.definition import Text
from minga.foundation.access.models import Circle, Member, Team, User
from minga.foundation.access.permissions import Permission
from minga.foundation.access.scope import acting_for, founding
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal, user
from minga.foundation.organisations.models import Organisation
from minga.work.casework.models import Case, Glass
from minga.work.casework.models.glass import LONGEST
from minga.work.casework.rules import CaseworkError

SAY_WHY = Text(es="Diga por qué.", en="say why.")
SO_LONG = Text(
    es=f"Diga por cuántas horas: de 1 a {LONGEST}.", en=f"say for how many hours: 1 to {LONGEST}."
)
DECIDED = Text(
    es="Este pedido ya tiene respuesta o terminó.", en="this request was answered, or is over."
)
NOT_YOUR_OWN = Text(
    es="Nadie aprueba su propio pedido: lo decide otra persona.",
    en="nobody approves what they asked for: somebody else decides.",
)


@transaction.atomic
def ask(*, number: uuid.UUID, reason: str, hours: int, asker: User, at: datetime) -> Glass:
    """Ask to see a sealed case, or those about a person. Raises CaseworkError without a reason."""
    if not reason.strip():
        raise CaseworkError(SAY_WHY)
    if not 1 <= hours <= LONGEST:
        raise CaseworkError(SO_LONG)
    glass = Glass.objects.create(
        asked_by=asker, asked_at=at, number=number, reason=reason, hours=hours
    )
    _log("casework.glass_asked", glass, by=user(asker.pk))
    return glass


@transaction.atomic
def decide(*, glass: Glass, granted: bool, answer: str, decider: User, at: datetime) -> set[User]:
    """Let somebody in until some hours from now, or not. The members to tell of it.

    Raises CaseworkError for whoever asked, and for what was decided already.
    """
    held = _locked(glass)
    if held.decided_at is not None:
        raise CaseworkError(DECIDED)
    if held.asked_by_id == decider.pk:
        raise CaseworkError(NOT_YOUR_OWN)
    if not answer.strip():
        raise CaseworkError(SAY_WHY)
    by = user(decider.pk)
    held.decided_at, held.decided_by, held.granted, held.answer = at, decider, granted, answer
    held.until = at + timedelta(hours=held.hours) if granted else None
    held.save()
    _log("casework.glass_granted" if granted else "casework.glass_refused", held, by=by)
    told: set[User] = set()
    if granted:
        for circle in _circles(held, at=at):
            members = circle.members.standing().lasting().select_related("user")
            there = {member.user for member in members}
            if held.asked_by not in there:
                _let_in(held, circle, at=at, by=by)
                told |= there
    return told


@transaction.atomic
def end(*, glass: Glass, at: datetime, by: Principal) -> None:
    """Close what was opened before its time. Raises CaseworkError where nothing is open."""
    held = _locked(glass)
    if not held.granted or held.ended_at is not None or (held.until and held.until <= at):
        raise CaseworkError(DECIDED)
    held.ended_at, held.ended_by = at, str(by)
    held.save(update_fields=["ended_at", "ended_by"])
    for circle in _circles(held, at=at):
        let_in = circle.members.standing().filter(user=held.asked_by, reason=_mark(held))
        let_in.update(left_at=at, left_by=str(by), left_reason=_mark(held))
    _log("casework.glass_ended", held, by=by)


def _circles(glass: Glass, *, at: datetime) -> Iterator[Circle]:
    """The circles of the cases that were asked for, each seen while it is looked at.

    In the organisations in which whoever asked may break the glass; elsewhere nothing is opened.
    """
    today = timezone.localdate(at)
    teams = Team.objects.of(glass.asked_by, Permission.BREAK_GLASS, on=today)
    about = Q(pk=glass.number) | Q(registration=glass.number)
    about |= Q(participants__registration=glass.number, participants__retracted_at=None)
    for organisation in Organisation.objects.filter(pk__in=teams.values("organisation")):
        with acting_for(organisation, on=today):
            cases = Case.objects.filter(about, confidentiality="sealed", circle__isnull=False)
            numbers = sorted(set(cases.values_list("circle", flat=True)))
            for number in numbers:
                circle = Circle(pk=number)
                with founding(circle):
                    yield circle


def _let_in(glass: Glass, circle: Circle, *, at: datetime, by: Principal) -> None:
    Member.objects.create(
        circle=circle,
        user=glass.asked_by,
        joined_at=at,
        joined_by=str(by),
        reason=_mark(glass),
        until=glass.until,
    )
    for case in Case.objects.filter(circle=circle):
        record(
            action="casework.glass_opened",
            kind="case",
            object_id=case.pk,
            by=by,
            detail={"glass": glass.pk, "user": glass.asked_by_id},
        )


def _mark(glass: Glass) -> str:
    """What a membership that comes of breaking the glass says of why."""
    return f"glass {glass.pk}"


def _locked(glass: Glass) -> Glass:
    rows = Glass.objects.select_for_update(of=("self",)).select_related("asked_by")
    return rows.get(pk=glass.pk)


def _log(action: str, glass: Glass, *, by: Principal) -> None:
    record(action=action, kind="glass", object_id=glass.pk, by=by, detail={"hours": glass.hours})
