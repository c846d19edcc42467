"""Opening a case: about somebody, or about a household, an organisation, a place, or a matter."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.models import Team, TeamQuerySet, User
from minga.foundation.access.permissions import Permission
from minga.register.people.models import Registration
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.members import who_may_join
from minga.work.casework.forms import OpenForm
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import PathwayRules
from minga.work.casework.views.steps import StepPage
from minga.work.casework.words import said, step_title

NEEDED = {
    "open": Permission.READ_OPEN_CASE,
    "restricted": Permission.READ_RESTRICTED_CASE,
    "sealed": Permission.JOIN_SEALED_CASE,
}
"""What somebody must be allowed to read to open a case of that confidentiality."""


def openers(request: HttpRequest, rules: PathwayRules) -> TeamQuerySet:
    """The teams for which the visitor may open such a case."""
    user, day = visitor(request), today()
    may_read = Team.objects.of(user, NEEDED[rules.pathway.confidentiality], on=day)
    may_open = Team.objects.of(user, Permission.OPEN_CASE, on=day)
    return may_open.filter(pk__in=may_read.values("pk")).order_by("title")


def offered(request: HttpRequest, *, subjects: frozenset[str]) -> list[tuple[str, str]]:
    """The pathways on which the visitor may open a case about such a subject, by title."""
    found = [
        (code, said(rules.pathway.title))
        for code, rules in current_rules().items()
        if rules.pathway.subject in subjects and openers(request, rules).exists()
    ]
    return sorted(found, key=lambda pair: pair[1])


@permitted("casework.open_case")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose a pathway that is not about a person; those begin at the person's page."""
    subjects = frozenset({"organisation", "site", "place", "none"})
    context = {"pathways": offered(request, subjects=subjects)}
    return render(request, "casework/new.html", context)


@permitted("casework.open_case")
@require_safe
def choose_for(request: HttpRequest, registration: uuid.UUID) -> HttpResponse:
    """Choose a pathway for somebody."""
    person = _person(request, registration)
    context = {
        "pathways": offered(request, subjects=frozenset({"registration"})),
        "person": person,
    }
    return render(request, "casework/new.html", context)


@permitted("casework.open_case")
@get_or_post
def open_about(request: HttpRequest, pathway: str) -> HttpResponse:
    """Open a case about an organisation, a place or a matter."""
    return _open(request, pathway, Subject())


@permitted("casework.open_case")
@get_or_post
def open_for(request: HttpRequest, registration: uuid.UUID, pathway: str) -> HttpResponse:
    """Open a case of somebody."""
    person = _person(request, registration)
    return _open(request, pathway, Subject(registration=person.pk))


def _person(request: HttpRequest, number: uuid.UUID) -> Registration:
    seen = Registration.objects.visible_to(visitor(request), on=today())
    return get_object_or_404(seen.filter(erased_at=None), pk=number)


def _open(request: HttpRequest, code: str, subject: Subject) -> HttpResponse:
    rules = current_rules([code]).get(code)
    about_person = bool(subject.registration)
    if rules is None or (rules.pathway.subject == "registration") is not about_person:
        raise Http404
    teams = openers(request, rules)
    if not teams:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = OpenForm(
        data, teams=teams, subject=rules.pathway.subject, members=_colleagues(request, rules, teams)
    )
    name = _first_step(rules, request)
    team = form.cleaned_data["team"] if form.is_valid() else teams[0]
    page = StepPage.of(request, rules, name, team=team)
    opened: list[uuid.UUID] = []

    def act() -> None:
        done = open_case(
            pathway=code,
            said=page.filled_in,
            team=form.cleaned_data["team"],
            recorded_at=timezone.now(),
            by=principal(request),
            subject=_subject(subject, form),
            matter=form.cleaned_data.get("matter", ""),
            members=[visitor(request), form.cleaned_data["member"]] if rules.sealed else (),
            hides_subject=form.cleaned_data.get("hides", False),
        )
        opened.append(done.step.case_id)

    if page.whole and form.is_valid() and page.try_to(act):
        messages.success(request, _("The case was opened."))
        return redirect("casework:case", opened[0]) if opened else redirect("casework:cases")
    context = {
        "form": form,
        "ways": [(step, step_title(rules.pathway, step)) for step in _opening(rules)],
        "step": name,
        "one_team": len(teams) == 1,
        "title": said(rules.pathway.title),
        "over": _("Open a case"),
        "opening": step_title(rules.pathway, name),
        "sealed": rules.sealed,
        "person": subject.registration and str(subject.registration)[:8],
    }
    return page.shown("casework/open.html", **context)


def _colleagues(
    request: HttpRequest, rules: PathwayRules, teams: TeamQuerySet
) -> QuerySet[User] | None:
    """Who may know of a sealed case besides the visitor; of another case nobody is named."""
    if not rules.sealed:
        return None
    organisations = teams.values("organisation")
    others = who_may_join(organisations, on=today()).exclude(pk=visitor(request).pk)
    return others.order_by("display_name")


def _opening(rules: PathwayRules) -> list[str]:
    return [name for name, step in rules.pathway.steps.items() if step.opens]


def _first_step(rules: PathwayRules, request: HttpRequest) -> str:
    """The step that opens the case; of several, the one that was chosen."""
    steps = _opening(rules)
    chosen = request.POST.get("step") or request.GET.get("step")
    return chosen if chosen in steps else steps[0]


def _subject(subject: Subject, form: OpenForm) -> Subject:
    if subject.registration:
        return subject
    organisation = form.cleaned_data.get("organisation")
    return Subject(
        organisation=organisation.pk if organisation else None,
        place=form.cleaned_data.get("site") or None,
    )
