"""The legal record that holds, for whoever watches over it or keeps the installation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.foundation.access.guards import permitted
from minga.foundation.legal.actions import standing_record
from minga.foundation.legal.models import LegalRecord


@permitted("legal.read_record")
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Who answers for the data, for what purposes it is held, how long, shared with whom."""
    kept = LegalRecord.objects.order_by("-version").first()
    return render(request, "protection/law.html", {"kept": kept, "record": standing_record()})
