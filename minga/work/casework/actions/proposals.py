"""Steps that wait for a supervisor: proposed, then approved or not by somebody else."""

from datetime import date, datetime

from django.db import transaction

from minga.engines.definition import Text
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal, written
from minga.work.casework.actions.steps import Done, Held, reasoned
from minga.work.casework.models import Case, Proposal, Step
from minga.work.casework.rules import CaseworkError, StepSaid
from minga.work.casework.sealing import REASON, CaseKeys


@transaction.atomic
def propose_step(
    *,
    case: Case,
    said: StepSaid,
    proposed_at: datetime,
    by: Principal,
    supersedes: Step | None = None,
    reason: str = "",
) -> Proposal:
    """Keep a step until a supervisor decides. Raises CaseworkError with all that is refused now.

    Where it takes the place of a recorded one, the reason says why.
    """
    held = Held.lock(case)
    if supersedes is not None:
        reasoned(reason)
    held.demand(said, recorded_at=proposed_at, by=by, supersedes=supersedes)
    if Proposal.objects.filter(case=held.case, name=said.name).waiting().exists():
        raise CaseworkError(f"{said.name} waits for approval already; let that be decided first.")
    what = _written(said, reason)
    sealed = held.keys.hide(held.case, what) if held.rules.sealed else None
    proposal = Proposal.objects.create(
        case=held.case,
        name=said.name,
        said={} if sealed else what,
        sealed_said=sealed,
        supersedes=supersedes,
        proposed_at=proposed_at,
        by=str(by),
    )
    _tell(proposal, "casework.step_proposed", by=by)
    return proposal


@transaction.atomic
def approve_step(*, proposal: Proposal, decided_at: datetime, by: Principal) -> Done:
    """Record a proposed step as its author said it.

    Raises CaseworkError for one's own proposal, one that is decided, or where the case has gone
    on so that the step may not stand any more.
    """
    held = Held.lock(proposal.case)
    mine = _decidable(proposal, by)
    said, reason = what_is_proposed(mine, held.keys)
    author = written(mine.by)
    held.demand(said, recorded_at=decided_at, by=author, supersedes=mine.supersedes)
    step = held.add(
        said, recorded_at=decided_at, by=author, supersedes=mine.supersedes, reason=reason
    )
    mine.decided_at, mine.decided_by, mine.step = decided_at, str(by), step
    mine.said, mine.sealed_said = {}, None
    mine.save()
    return held.done(step, action="casework.step_approved", by=by)


@transaction.atomic
def decline_step(*, proposal: Proposal, reason: str, decided_at: datetime, by: Principal) -> None:
    """Do not record a proposed step, and say why. What was proposed is kept with the reason."""
    reasoned(reason)
    held = Held.lock(proposal.case)
    mine = _decidable(proposal, by)
    if held.rules.sealed:
        said, why = what_is_proposed(mine, held.keys)
        mine.sealed_said = held.keys.hide(held.case, _written(said, why) | {DECLINED: reason})
    else:
        mine.reason = reason
    mine.decided_at, mine.decided_by = decided_at, str(by)
    mine.save()
    _tell(mine, "casework.step_declined", by=by)


DECLINED = "@declined"
"""Where the reason for declining stands among what is sealed."""


def what_is_proposed(proposal: Proposal, keys: CaseKeys) -> tuple[StepSaid, str]:
    """The step that waits, and the reason if it is a correction."""
    sealed = proposal.sealed_said
    what = proposal.said if sealed is None else keys.open(proposal.case, bytes(sealed))
    said = StepSaid(
        name=proposal.name,
        occurred_on=date.fromisoformat(str(what["occurred_on"])),
        place=what["place"],
        role=str(what["role"]),
        activity=str(what["activity"]),
        answers=what["answers"],
    )
    return said, str(what.get(REASON, ""))


def _written(said: StepSaid, reason: str) -> dict[str, object]:
    what: dict[str, object] = {
        "occurred_on": said.occurred_on.isoformat(),
        "place": said.place,
        "role": said.role,
        "activity": said.activity,
        "answers": dict(said.answers),
    }
    return what | ({REASON: reason} if reason else {})


def _decidable(proposal: Proposal, by: Principal) -> Proposal:
    """The proposal, held until the decision is written. Raises CaseworkError."""
    held = (
        Proposal.objects.select_for_update(of=("self",)).select_related("case").get(pk=proposal.pk)
    )
    if held.decided_at is not None:
        raise CaseworkError(Text(es="Esto ya se decidió.", en="this was decided already."))
    if held.by == str(by):
        raise CaseworkError(
            Text(
                es="Nadie aprueba lo que propuso; que decida otra persona.",
                en="nobody approves what they proposed; let somebody else decide.",
            )
        )
    return held


def _tell(proposal: Proposal, action: str, *, by: Principal) -> None:
    record(
        action=action,
        kind="case",
        object_id=proposal.case_id,
        by=by,
        detail={"proposal": proposal.pk, "step": proposal.name},
    )
