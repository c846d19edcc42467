"""Every list of one's organisations, and bringing another."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.limits import limited
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.access.posts import once
from minga.foundation.web.pieces import Head, Link, Paging, Table
from minga.foundation.web.saying import language, write_day
from minga.work.intake import saying
from minga.work.intake.actions import receive
from minga.work.intake.actions.jobs import ask_for
from minga.work.intake.forms import LARGEST, UploadForm
from minga.work.intake.models import ListJob, PartnerList
from minga.work.intake.report import overview
from minga.work.intake.views.reach import teams_of

A_PAGE = 25


@limited("upload")
@permitted("intake.take_in_list")
@get_or_post
def lists(request: HttpRequest) -> HttpResponse:
    """The lists that came, the latest first; a post brings one more."""
    teams = teams_of(request, Permission.TAKE_IN_LIST).select_related("organisation")
    form = UploadForm(request.POST or None, request.FILES or None, teams=teams)
    if request.method == "POST":
        if form.is_valid():
            return _bring(request, form)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            form.tell_too_large()
    user, day = visitor(request), today()
    working = ListJob.objects.visible_to(user, on=day).filter(partner_list=OuterRef("pk"))
    found = PartnerList.objects.visible_to(user, on=day)
    found = found.select_related("organisation").annotate(working=Exists(working.waiting()))
    pages = Paginator(found.order_by("-received_at", "pk"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "table": _table(list(page), several=_several(list(teams))),
        "count": pages.count,
        "paging": Paging(page.number, pages.num_pages, pages.count, "?page="),
    }
    return render(request, "intake/lists.html", context)


def _bring(request: HttpRequest, form: UploadForm) -> HttpResponse:
    """Keep the file and ask for it to be read; the same file again leads to the same list."""
    sent, team = form.cleaned_data["file"], form.cleaned_data["team"]
    now, by = timezone.now(), principal(request)
    kept, before = receive(sent.read(), name=sent.name, team=team, received_at=now, by=by)
    if kept.state in {"received", "reading", "refused"}:
        once(request, lambda: ask_for("take_in", kept, team=team, asked_at=now, by=by))
    elif before:
        messages.info(request, _("This file had come before: here is what became of it."))
    return redirect("intake:list", kept.pk)


def _several(teams: Sequence[Team]) -> bool:
    """Whether the visitor brings lists for more than one organisation."""
    return len({team.organisation_id for team in teams}) > 1


def _table(page: list[PartnerList], *, several: bool) -> Table:
    lines = {line.partner_list.pk: line for line in overview(within=page)}
    name = f"name_{language()}"
    rows = []
    for one in page:
        fates = lines[one.pk].fates if one.pk in lines else Counter()
        local = timezone.localtime(one.received_at)
        words = f"{write_day(local.date())}, {local:%H:%M}"
        working = bool(getattr(one, "working", False))
        rows.append(
            [
                Link(words, reverse("intake:list", args=[one.pk]), about=one.short_id),
                *([getattr(one.organisation, name)] if several else []),
                saying.state(one, working=working, open_rows=fates["review"]),
                saying.numbers(fates) if fates else "–",
            ]
        )
    who = [Head(_("Sent by"))] if several else []
    heads = [Head(_("Received")), *who, Head(_("State")), Head(_("Rows"))]
    return Table(_("Lists that came"), heads, rows)
