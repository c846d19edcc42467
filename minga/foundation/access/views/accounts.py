"""Somebody's account, by whoever manages their organisation: helping them back in, closing it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from minga.foundation.access import mail
from minga.foundation.access.actions.accounts import close_account, reset_second_factor
from minga.foundation.access.actions.refusals import RefusedError
from minga.foundation.access.forms import ReasonForm
from minga.foundation.access.guards import get_or_post, permitted, principal, visitor
from minga.foundation.access.models import Team, User
from minga.foundation.web.templatetags.questions import said


@permitted("access.read_staff")
@get_or_post
def reset_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Take the second factor off an account whose owner has lost theirs."""
    about = _theirs(request, number)
    form = ReasonForm(request.POST or None)
    if _done(request, form, about, reset_second_factor):
        mail.send_change(about, change="factor_reset")
        messages.success(request, _("The second factor is off, and its owner was told by mail."))
        return redirect("access:person", number)
    return render(request, "access/reset_factor.html", {"form": form, "about": about})


@permitted("access.read_staff")
@get_or_post
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account for good."""
    about = _theirs(request, number)
    form = ReasonForm(request.POST or None)
    if _done(request, form, about, close_account):
        messages.success(request, _("The account is closed."))
        return redirect("access:staff")
    return render(request, "access/close.html", {"form": form, "about": about})


def _theirs(request: HttpRequest, number: int) -> User:
    teams = Team.objects.staffed_by(visitor(request), on=timezone.localdate())
    return get_object_or_404(User.objects.working_in(teams), pk=number)


def _done(request: HttpRequest, form: ReasonForm, about: User, act: Callable[..., None]) -> bool:
    """Whether it was asked for with a reason and done; a refusal is told on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    by = principal(request)
    try:
        act(user=about, reason=form.cleaned_data["reason"], today=timezone.localdate(), by=by)
    except RefusedError as error:
        form.add_error(None, said(error.words))
        return False
    return True
