"""The gathering that an address names, and the teams for which the visitor keeps rolls."""

import uuid
from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from minga.foundation.access.guards import today, visitor
from minga.foundation.access.models import Team, TeamQuerySet
from minga.foundation.access.permissions import Permission
from minga.foundation.web.saying import write_day
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import PathwayRules
from minga.work.casework.words import answer_lines, said, step_title
from minga.work.gatherings.models import Gathering, GatheringQuerySet


def seen(request: HttpRequest) -> GatheringQuerySet:
    """The gatherings that the visitor may see and that stand."""
    found = Gathering.objects.visible_to(visitor(request), on=today())
    return found.filter(undone_at=None).select_related("place", "organisation")


def gathering_of(request: HttpRequest, number: uuid.UUID) -> Gathering:
    """The gathering. Raises Http404."""
    return get_object_or_404(seen(request), pk=number)


def teams(request: HttpRequest) -> TeamQuerySet:
    """The teams for which the visitor keeps rolls."""
    return Team.objects.of(visitor(request), Permission.KEEP_ROLL, on=today()).order_by("title")


def team_of(request: HttpRequest, gathering: Gathering) -> Team:
    """The team that keeps this roll: the one that began it, else the visitor's own."""
    own = teams(request).filter(organisation=gathering.organisation_id)
    found = own.filter(pk=gathering.team_id or 0).first() or own.first()
    if found is None:
        raise Http404
    return found


def rules_of(gathering: Gathering) -> PathwayRules:
    """The pathway as it is now. Raises Http404 where the pack no longer has it."""
    rules = current_rules([gathering.pathway]).get(gathering.pathway)
    if rules is None or gathering.step not in rules.pathway.steps:
        raise Http404
    return rules


def title(gathering: Gathering, rules: PathwayRules | None) -> str:
    """What a gathering was about, where and when."""
    if rules is None:
        return f"{gathering.pathway}, {write_day(gathering.occurred_on)}"
    words = [said(rules.pathway.title)]
    if gathering.step in rules.forms:
        form = rules.forms[gathering.step].form
        words += [text for _label, text in answer_lines(form, gathering.answers)]
    else:
        words.append(step_title(rules.pathway, gathering.step))
    return ", ".join(words)


def day_and_place(gathering: Gathering) -> str:
    """When and where it was."""
    where = f", {gathering.place.name}" if gathering.place else ""
    return f"{write_day(gathering.occurred_on)}{where}"


def since(day: date) -> date:
    """A year before a day: who came since then may come again."""
    return date(day.year - 1, day.month, min(day.day, 28))
