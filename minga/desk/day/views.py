"""My work, and each of its groups in full."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.desk.day.forms import MINE, WhoseForm
from minga.desk.day.groups import NAMES, Asked, groups
from minga.desk.day.lines import GOOD_NEWS, TITLES, decisions, lines
from minga.foundation.access.context import permissions
from minga.foundation.access.guards import permitted, visitor
from minga.foundation.access.models import Grant, Team, User
from minga.foundation.access.permissions import Permission
from minga.foundation.web.pieces import Link, Paging, Tasks
from minga.foundation.web.saying import write_number

A_FEW, A_PAGE = 8, 50
MANY = 500
"""A list is counted no further: whoever has more to do than this need not know how much."""


@permitted("casework.read_open_case")
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What there is to do: the first few of each group."""
    form, asked = _asked(request)
    query = request.GET.urlencode()
    tasks = []
    for name, found in groups(asked).items():
        count = found[: MANY + 1].count()
        if name == "waiting" and not count:
            continue
        title, more = str(TITLES[name]), None
        written = write_number(count) if count <= MANY else f"{write_number(MANY)}+"
        if count > A_FEW:
            address = f"{reverse('day:group', args=[name])}?{query}"
            more = Link(_("All %s") % written, address, title)
        good_news = str(GOOD_NEWS[name])
        tasks.append(Tasks(title, lines(found[:A_FEW], asked), good_news, more, written))
    tasks[:0] = decisions(asked)
    context = {"form": form, "tasks": tasks, "today": asked.today, "filtered": bool(query)}
    return render(request, "day/work.html", context)


@permitted("casework.read_open_case")
@require_safe
def group(request: HttpRequest, name: str) -> HttpResponse:
    """One group in full, page by page."""
    if name not in NAMES:
        raise Http404
    form, asked = _asked(request)
    pages = Paginator(groups(asked)[name], A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = {key: value for key, value in request.GET.items() if key in form.fields and value}
    address = f"?{urlencode({**kept, 'page': ''})}"
    context = {
        "title": TITLES[name],
        "form": form,
        "here": request.path,
        "tasks": lines(page.object_list, asked),
        "good_news": GOOD_NEWS[name],
        "paging": Paging(page.number, pages.num_pages, pages.count, address),
    }
    return render(request, "day/group.html", context)


def _asked(request: HttpRequest) -> tuple[WhoseForm, Asked]:
    """Whose work is asked for. Who answers for others sees everybody's, else one's own first."""
    user, now = visitor(request), timezone.now()
    today = timezone.localdate(now)
    leads = Permission.APPROVE_STEP in permissions(request)
    led = Team.objects.of(user, Permission.APPROVE_STEP, on=today)
    people = list(User.objects.working_in(led).order_by("display_name")) if leads else []
    teams = Team.objects.of(user, Permission.READ_OPEN_CASE, on=today).order_by("title")
    form = WhoseForm(request.GET, teams=teams, people=people)
    said = form.cleaned_data if form.is_valid() else {}
    team = said.get("team")
    usual = "" if leads or request.GET.get("whose") == "" else MINE
    whose = said.get("whose") or usual
    roles = Grant.objects.standing(on=today).of(user).values_list("role", flat=True)
    return form, Asked(
        user=user,
        now=now,
        today=today,
        team=team.pk if team else None,
        whose=whose,
        roles=frozenset(roles),
    )
