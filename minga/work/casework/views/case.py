"""One case: its path on top, what may come next, and below everything that happened."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.engines.pathway.state import Deadline, State
from minga.foundation.access.context import permissions
from minga.foundation.access.guards import permitted, principal, today, visitor
from minga.foundation.access.permissions import Permission
from minga.foundation.web.pieces import (
    Due,
    Path,
    Stop,
)
from minga.foundation.web.saying import language, write_day
from minga.register.people.words import facts_of
from minga.work.casework.actions.reading import open_case_file
from minga.work.casework.models import Case
from minga.work.casework.rules import PathwayRules
from minga.work.casework.sealing import CaseKeys
from minga.work.casework.states import state
from minga.work.casework.views.file import File
from minga.work.casework.views.reach import case_of, cases_where, newer_version, rules_of
from minga.work.casework.words import role_title, said, step_title

Standing = Literal["done", "here", "next", "later"]


@permitted("casework.read_open_case")
@require_safe
def case(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """The page of one case."""
    found = case_of(request, number)
    rules, stands = rules_of(found), state(found, on=today())
    keys = open_case_file(case=found, by=principal(request))
    writes = may(request, found, Permission.RECORD_STEP)
    context = {
        "case": found,
        "title": said(rules.pathway.title),
        "about": about(found) + facts(found),
        "person": found.registration if "people.open_identity" in permissions(request) else None,
        "gone": keys.erased(found),
        "path": path_of(rules, stands),
        "stands": stands,
        "writes": writes and not keys.erased(found),
        "next": next_steps(found, rules, stands, closing=False),
        "ends": next_steps(found, rules, stands, closing=True),
        "broken": [step_title(rules.pathway, each.step.name) for each in stands.broken],
        "hands_over": may(request, found, Permission.TRANSFER_CASE),
        "sealed": rules.sealed,
        "newer": newer_version(found) if writes and not stands.closed else None,
    }
    if not keys.erased(found):
        context |= beside(found, rules, keys, request, writes=writes)
    return render(request, "casework/case.html", context)


def may(request: HttpRequest, case: Case, permission: Permission) -> bool:
    """Whether the visitor holds a permission in a case."""
    return cases_where(request, permission).filter(pk=case.pk).exists()


def facts(case: Case) -> list[str]:
    """What tells whoever a case is about from others, where no name may stand."""
    person = case.registration
    return facts_of(person) if person is not None and person.erased_at is None else []


def about(case: Case) -> list[str]:
    """Whom or what a case is about, as far as it may stand on a page: facts, never a name."""
    if case.registration is not None:
        person = case.registration
        return [_("Person %s") % person.code]
    if case.household_id is not None:
        return [_("Household %s") % str(case.household_id)[:8]]
    if case.organisation is not None:
        return [getattr(case.organisation, f"name_{language()}")]
    if case.place is not None:
        return [case.place.name]
    return [case.matter] if case.matter else []


def path_of(rules: PathwayRules, stands: State) -> Path:
    """The pathway as a path: what was done, where the case stands, what may come.

    Ways out that were not taken are no stops of a closed case.
    """
    pathway = rules.pathway
    last = stands.done[-1].name if stands.done else ""
    due: dict[str, Deadline] = {}
    for deadline in (*stands.overdue, *stands.due):
        due.setdefault(deadline.step, deadline)
    stops = []
    for name in pathway.steps:
        done = [step for step in stands.done if step.name == name]
        if stands.closed and not done:
            continue
        if not done and pathway.steps[name].closes and name not in stands.possible:
            continue
        later = not done and name not in stands.possible
        standing: Standing = "here" if name == last else "done" if done else "next"
        detail: str | Due = ""
        if name in due:
            detail = Due(due[name].at or due[name].on, timezone.now())
        elif len(done) > 1:
            detail = _("%(count)d times, last on %(day)s") % {
                "count": len(done),
                "day": write_day(done[-1].occurred_on),
            }
        elif done:
            detail = write_day(done[0].occurred_on)
        stops.append(Stop(step_title(pathway, name), "later" if later else standing, detail))
    return Path(_("Where this case stands"), stops)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that may be recorded now, and by when it is owed."""

    title: str
    address: str
    due: Due | None
    waits: bool


def next_steps(case: Case, rules: PathwayRules, stands: State, *, closing: bool) -> list[NextStep]:
    """The steps that may come next, what is owed first; or the ways in which the case can close."""
    owed = {deadline.step: deadline for deadline in (*stands.due, *stands.overdue)}
    steps = rules.pathway.steps
    names = [name for name in stands.possible if steps[name].closes is closing]
    names.sort(key=lambda name: owed[name].on if name in owed else date.max)
    return [
        NextStep(
            step_title(rules.pathway, name),
            reverse("casework:record", args=[case.pk, name]),
            Due(owed[name].at or owed[name].on, timezone.now()) if name in owed else None,
            rules.needs_approval(name),
        )
        for name in names
    ]


def beside(
    case: Case, rules: PathwayRules, keys: CaseKeys, request: HttpRequest, *, writes: bool
) -> dict[str, object]:
    """What stands below the next steps: what waits, who takes part, and the timeline."""
    file = File(case, rules, keys, visitor(request), writes=writes)
    approves = may(request, case, Permission.APPROVE_STEP)
    return {
        "timeline": file.timeline(),
        "flags": file.flags(),
        "waiting": file.waiting(approves=approves),
        "offer": case.handovers.waiting().select_related("to").first(),
        "participants": [
            (role_title(rules.pathway, one.role), str(one.registration_id)[:8])
            for one in case.participants.said().order_by("role", "pk")
        ],
        "roles": bool(rules.pathway.roles),
    }
