"""Each thing to do in one sentence with one action."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.desk.day.groups import Asked
from minga.engines.pathway.definition import Pathway
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.access.roles import ROLES
from minga.foundation.web.pieces import Due, Link, Status, Task, Tasks, Tone
from minga.foundation.web.saying import language, write_day
from minga.work.casework.models import Handover, Position, Proposal
from minga.work.casework.pathways import versions
from minga.work.casework.views.case import about
from minga.work.casework.words import said, step_title

TITLES = {
    "now": gettext_lazy("Now"),
    "soon": gettext_lazy("Soon"),
    "new": gettext_lazy("Came in"),
    "waiting": gettext_lazy("Waiting for others"),
}
GOOD_NEWS = {
    "now": gettext_lazy("Nothing is overdue, and nothing is due today."),
    "soon": gettext_lazy("Nothing more is due in the next fourteen days."),
    "new": gettext_lazy("No new case in the last seven days."),
    "waiting": gettext_lazy("Nobody keeps you waiting."),
}
SUBJECTS = ("case__pathway", "case__registration", "case__organisation", "case__place", "hand")


def lines(found: Iterable[Position], asked: Asked) -> list[Task]:
    """The cases of a group, each as a sentence.

    What a sentence needs is fetched for these alone: the database finds them faster by themselves.
    """
    rows = list(found)
    prefetch_related_objects(rows, *SUBJECTS)
    rules = versions(row.case.pathway_id for row in rows)
    return [_line(row, rules[row.case.pathway_id].pathway, asked) for row in rows]


def _line(row: Position, pathway: Pathway, asked: Asked) -> Task:
    whom = ", ".join([said(pathway.title), *about(row.case)])
    own = not set(row.waiting_for) & set(ROLES) or bool(set(row.waiting_for) & asked.roles)
    step = step_title(pathway, row.due_step or row.last_step)
    about_it = {"step": step, "case": whom}
    if row.due_step:
        sentence = _("To do: %(step)s. %(case)s.") % about_it
    else:
        sentence = _("Stands at: %(step)s. %(case)s.") % about_it
    if row.due_step and own:
        address = reverse("casework:record", args=[row.case_id, row.due_step])
        action = Link(_("Record"), address, step)
    else:
        action = Link(_("Look at it"), reverse("casework:case", args=[row.case_id]), whom)
    return Task(
        sentence,
        action,
        Due(row.due_at or row.due_on, asked.now) if row.due_on else None,
        _waits_for(row) if not own else None,
        _who_and_when(row),
    )


def _waits_for(row: Position) -> Status:
    """Whom a case waits for, by their roles."""
    roles = [ROLES[code].title.in_language(language()) for code in row.waiting_for if code in ROLES]
    return Status(_("Waits for: %s") % ", ".join(roles), Tone.WAITING)


def _who_and_when(row: Position) -> str:
    """Who recorded last, or since when the case is known."""
    if row.hand is not None:
        return row.hand.display_name
    day = write_day(timezone.localdate(row.came_at)) if row.came_at else ""
    return _("in a list, %(day)s") % {"day": day} if day else ""


def decisions(asked: Asked) -> list[Tasks]:
    """What waits for somebody's word: steps to approve, and cases that are offered."""
    user, today = asked.user, asked.today
    approving = Team.objects.of(user, Permission.APPROVE_STEP, on=today)
    proposals = Proposal.objects.visible_to(user, on=today).waiting().exclude(by=f"user:{user.pk}")
    offered = Team.objects.of(user, Permission.TRANSFER_CASE, on=today)
    offers = Handover.objects.visible_to(user, on=today).waiting().filter(to__in=offered)
    found = [
        *map(_approval, proposals.filter(case__team__in=approving).select_related("case__pathway")),
        *map(_offer, offers.select_related("of", "pathway").order_by("offered_at")),
    ]
    return [Tasks(_("Waits for your word"), found, "")] if found else []


def _approval(proposal: Proposal) -> Task:
    pathway = Pathway.model_validate(proposal.case.pathway.content)
    step = step_title(pathway, proposal.name)
    case = reverse("casework:case", args=[proposal.case_id])
    sentence = _("%(step)s waits for approval. %(pathway)s.") % {
        "step": step,
        "pathway": ", ".join([said(pathway.title), *about(proposal.case)]),
    }
    on = write_day(timezone.localdate(proposal.proposed_at))
    return Task(sentence, Link(_("Decide"), case, step), detail=on)


def _offer(offer: Handover) -> Task:
    pathway = Pathway.model_validate(offer.pathway.content)
    sentence = _("%(team)s offers your team a case. %(pathway)s.") % {
        "team": offer.of.title,
        "pathway": said(pathway.title),
    }
    address = reverse("casework:answer", args=[offer.pk])
    on = write_day(timezone.localdate(offer.offered_at))
    return Task(sentence, Link(_("Look at the offer"), address, offer.of.title), detail=on)
