"""One step of one case: recorded, corrected or taken back, as far as the pathway allows."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minga.engines.definition import Text
from minga.engines.pathway.state import Refusal, State, StepTaken, fold, refusals
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.models import LoadedDefinition
from minga.register.people.actions.consents import Word, hear
from minga.work.casework.models import Case, Step
from minga.work.casework.pathways import versions
from minga.work.casework.rules import CaseworkError, PathwayRules, StepSaid, refused
from minga.work.casework.sealing import CaseKeys
from minga.work.casework.states import hands, settle, standing, taken

NEXT = 2**62
"""The number of a step that has none yet: it comes after all others of its moment."""


@dataclass(frozen=True, slots=True)
class Done:
    """The step that was recorded, and where its case stands now: what it broke is in there."""

    step: Step
    state: State


@transaction.atomic
def record_step(*, case: Case, said: StepSaid, recorded_at: datetime, by: Principal) -> Done:
    """Record a step. Raises CaseworkError with everything that its pathway refuses."""
    held = Held.lock(case)
    held.demand_no_approval(said)
    held.demand(said, recorded_at=recorded_at, by=by)
    step = held.add(said, recorded_at=recorded_at, by=by)
    return held.done(step, action="casework.step_recorded", by=by)


@transaction.atomic
def supersede_step(
    *, step: Step, said: StepSaid, reason: str, recorded_at: datetime, by: Principal
) -> Done:
    """Correct a step by a new one. What depended on it is judged anew, never refused.

    Raises CaseworkError where the new step itself could not stand in the old one's place.
    """
    reasoned(reason)
    held = Held.lock(step.case)
    held.demand_no_approval(said)
    held.demand(said, recorded_at=recorded_at, by=by, supersedes=step)
    new = held.add(said, recorded_at=recorded_at, by=by, supersedes=step, reason=reason)
    return held.done(new, action="casework.step_superseded", by=by)


@transaction.atomic
def void_step(*, step: Step, reason: str, recorded_at: datetime, by: Principal) -> Done:
    """Take a step back: it did not happen. What depended on it is judged anew."""
    reasoned(reason)
    held = Held.lock(step.case)
    held.demand_standing(step)
    said = StepSaid(name=step.name, occurred_on=step.occurred_on)
    void = held.add(said, recorded_at=recorded_at, by=by, supersedes=step, reason=reason, void=True)
    return held.done(void, action="casework.step_voided", by=by)


def reasoned(reason: str) -> None:
    """Refuse a correction that does not say why. Raises CaseworkError."""
    if not reason.strip():
        raise CaseworkError(
            Text(
                es="Diga por qué: sin motivo no se registra.",
                en="say why: a correction without a reason is not recorded.",
            )
        )


@dataclass(slots=True)
class Held:
    """A case that nobody else can write to until the transaction ends."""

    case: Case
    rules: PathwayRules
    steps: list[StepTaken]
    keys: CaseKeys

    @classmethod
    def lock(cls, case: Case) -> "Held":
        """Hold a case. Raises CaseworkError where it was erased."""
        held = (
            Case.objects.select_for_update(of=("self",), no_key=True)
            .select_related("team")
            .get(pk=case.pk)
        )
        keys = CaseKeys.of([held])
        if keys.erased(held):
            raise CaseworkError(
                Text(
                    es="Este caso se borró: no se le puede añadir nada.",
                    en="this case was erased: nothing can be added to it.",
                )
            )
        return cls(
            held,
            versions([held.pathway_id])[held.pathway_id],
            standing([held.pk]).get(held.pk, []),
            keys,
        )

    def demand(
        self,
        said: StepSaid,
        *,
        recorded_at: datetime,
        by: Principal,
        supersedes: Step | None = None,
    ) -> None:
        """Refuse what does not fit, all of it at once. Raises CaseworkError."""
        if supersedes is not None:
            self.demand_standing(supersedes)
        problems = misfits(self.rules, said, recorded_at=recorded_at)
        why: dict[Refusal, str] = {}
        if said.name in self.rules.pathway.steps:
            old = supersedes.pk if supersedes else None
            candidate = StepTaken(
                id=NEXT,
                name=said.name,
                occurred_on=said.occurred_on,
                recorded_at=recorded_at,
                supersedes=old,
                answers=said.answers,
                by=hands(str(by)),
            )
            found = refusals(self.rules.pathway, self.steps, candidate)
            why = {refusal: refused(refusal, self.rules.pathway, said) for refusal in found}
        if problems or why:
            raise CaseworkError(*problems, refusals=why)

    def demand_no_approval(self, said: StepSaid) -> None:
        """Refuse what a supervisor has to approve first. Raises CaseworkError."""
        if self.rules.needs_approval(said.name):
            raise CaseworkError(f"{said.name} waits for a supervisor; propose it.")

    def demand_standing(self, step: Step) -> None:
        """Refuse to correct what does not stand. Raises CaseworkError."""
        if all(known.id != step.pk for known in self.steps):
            raise CaseworkError(
                Text(
                    es="Este paso ya se corrigió; busque el que ocupó su lugar.",
                    en=f"step {step.pk} does not stand in this case; look up the one that took "
                    "its place.",
                )
            )

    def add(
        self,
        said: StepSaid,
        *,
        recorded_at: datetime,
        by: Principal,
        supersedes: Step | None = None,
        reason: str = "",
        void: bool = False,
        moves_to: LoadedDefinition | None = None,
    ) -> Step:
        """Write a step down; in a sealed case its reason is sealed with its answers."""
        facts, hidden = self.rules.split(said)
        sealed, aside = self.rules.sealed, void or moves_to is not None
        old = supersedes.recorded_at if supersedes else recorded_at
        step = Step.objects.create(
            case=self.case,
            name=said.name,
            occurred_on=said.occurred_on,
            recorded_at=max(recorded_at, old),
            place_id=said.place,
            organisation_id=self.case.team.organisation_id,
            activity=said.activity,
            role=said.role,
            answers=facts,
            sealed_answers=self.keys.hide(self.case, hidden, reason if sealed else ""),
            gathering=said.gathering,
            supersedes=supersedes,
            voided=void,
            moves_to=moves_to,
            reason="" if sealed else reason,
            digest="" if aside else self.keys.digest(self.case, said),
            by=str(by),
        )
        hear(words_of(self.rules, self.case, said), source="", recorded_at=recorded_at, by=by)
        self.steps = [known for known in self.steps if known.id != step.supersedes_id]
        if not aside:
            self.steps.append(taken(step))
        return step

    def done(self, step: Step, *, action: str, by: Principal) -> Done:
        """Say where the case stands now, and log it: never a reason, which may tell of somebody."""
        today = timezone.localdate(step.recorded_at)
        state = fold(self.rules.pathway, self.steps, today=today)
        settle([self.case], {self.case.pk: self.steps}, {self.case.pathway_id: self.rules})
        record(
            action=action,
            kind="case",
            object_id=self.case.pk,
            by=by,
            detail={"step": step.pk},
        )
        return Done(step, state)


def words_of(rules: PathwayRules, case: Case, said: StepSaid) -> list[Word]:
    """What the person whom a case is about consents to or not by a step's answers."""
    who = case.registration_id
    agreed = rules.agreed(said) if who is not None else []
    return [Word(who, purpose, yes, said.occurred_on) for purpose, yes in agreed if who is not None]


def misfits(rules: PathwayRules, said: StepSaid, *, recorded_at: datetime) -> list[str]:
    """What of a step does not fit its form or the calendar, in words."""
    today = timezone.localdate(recorded_at)
    found = rules.misfits(said, whole=True) or rules.unfit(said, today=today)
    if said.occurred_on > today:
        found.append(f"{said.name} on {said.occurred_on} has not happened yet; mend the date.")
    return found
