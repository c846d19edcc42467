"""A supervisor decides on steps that wait."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minga.foundation.access.guards import get_or_post, permitted, principal
from minga.foundation.access.permissions import Permission
from minga.foundation.access.posts import once
from minga.work.casework.actions.proposals import approve_step, decline_step
from minga.work.casework.models import Case, Proposal
from minga.work.casework.rules import CaseworkError
from minga.work.casework.views.reach import case_of, rules_of
from minga.work.casework.views.steps import ask_why
from minga.work.casework.words import problems, step_title


def _proposal(case: Case, number: int) -> Proposal:
    return get_object_or_404(case.proposals.select_related("case"), pk=number)


@permitted("casework.approve_step")
@require_POST
def approve(request: HttpRequest, number: uuid.UUID, proposal: int) -> HttpResponse:
    """Let a step that waits be recorded, in the name of whoever proposed it."""
    case = case_of(request, number, Permission.APPROVE_STEP)
    found = _proposal(case, proposal)

    def act() -> None:
        approve_step(proposal=found, decided_at=timezone.now(), by=principal(request))

    try:
        once(request, act)
    except CaseworkError as error:
        for words in problems(error, rules_of(case).pathway):
            messages.error(request, words)
    else:
        messages.success(request, _("The step was approved and counts from now on."))
    return redirect("casework:case", case.pk)


@permitted("casework.approve_step")
@get_or_post
def decline(request: HttpRequest, number: uuid.UUID, proposal: int) -> HttpResponse:
    """Do not let a step be recorded, and say why."""
    case = case_of(request, number, Permission.APPROVE_STEP)
    found = _proposal(case, proposal)

    def act(why: str) -> None:
        decline_step(proposal=found, reason=why, decided_at=timezone.now(), by=principal(request))

    words = {
        "title": _("Do not approve this step?"),
        "lead": _("It is not recorded. Whoever proposed it can propose it again."),
        "button": _("Do not approve"),
        "done": _("The step was not approved."),
        "about": step_title(rules_of(case).pathway, found.name),
    }
    return ask_why(request, case, act, words)
