"""The cases that somebody may see, and what is offered to their teams."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.engines.pathway.definition import Pathway
from minga.engines.pathway.state import State
from minga.foundation.access.context import permissions
from minga.foundation.access.exports import export, wanted
from minga.foundation.access.guards import permitted, visitor
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.web.pieces import Head, Link, Paging, Piece, Status, Table, Tone
from minga.foundation.web.saying import write_day
from minga.work.casework.forms import FilterForm
from minga.work.casework.models import Case, CaseQuerySet, Handover
from minga.work.casework.pathways import current_rules, versions
from minga.work.casework.states import states
from minga.work.casework.views import columns
from minga.work.casework.views.case import about
from minga.work.casework.views.members import let_in
from minga.work.casework.views.reach import today
from minga.work.casework.words import said, step_title

A_PAGE = 25


@permitted("casework.read_open_case")
@require_safe
def cases(request: HttpRequest) -> HttpResponseBase:
    """Cases, those that something happened in last before the others."""
    user, day = visitor(request), today()
    rules = current_rules()
    form = FilterForm(
        request.GET,
        pathways=sorted(
            ((code, said(one.pathway.title)) for code, one in rules.items()), key=lambda p: p[1]
        ),
        teams=Team.objects.of(user, Permission.READ_OPEN_CASE, on=day).order_by("title"),
    )
    seen = Case.objects.visible_to(user, on=day)
    found = narrowed(seen, form)
    if wanted(request):
        return export(request, what="cases", columns=columns.columns(), rows=columns.rows(found))
    pages = Paginator(found, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    offers = Handover.objects.visible_to(user, on=day).waiting().select_related("of", "pathway")
    context = {
        "form": form,
        "table": table(seen.filter(pk__in=[case.pk for case in page])),
        "count": pages.count,
        "paging": Paging(
            page.number, pages.num_pages, pages.count, f"?{urlencode({**kept, 'page': ''})}"
        ),
        "offers": offers.filter(
            to__in=Team.objects.of(user, Permission.TRANSFER_CASE, on=day)
        ).order_by("offered_at"),
        "let_in": let_in(request),
        "opens": "casework.open_case" in permissions(request),
    }
    return render(request, "casework/cases.html", context)


def narrowed(cases: CaseQuerySet, form: FilterForm) -> CaseQuerySet:
    """The cases that the filter leaves, in order."""
    if form.is_valid():
        if pathway := form.cleaned_data["pathway"]:
            cases = cases.filter(pathway__kind="pathway", pathway__code=pathway)
        if team := form.cleaned_data["team"]:
            cases = cases.filter(team=team)
    return cases.order_by(F("position__moved_at").desc(nulls_last=True), "pk")


def table(cases: CaseQuerySet) -> Table:
    """A page of cases with where each stands."""
    shown = cases.select_related(
        "pathway", "team", "registration", "household", "organisation", "place"
    ).order_by(F("position__moved_at").desc(nulls_last=True), "pk")
    ordered = list(states(shown, on=today()))
    rules = versions(case.pathway_id for case, _found in ordered)
    rows = [row(case, found, rules[case.pathway_id].pathway) for case, found in ordered]
    heads = [_("Case"), _("Stands at"), _("Last on"), _("State"), _("Team")]
    return Table(_("Cases"), [Head(words) for words in heads], rows)


def row(case: Case, found: State, pathway: Pathway) -> list[str | Piece]:
    """A case in one line."""
    last = found.done[-1] if found.done else None
    words = ", ".join([said(pathway.title), *about(case)])
    return [
        Link(words, reverse("casework:case", args=[case.pk])),
        step_title(pathway, last.name) if last else "–",
        write_day(last.occurred_on) if last else "–",
        status(found),
        case.team.title,
    ]


def status(found: State) -> Status:
    """Whether a case is closed, or what it asks for."""
    if found.closed:
        return Status(_("closed"), Tone.OVER)
    if found.overdue:
        return Status(_("overdue"), Tone.NOW)
    return Status(_("open"), Tone.CALM)
