"""Breaking the glass: asking, deciding, ending. No page here says whether there is a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minga.foundation.access import mail
from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.models import Grant, User
from minga.foundation.access.permissions import Permission
from minga.foundation.access.posts import once
from minga.work.casework.actions.glass import ask, decide, end
from minga.work.casework.asking import DecisionForm, GlassForm
from minga.work.casework.models import Glass
from minga.work.casework.views.trying import tried


@permitted("casework.break_glass")
@get_or_post
def glass(request: HttpRequest) -> HttpResponse:
    """Ask to see a sealed case; and what became of one's requests."""
    me = visitor(request)
    form = GlassForm(request.POST or None)

    def act() -> None:
        ask(
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            hours=form.cleaned_data["hours"],
            asker=me,
            at=timezone.now(),
        )
        mail.send_notice(_deciders())

    if form.is_valid() and tried(request, form, act):
        messages.success(request, _("Your request was sent. Somebody else decides on it."))
        return redirect("casework:glass")
    own = Glass.objects.visible_to(me, on=today()).filter(asked_by=me).order_by("-asked_at")[:20]
    return render(request, "casework/glass.html", {"form": form, "own": own, "now": timezone.now()})


@permitted("casework.break_glass")
@require_POST
def end_own(request: HttpRequest, number: int) -> HttpResponse:
    """Close what was opened for oneself."""
    mine = Glass.objects.visible_to(visitor(request), on=today()).filter(asked_by=visitor(request))
    return _end(request, get_object_or_404(mine.open(), pk=number), "casework:glass")


@permitted("casework.approve_break_glass")
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and whoever is let in now."""
    seen = Glass.objects.visible_to(visitor(request), on=today()).select_related("asked_by")
    context = {
        "waiting": seen.waiting().order_by("asked_at"),
        "open": seen.open().order_by("until"),
    }
    return render(request, "casework/glass_requests.html", context)


@permitted("casework.approve_break_glass")
@get_or_post
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody in for the hours that they ask for, or not; the members are told."""
    seen = Glass.objects.visible_to(visitor(request), on=today()).waiting()
    asked = get_object_or_404(seen.select_related("asked_by"), pk=number)
    form = DecisionForm(request.POST or None)

    def act() -> None:
        told = decide(
            glass=asked,
            granted=form.cleaned_data["granted"],
            answer=form.cleaned_data["answer"],
            decider=visitor(request),
            at=timezone.now(),
        )
        mail.send_notice({asked.asked_by, *told, *_deciders()} - {visitor(request)})

    if form.is_valid() and tried(request, form, act):
        messages.success(request, _("Your decision was kept. Whoever it concerns is told."))
        return redirect("casework:glass_requests")
    return render(request, "casework/glass_answer.html", {"form": form, "asked": asked})


@permitted("casework.approve_break_glass")
@require_POST
def end_any(request: HttpRequest, number: int) -> HttpResponse:
    """Close what was opened for somebody."""
    seen = Glass.objects.visible_to(visitor(request), on=today()).open()
    return _end(request, get_object_or_404(seen, pk=number), "casework:glass_requests")


def _end(request: HttpRequest, opened: Glass, page: str) -> HttpResponse:
    once(request, lambda: end(glass=opened, at=timezone.now(), by=principal(request)))
    messages.success(request, _("It is closed again."))
    return redirect(reverse(page))


def _deciders() -> set[User]:
    """Whoever decides who breaks the glass."""
    grants = Grant.objects.standing(on=today()).carrying(Permission.APPROVE_BREAK_GLASS)
    return set(User.objects.filter(is_active=True, pk__in=grants.values("user")))
