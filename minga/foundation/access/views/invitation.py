"""The page behind an invitation's link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minga.foundation.access.actions import invitations
from minga.foundation.access.actions.refusals import RefusedError
from minga.foundation.access.forms import AcceptForm
from minga.foundation.access.guards import get_or_post, visitor
from minga.foundation.access.limits import too_often
from minga.foundation.access.models import Invitation, User
from minga.foundation.access.roles import ROLES


@get_or_post
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: with a new account, or signed in with the one that is there."""
    if refused := too_often(request, "invitation"):
        return refused
    try:
        waiting = invitations.find(token, at=timezone.now())
    except RefusedError as error:
        return _spent(request, error)
    if User.objects.filter(email=waiting.email).exists():
        return _accept_signed_in(request, token, waiting)
    return _accept_as_new(request, token, waiting)


def _accept_as_new(request: HttpRequest, token: str, waiting: Invitation) -> HttpResponse:
    form = AcceptForm(
        request.POST or None, email=waiting.email, initial={"language": waiting.language}
    )
    if request.method != "POST" or not form.is_valid():
        with translation.override(_language(request, waiting)):
            return render(request, "access/accept.html", {"form": form, **_about(waiting)})
    try:
        made = invitations.accept_as_new(
            token=token,
            display_name=form.cleaned_data["display_name"],
            language=form.cleaned_data["language"],
            password=form.cleaned_data["password"],
            at=timezone.now(),
            today=timezone.localdate(),
        )
    except RefusedError as error:
        return _spent(request, error)
    login(request, made)
    return redirect("access:account")


def _accept_signed_in(request: HttpRequest, token: str, waiting: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.method != "POST":
        return render(request, "access/accept.html", {"form": None, **_about(waiting)})
    try:
        invitations.accept_as(
            token=token, user=visitor(request), at=timezone.now(), today=timezone.localdate()
        )
    except RefusedError as error:
        return _spent(request, error)
    messages.success(request, _("You have a new role."))
    return redirect("access:account")


def _about(waiting: Invitation) -> dict[str, object]:
    return {"waiting": waiting, "role": ROLES[waiting.role]}


def _language(request: HttpRequest, waiting: Invitation) -> str:
    """The language that the visitor chose, else the one they were invited in."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return (chosen and get_language()) or waiting.language


def _spent(request: HttpRequest, error: RefusedError) -> HttpResponse:
    return render(request, "access/spent.html", {"words": error.words}, status=410)
