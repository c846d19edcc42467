"""Keeping what is typed, and forgetting it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minga.foundation.access import drafts
from minga.foundation.access.guards import signed_in, visitor


@signed_in
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what a form holds so far: while it is typed, or at the press of a button."""
    now = timezone.now()
    address = _address(request)
    kept = drafts.keep(user=visitor(request), address=address, typed=request.POST, at=now)
    if request.headers.get("HX-Request"):
        return render(request, "access/draft_kept.html", {"kept": kept, "now": now})
    if kept:
        messages.success(request, _("Kept. Nobody else sees it, and you find it here again."))
    return redirect(address)


@signed_in
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget what was typed on a page, and show it empty."""
    address = _address(request)
    drafts.forget(user=visitor(request), address=address)
    return redirect(address)


def _address(request: HttpRequest) -> str:
    """The page of ours that the form stands on."""
    address = request.POST.get(drafts.FIELD, "")
    try:
        resolve(address)
    except Resolver404:
        raise BadRequest("a draft of no page") from None
    return address
