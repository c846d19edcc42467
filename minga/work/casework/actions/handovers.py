"""Handing a case over to another team of the organisation, which takes it or does not."""

from datetime import date, datetime

from django.db import transaction

from minga.engines.definition import Text
from minga.foundation.access.models import Team
from minga.foundation.access.scope import acting_for
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.actions.teams import follow_to
from minga.work.casework.actions.steps import Held, reasoned
from minga.work.casework.models import Case, Handover, Position
from minga.work.casework.rules import CaseworkError


@transaction.atomic
def offer_case(
    *, case: Case, to: Team, reason: str, offered_at: datetime, by: Principal
) -> Handover:
    """Offer a case to another team of the same organisation.

    Raises CaseworkError for a sealed case, whose members are named instead, and for one that is
    on offer already. To another organisation a case never goes: that is a referral.
    """
    reasoned(reason)
    held = Held.lock(case)
    problems = []
    if held.rules.sealed:
        problems.append(
            Text(
                es="Un caso reservado no pasa a otro equipo; nombre a sus integrantes.",
                en="a sealed case goes to nobody's team; name its members instead.",
            )
        )
    if to.organisation_id != held.case.team.organisation_id or to.pk == held.case.team_id:
        problems.append(
            Text(
                es="No hay otro equipo así en esta organización; elija uno de ella.",
                en="there is no such other team in this organisation; choose one of it.",
            )
        )
    if Handover.objects.filter(case=held.case).waiting().exists():
        problems.append(
            Text(
                es="Este caso ya está ofrecido; espere la respuesta o retire el ofrecimiento.",
                en="this case is on offer already; wait for the answer, or take it back.",
            )
        )
    if problems:
        raise CaseworkError(*problems)
    offer = Handover.objects.create(
        case=held.case,
        pathway_id=held.case.pathway_id,
        confidentiality=held.case.confidentiality,
        of=held.case.team,
        to=to,
        reason=reason,
        offered_at=offered_at,
        by=str(by),
    )
    _tell(offer, "casework.offered", by=by)
    return offer


@transaction.atomic
def answer_offer(
    *,
    offer: Handover,
    taken: bool,
    answered_at: datetime,
    on: date,
    by: Principal,
    answer: str = "",
) -> Handover:
    """Take a case that was offered, or say why not. Raises CaseworkError.

    Whoever answers does not see the case yet, so it moves in the scope of the organisation. The
    person it is about follows, unless the first team has another case with them.
    """
    if not taken:
        reasoned(answer)
    mine = Handover.objects.select_for_update(of=("self",)).select_related("to").get(pk=offer.pk)
    if mine.answered_at is not None:
        raise CaseworkError(
            Text(es="Este ofrecimiento ya se respondió.", en="this offer was answered already.")
        )
    mine.answered_at, mine.answered_by = answered_at, str(by)
    mine.taken, mine.answer = taken, answer
    with acting_for(mine.to.organisation, on=on):
        mine.save()
        if taken:
            _move(mine, by=by)
    _tell(mine, "casework.taken_over" if taken else "casework.not_taken_over", by=by)
    return mine


def _move(offer: Handover, *, by: Principal) -> None:
    held = Held.lock(Case.objects.get(pk=offer.case_id)).case
    if Case.objects.filter(team=offer.to, own_key=held.own_key).exists():
        raise CaseworkError(
            Text(
                es="Este equipo ya tiene un caso sobre lo mismo; registre en ese y no tome este.",
                en="this team has a case of the same subject already; record in that one, and do "
                "not take this.",
            )
        )
    held.team = offer.to
    held.save(update_fields=["team"])
    Position.objects.filter(case=held).update(team=offer.to)
    about = held.registration_id
    if about and not Case.objects.filter(team=offer.of, registration=about).exists():
        follow_to(registration=about, of=offer.of, to=offer.to, by=by)


@transaction.atomic
def take_offer_back(*, offer: Handover, answered_at: datetime, by: Principal) -> None:
    """Withdraw an offer that nobody has answered. Raises CaseworkError."""
    mine = Handover.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if mine.answered_at is not None:
        raise CaseworkError(
            Text(es="Este ofrecimiento ya se respondió.", en="this offer was answered already.")
        )
    mine.answered_at, mine.answered_by, mine.taken = answered_at, str(by), False
    mine.save()
    _tell(mine, "casework.offer_taken_back", by=by)


def _tell(offer: Handover, action: str, *, by: Principal) -> None:
    record(
        action=action,
        kind="case",
        object_id=offer.case_id,
        by=by,
        detail={"of": offer.of_id, "to": offer.to_id},
    )
