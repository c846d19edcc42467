"""The gallery: what every page may be made of, seen at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from minga.foundation.web.gallery import SampleFilter, SampleForm, pieces


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every piece and every component, with invented content."""
    context = {
        "pieces": pieces(timezone.localtime()),
        "form": SampleForm(),
        "faulty": SampleForm({"name": "Luz Dary", "safe": "perhaps"}, auto_id="faulty_%s"),
        "filter": SampleFilter(request.GET),
    }
    return render(request, "web/gallery.html", context)
