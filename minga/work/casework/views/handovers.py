"""Handing a case over to another team, and that team's answer."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minga.engines.definition import Text
from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.access.posts import once
from minga.work.casework.actions.handovers import answer_offer, offer_case, take_offer_back
from minga.work.casework.forms import AnswerForm, TeamForm
from minga.work.casework.models import Handover
from minga.work.casework.views.folder import keep
from minga.work.casework.views.reach import case_of
from minga.work.casework.views.trying import tried
from minga.work.casework.words import said


@permitted("casework.transfer_case")
@get_or_post
def offer(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Offer a case to another team; it stays where it is until that team takes it."""
    case = case_of(request, number, Permission.TRANSFER_CASE)
    form = TeamForm(request.POST or None, team=case.team)

    def act() -> None:
        offer_case(
            case=case,
            to=form.cleaned_data["to"],
            reason=form.cleaned_data["reason"],
            offered_at=timezone.now(),
            by=principal(request),
        )

    done = _("The case is on offer. It stays here until the other team takes it.")
    return keep(request, case, form, act, done, "casework/offer.html")


@permitted("casework.transfer_case")
@require_POST
def take_back(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Withdraw an offer that was not answered."""
    case = case_of(request, number, Permission.TRANSFER_CASE)
    waits = get_object_or_404(case.handovers.waiting())
    once(
        request,
        lambda: take_offer_back(offer=waits, answered_at=timezone.now(), by=principal(request)),
    )
    messages.success(request, _("The offer was taken back."))
    return redirect("casework:case", case.pk)


@permitted("casework.transfer_case")
@get_or_post
def answer(request: HttpRequest, offer: int) -> HttpResponse:
    """Take a case that another team offers, or say why not."""
    user, day = visitor(request), today()
    teams = Team.objects.of(user, Permission.TRANSFER_CASE, on=day)
    offers = Handover.objects.visible_to(user, on=day).waiting().filter(to__in=teams)
    waits = get_object_or_404(offers.select_related("of", "to", "pathway"), pk=offer)
    form = AnswerForm(request.POST or None)

    def act() -> None:
        answer_offer(
            offer=waits,
            taken=form.cleaned_data["taken"],
            answer=form.cleaned_data["answer"],
            answered_at=timezone.now(),
            on=day,
            by=principal(request),
        )

    if form.is_valid() and tried(request, form, act):
        taken = form.cleaned_data["taken"]
        done = _("The case is your team's now.") if taken else _("The offer was declined.")
        messages.success(request, done)
        return redirect("casework:cases")
    title = Text.model_validate(waits.pathway.content["title"])
    context = {"form": form, "offer": waits, "title": said(title)}
    return render(request, "casework/answer.html", context)
