"""The directory of organisations, and one of them."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.desk.network import directory
from minga.desk.network.forms import DirectoryForm
from minga.foundation.access.exports import export, wanted
from minga.foundation.access.guards import signed_in
from minga.foundation.organisations.models import Organisation
from minga.foundation.web.pieces import Line, Link, Paging, Summary
from minga.foundation.web.saying import language, write_day
from minga.register.programme.models import Activity

A_PAGE = 50


@signed_in
@require_safe
def organisations(request: HttpRequest) -> HttpResponseBase:
    """Everybody in the network, by name."""
    kinds = Organisation.objects.values_list("kind", flat=True).order_by("kind").distinct()
    form = DirectoryForm(request.GET, kinds=list(kinds))
    found = _narrowed(form).select_related("place")
    if wanted(request):
        rows = found.iterator
        return export(request, what="organisations", columns=directory.columns(), rows=rows)
    pages = Paginator(found, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = {key: value for key, value in request.GET.items() if key in form.fields and value}
    address = f"?{urlencode({**kept, 'page': ''})}"
    context = {
        "form": form,
        "count": pages.count,
        "table": directory.table(list(page.object_list)),
        "paging": Paging(page.number, pages.num_pages, pages.count, address),
    }
    return render(request, "network/organisations.html", context)


def _narrowed(form: DirectoryForm) -> QuerySet[Organisation]:
    found = Organisation.objects.order_by("retired", f"name_{language()}")
    asked = form.cleaned_data if form.is_valid() else {}
    if words := asked.get("words"):
        named = Q(name_es__icontains=words) | Q(name_en__icontains=words)
        found = found.filter(named | Q(acronym__icontains=words))
    if kind := asked.get("kind"):
        found = found.filter(kind=kind)
    if place := asked.get("place"):
        found = found.filter(directory.within(place.code))
    return found


@signed_in
@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation: what it is, since when, what came before and after it, what it runs."""
    found = get_object_or_404(Organisation.objects.select_related("place"), pk=code)
    planned = Activity.objects.filter(organisation=found, retired=False)
    context = {
        "title": directory.name(found),
        "over": directory.kind(found),
        "summary": Summary(_lines(found)),
        "activities": [
            (getattr(one, f"title_{language()}"), one.starts, one.ends)
            for one in planned.order_by("starts", "code")
        ],
        "synthetic": found.synthetic,
        "retired": found.retired,
    }
    return render(request, "network/organisation.html", context)


def _lines(found: Organisation) -> list[Line]:
    lines = [Line(_("Acronym"), found.acronym)] if found.acronym else []
    lines.append(Line(_("Territory"), found.place.name if found.place else "–"))
    lines.append(Line(_("In the programme"), directory.role(found) or "–"))
    lines.append(Line(_("In the network"), directory.membership(found)))
    if found.valid_from or found.valid_to:
        known = " – ".join(write_day(day) for day in (found.valid_from, found.valid_to) if day)
        lines.append(Line(_("Under this name"), known))
    after = Organisation.objects.filter(pk=found.successor).first() if found.successor else None
    if after is not None:
        lines.append(Line(_("Succeeded by"), _link(after)))
    for before in Organisation.objects.filter(successor=found.pk).order_by("pk"):
        lines.append(Line(_("Before it"), _link(before)))
    return lines


def _link(organisation: Organisation) -> Link:
    address = reverse("network:organisation", args=[organisation.pk])
    return Link(directory.name(organisation), address)
