"""Keeping a filter under a name, and forgetting it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minga.foundation.access.guards import signed_in, visitor
from minga.foundation.access.models import SavedFilter

OF_THE_PAGE = ("page", "as", "in")
"""What an address says of a page, not of what is on it."""


def narrowing(asked: QueryDict) -> str:
    """What narrows a list down, as it stands in an address; nothing where nothing does."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name not in OF_THE_PAGE and any(values):
            kept.setlist(name, values)
    return kept.urlencode()


@signed_in
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a filter; one of the same name on the same page gives way."""
    address, name = request.POST.get("address", ""), request.POST.get("name", "").strip()
    query = narrowing(QueryDict(request.POST.get("query", "")))
    try:
        resolve(address)
    except Resolver404:
        raise BadRequest("a filter of no page") from None
    if not name or not query or len(name) > 60 or len(query) > 500:
        messages.error(request, _("Give the filter a short name, and narrow the list down first."))
    else:
        SavedFilter.objects.update_or_create(
            user=visitor(request), address=address, name=name, defaults={"query": query}
        )
        messages.success(request, _("The filter is kept. Only you see it."))
    return redirect(f"{address}?{query}" if query else address)


@signed_in
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a filter of one's own."""
    found = get_object_or_404(SavedFilter, pk=number, user=visitor(request))
    found.delete()
    return redirect(found.address)
