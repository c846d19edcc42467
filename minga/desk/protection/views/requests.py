"""What people ask about their own data: what waits, a new one, and one with its decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.desk.protection.asking import in_words
from minga.desk.protection.forms import DecideForm, ReceiveForm
from minga.foundation.access.guards import get_or_post, permitted, principal, visitor
from minga.foundation.access.posts import once
from minga.foundation.access.scope import answering
from minga.foundation.web.pieces import Due, Line, Link, Status, Summary, Task, Tasks, Tone
from minga.foundation.web.saying import language, write_day
from minga.foundation.web.templatetags.questions import said
from minga.register.rights.actions import decide, reason_of, receive
from minga.register.rights.models import DataRequest
from minga.register.rights.rules import AskedBy, Check, Decision, Right, RightsError

SHOWN = 50


def found(request: HttpRequest, number: int) -> DataRequest:
    """The request of this number, for whoever answers requests."""
    mine = DataRequest.objects.visible_to(visitor(request), on=timezone.localdate())
    return get_object_or_404(mine.select_related("organisation"), pk=number)


@permitted("people.answer_request")
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits, the nearest day first; and what was answered lately."""
    mine = DataRequest.objects.visible_to(visitor(request), on=timezone.localdate())
    mine = mine.select_related("organisation")
    waiting = mine.waiting().order_by("due_on", "pk")
    answered = mine.exclude(pk__in=waiting.values("pk")).order_by("-decided_at")[:SHOWN]
    context = {
        "waiting": Tasks(
            _("Waiting for an answer"),
            [_task(one) for one in waiting],
            good_news=_("Nobody waits for an answer."),
        ),
        "answered": Tasks(_("Answered"), [_task(one) for one in answered], good_news=""),
    }
    return render(request, "protection/requests.html", context)


def _task(one: DataRequest) -> Task:
    sentence = _("%(right)s, request %(number)d") % {
        "right": in_words(Right(one.right)),
        "number": one.pk,
    }
    return Task(
        sentence,
        Link(_("Open"), f"{one.pk}/", about=str(one.pk)),
        due=Due(one.due_on, timezone.now()) if one.is_open else None,
        status=status_of(one),
        detail=_("%(organisation)s, received on %(day)s")
        % {"organisation": name_of(one), "day": write_day(one.received_on)},
    )


def name_of(one: DataRequest) -> str:
    """Which organisation it is about, in the language of the page."""
    return one.organisation.name_en if language() == "en" else one.organisation.name_es


def status_of(one: DataRequest) -> Status:
    """Where a request stands, in a word."""
    if not one.decision:
        return Status(_("to decide"), Tone.NOW)
    if one.decision == Decision.REFUSED:
        return Status(_("refused"), Tone.OVER)
    if one.done_on is None:
        return Status(_("to be done"), Tone.WAITING)
    return Status(_("answered"), Tone.DONE)


@permitted("people.answer_request")
@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks."""
    today = timezone.localdate()
    form = ReceiveForm(request.POST or None, initial={"received_on": today})

    def write_down() -> None:
        organisation = form.cleaned_data["organisation"]
        with answering(visitor(request), organisation, on=today):
            receive(
                form.asked(),
                organisation=organisation,
                registration=form.cleaned_data["registration"],
                recorded_at=timezone.now(),
                by=principal(request),
            )

    if request.method == "POST" and form.is_valid():
        try:
            once(request, write_down)
        except RightsError as error:
            form.add_error(None, said(error.words))
        else:
            messages.success(request, _("The request is written down."))
            return redirect("protection:requests")
    return render(request, "protection/new_request.html", {"form": form})


@permitted("people.answer_request")
@get_or_post
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One request; a post decides it."""
    about = found(request, number)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(
                about,
                decision=Decision(form.cleaned_data["decision"]),
                reason=form.cleaned_data["reason"],
                decided_at=timezone.now(),
                by=principal(request),
            )
        except RightsError as error:
            form.add_error(None, said(error.words))
        else:
            messages.success(request, _("The decision is written down."))
            return redirect("protection:request", number)
    context = {
        "about": about,
        "title": in_words(Right(about.right)),
        "status": status_of(about),
        "summary": _summary(about),
        "form": form,
        "right": about.right,
    }
    return render(request, "protection/request.html", context)


def _summary(about: DataRequest) -> Summary:
    lines = [
        Line(_("Registration"), f"{name_of(about)}, {about.registration_id}"),
        Line(_("Who asks"), in_words(AskedBy(about.asked_by))),
        Line(_("How it was checked"), in_words(Check(about.check_made))),
        Line(_("Received"), write_day(about.received_on)),
        Line(
            _("To be answered by"),
            Due(about.due_on, timezone.now()) if about.is_open else write_day(about.due_on),
        ),
    ]
    if about.decided_at is not None:
        lines.append(Line(_("Decision"), in_words(Decision(about.decision))))
        lines.append(Line(_("Why"), reason_of(about) or _("(the reason was erased)")))
    if about.done_on is not None:
        lines.append(Line(_("Done"), write_day(about.done_on)))
    return Summary(lines)
