"""Reading what a sealed case hides: logged, whoever reads it."""

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal, PrincipalKind
from minga.work.casework.models import Case, Step
from minga.work.casework.sealing import REASON, CaseKeys


@transaction.atomic
def open_answers(*, step: Step, by: Principal, reason: str) -> dict[str, object]:
    """All answers of a step, the sealed ones among them; reading them is itself an event.

    Raises CaseworkError when the case was erased, TamperedError when the bytes were changed.
    """
    hidden = CaseKeys.of([step.case]).show(step)
    record(action="casework.opened_answers", kind="step", object_id=step.pk, by=by, reason=reason)
    return {**step.answers, **{name: said for name, said in hidden.items() if name != REASON}}


def answers_of(step: Step, *, by: Principal) -> dict[str, object]:
    """All answers of a step for whoever corrects it; of a sealed one, that is an event."""
    if step.sealed_answers is None:
        return dict(step.answers)
    return open_answers(step=step, by=by, reason="")


@transaction.atomic
def open_case_file(*, case: Case, by: Principal) -> CaseKeys:
    """The keys to everything that a case hides, to show it on one page.

    Of a sealed case that is an event, whatever is then looked at. Other cases hide nothing.
    """
    if case.confidentiality == "sealed":
        glass = _through_glass(case, by)
        record(
            action="casework.read_through_glass" if glass else "casework.read_sealed",
            kind="case",
            object_id=case.pk,
            by=by,
        )
    return CaseKeys.of([case])


def _through_glass(case: Case, by: Principal) -> bool:
    """Whether whoever reads was let in for some hours, and is no member in their own right."""
    if by.kind is not PrincipalKind.USER or not by.name.isdecimal():
        return False
    theirs = case.members.standing().filter(user=int(by.name))
    return theirs.exists() and not theirs.lasting().exists()


def told(step: Step, keys: CaseKeys) -> tuple[dict[str, object], str]:
    """All answers of a step and its reason, with keys that were opened."""
    hidden = keys.show(step) if step.sealed_answers is not None else {}
    reason = str(hidden.pop(REASON, step.reason))
    return {**step.answers, **hidden}, reason
