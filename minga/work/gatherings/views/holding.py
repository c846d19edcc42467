"""The list of gatherings, and writing a new one down."""

import uuid
from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.foundation.access.context import permissions
from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.web.pieces import Head, Link, Paging, Piece, Table
from minga.foundation.web.saying import write_day, write_number
from minga.work.casework.models import Step
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import PathwayRules
from minga.work.casework.views.steps import StepPage
from minga.work.casework.words import said, step_title
from minga.work.gatherings.actions.rolls import hold_gathering
from minga.work.gatherings.forms import HeldForm
from minga.work.gatherings.models import Gathering
from minga.work.gatherings.views.reach import seen, teams, title
from minga.work.gatherings.views.tallies import without_names

A_PAGE = 25


@permitted("gatherings.keep_roll")
@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    """Gatherings, the latest first."""
    # What is counted at a screen stands beside the roll of the same event.
    listed = seen(request).exclude(team=None, source="")
    pages = Paginator(listed.order_by("-occurred_on", "pk"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rules = current_rules(one.pathway for one in page)
    context = {
        "table": Table(
            _("Gatherings"),
            [
                Head(_("Gathering")),
                Head(_("Day")),
                Head(_("Place")),
                Head(_("By name"), number=True),
                Head(_("Without names"), number=True),
            ],
            rows(request, list(page), rules),
        ),
        "count": pages.count,
        "paging": Paging(page.number, pages.num_pages, pages.count, "?page="),
    }
    return render(request, "gatherings/gatherings.html", context)


def rows(
    request: HttpRequest, page: list[Gathering], rules: Mapping[str, PathwayRules]
) -> list[list[str | Piece]]:
    """Gatherings in a line each, with how many came."""
    seen_steps = Step.objects.visible_to(visitor(request), on=today())
    came = seen_steps.live().filter(gathering__in=[one.pk for one in page])
    named = dict(came.values_list("gathering").annotate(Count("pk")).order_by())
    without = without_names(request, page)
    return [
        [
            Link(title(one, rules.get(one.pathway)), reverse("gatherings:roll", args=[one.pk])),
            write_day(one.occurred_on),
            one.place.name if one.place else "–",
            write_number(named.get(one.pk, 0)),
            write_number(without.get(one.pk, 0)),
        ]
        for one in page
    ]


def held_steps() -> list[tuple[PathwayRules, str]]:
    """Steps that many take at one event, of pathways that are not sealed."""
    return [
        (rules, name)
        for rules in current_rules().values()
        for name, step in rules.pathway.steps.items()
        if step.gathering is not None and not rules.sealed
    ]


@permitted("gatherings.keep_roll")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose what kind of gathering it was; where there is one kind only, go on to it."""
    ways = [
        (said(rules.pathway.title), step_title(rules.pathway, name), rules.code, name)
        for rules, name in held_steps()
    ]
    if len(ways) == 1:
        return redirect("gatherings:hold", ways[0][2], ways[0][3])
    return render(request, "gatherings/new.html", {"ways": sorted(ways)})


@permitted("gatherings.keep_roll")
@get_or_post
def hold(request: HttpRequest, pathway: str, step: str) -> HttpResponse:
    """Write a gathering down, with what holds for everybody who came, to keep its roll."""
    found = {(rules.code, name): rules for rules, name in held_steps()}
    if (pathway, step) not in found:
        raise Http404
    rules = found[pathway, step]
    mine = teams(request)
    form = HeldForm(request.POST if request.method == "POST" else None, teams=mine)
    team = form.cleaned_data["team"] if form.is_valid() else mine[0]
    page = StepPage.of(request, rules, step, team=team)
    made: list[uuid.UUID] = []

    def act() -> None:
        gathering = hold_gathering(
            team=form.cleaned_data["team"],
            pathway=pathway,
            said=page.filled_in,
            recorded_at=timezone.now(),
            by=principal(request),
        )
        made.append(gathering.pk)

    if page.whole and form.is_valid() and page.try_to(act):
        return redirect("gatherings:roll", made[0]) if made else redirect("gatherings:gatherings")
    return page.shown(
        "gatherings/hold.html",
        form=form,
        one_team=len(mine) == 1,
        title=said(rules.pathway.title),
        over=_("A gathering"),
        opens="casework.open_case" in permissions(request),
    )
