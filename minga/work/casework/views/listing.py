"""The cases that somebody may see, and what is offered to their teams."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F, prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.engines.pathway.definition import Pathway
from minga.foundation.access.context import permissions
from minga.foundation.access.exports import export, wanted
from minga.foundation.access.guards import permitted, today, visitor
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.web.pieces import Due, Head, Link, Paging, Piece, Status, Table, Tone
from minga.foundation.web.saying import write_day
from minga.work.casework.forms import CLOSED, EVERY, OVERDUE, FilterForm
from minga.work.casework.models import Handover, Position, PositionQuerySet
from minga.work.casework.pathways import titles, versions
from minga.work.casework.views import columns
from minga.work.casework.views.case import about
from minga.work.casework.views.members import let_in
from minga.work.casework.words import said, step_title

A_PAGE = 25
PARTS = ("team", "case__registration", "case__organisation", "case__place")
"""What a line says besides: fetched for the cases of the page alone."""


@permitted("casework.read_open_case")
@require_safe
def cases(request: HttpRequest) -> HttpResponseBase:
    """Open cases unless others are asked for, those in which something happened last first."""
    user, day = visitor(request), today()
    named = {code: said(title) for code, title in titles().items()}
    form = FilterForm(
        request.GET,
        pathways=sorted(named.items(), key=lambda pair: pair[1]),
        teams=Team.objects.of(user, Permission.READ_OPEN_CASE, on=day).order_by("title"),
    )
    found = narrowed(Position.objects.visible_to(user, on=day), form)
    if wanted(request):
        return export(request, what="cases", columns=columns.columns(), rows=columns.rows(found))
    pages = Paginator(found, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    offers = Handover.objects.visible_to(user, on=day).waiting().select_related("of", "pathway")
    mine = Team.objects.of(user, Permission.TRANSFER_CASE, on=day)
    context = {
        "form": form,
        "table": table(list(page)),
        "count": pages.count,
        "paging": Paging(
            page.number, pages.num_pages, pages.count, f"?{urlencode({**kept, 'page': ''})}"
        ),
        "offers": offers.filter(to__in=mine).order_by("offered_at"),
        "let_in": let_in(request),
        "opens": "casework.open_case" in permissions(request),
    }
    return render(request, "casework/cases.html", context)


def narrowed(positions: PositionQuerySet, form: FilterForm) -> PositionQuerySet:
    """The cases that the filter leaves, in order."""
    asked = form.cleaned_data if form.is_valid() else {}
    if pathway := asked.get("pathway"):
        positions = positions.filter(case__pathway__kind="pathway", case__pathway__code=pathway)
    if team := asked.get("team"):
        positions = positions.filter(team=team)
    state = asked.get("state")
    if state == OVERDUE:
        positions = positions.filter(state=Position.State.OPEN, due_on__lt=today())
    elif state == CLOSED:
        positions = positions.filter(state=Position.State.CLOSED)
    elif state != EVERY:
        positions = positions.filter(state__in=[Position.State.OPEN, Position.State.UNCLEAR])
    return positions.order_by(F("last_on").desc(nulls_last=True), "case")


def table(page: list[Position]) -> Table:
    """A page of cases with where each stands; the team where there are several."""
    prefetch_related_objects(page, *PARTS)
    rules = versions(one.case.pathway_id for one in page)
    rows = [row(one, rules[one.case.pathway_id].pathway) for one in page]
    heads = [_("Case"), _("Stands at"), _("Last on"), _("State"), _("Team")]
    if len({one.team_id for one in page}) < 2:
        heads, rows = heads[:-1], [cells[:-1] for cells in rows]
    return Table(_("Cases"), [Head(words) for words in heads], rows)


def row(one: Position, pathway: Pathway) -> list[str | Piece]:
    """A case in one line."""
    words = ", ".join([said(pathway.title), *about(one.case)])
    return [
        Link(words, reverse("casework:case", args=[one.case_id])),
        step_title(pathway, one.last_step) if one.last_step else "–",
        write_day(one.last_on) if one.last_on else "–",
        status(one),
        one.team.title,
    ]


def status(one: Position) -> Status | Due:
    """What a case asks for and by when, or that it is closed."""
    if one.due_on is not None:
        return Due(one.due_at or one.due_on, timezone.now())
    known = {
        Position.State.OPEN: Status(_("open"), Tone.CALM),
        Position.State.CLOSED: Status(_("closed"), Tone.OVER),
        Position.State.ERASED: Status(_("erased"), Tone.OVER),
    }
    return known.get(Position.State(one.state), Status(_("to be looked at"), Tone.NOW))
