"""Reading what a sealed case hides: one step at a time, and logged."""

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.work.casework.models import Step
from minga.work.casework.sealing import REASON, CaseKeys


@transaction.atomic
def open_answers(*, step: Step, by: Principal, reason: str) -> dict[str, object]:
    """All answers of a step, the sealed ones among them; reading them is itself an event.

    Raises CaseworkError when the case was erased, TamperedError when the bytes were changed.
    """
    hidden = CaseKeys.of([step.case]).show(step)
    record(action="casework.opened_answers", kind="step", object_id=step.pk, by=by, reason=reason)
    return {**step.answers, **{name: said for name, said in hidden.items() if name != REASON}}
