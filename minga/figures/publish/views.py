"""Published editions: what anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from minga.figures.publish.models import Edition

STANDS_ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What an edition may do: it carries its own style, and neither runs nor fetches anything."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The list of editions, newest first."""
    editions = Edition.objects.order_by("-published_at").defer("html")
    return render(request, "publish/home.html", {"editions": editions})


@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One edition as it was published."""
    html = get_object_or_404(Edition, pk=number).html
    return HttpResponse(html, headers={"Content-Security-Policy": STANDS_ALONE})
