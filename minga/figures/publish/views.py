"""Published editions and the figures behind them: what anybody may read."""

import re
from html import escape
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from minga.figures.measure.models import Snapshot
from minga.figures.publish.downloads import as_csv, as_json, cells
from minga.figures.publish.figures import reading_language, released
from minga.figures.publish.models import Edition
from minga.figures.publish.pages import figure_page
from minga.figures.publish.words import say

OPEN_MARK = re.compile(r"<!--open:([a-z0-9_.-]+)-->")
"""Where a published page leaves room for what only the site can offer."""


STANDS_ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What an edition may do: it carries its own style, and neither runs nor fetches anything."""


def _published(snapshot: UUID) -> Snapshot:
    """A snapshot of which an edition was published; any other is nobody's to read here."""
    editions = Edition.objects.filter(snapshot_id=snapshot).select_related("snapshot")
    edition = editions.defer("html", "pdf").first()
    if edition is None:
        raise Http404
    return edition.snapshot


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The publications, newest first; the languages of one publication stand together."""
    rows = Edition.objects.select_related("snapshot").defer("html", "pdf")
    ordered = rows.order_by("-snapshot__taken_at", "publication", "-published_at", "-language")
    issues = []
    for _, members in groupby(ordered, key=lambda row: (row.snapshot_id, row.publication)):
        editions = list({row.language: row for row in reversed(list(members))}.values())
        own = next((row for row in editions if row.language == reading_language()), editions[0])
        issues.append({"own": own, "editions": sorted(editions, key=lambda row: row.id)})
    return render(request, "publish/home.html", {"issues": issues})


@gzip_page
@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One edition as it was published, with links from each figure to its page."""
    found = get_object_or_404(Edition.objects.defer("pdf"), pk=number)

    def link(match: re.Match[str]) -> str:
        code = match[1].split(".")[0]
        address = reverse("publish:figure", args=[found.snapshot_id, code])
        return f'<p><a href="{address}">{escape(say(found.language, "open_page"))}</a></p>'

    bar = render(request, "publish/bar.html", {"edition": found}).content.decode()
    page = OPEN_MARK.sub(link, found.html.replace("<!--site-->", bar, 1))
    headers = {"Content-Language": found.language, "Content-Security-Policy": STANDS_ALONE}
    return HttpResponse(page, headers=headers)


@require_safe
def file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """An edition's page or PDF, byte for byte as it was published."""
    found = get_object_or_404(Edition, pk=number)
    name = f"{found.publication}.{found.language}.{kind}"
    if kind == "pdf":
        body, content_type, how = bytes(found.pdf), "application/pdf", "inline"
    elif kind == "html":
        body, content_type, how = found.html.encode(), "text/html; charset=utf-8", "attachment"
    else:
        raise Http404
    headers = {
        "Content-Disposition": f'{how}; filename="{name}"',
        "Content-Security-Policy": STANDS_ALONE,
    }
    return HttpResponse(body, content_type=content_type, headers=headers)


@gzip_page
@require_safe
def record(request: HttpRequest, number: int) -> HttpResponse:
    """What an edition was made from, its hashes, and every figure of it."""
    editions = Edition.objects.select_related("snapshot").defer("html", "pdf")
    found = get_object_or_404(editions, pk=number)
    quoted = found.definitions["indicators"]
    figures = released(found.snapshot, reading_language(), totals_of=list(quoted))
    figures.sort(key=lambda figure: figure.title)
    return render(request, "publish/record.html", {"edition": found, "figures": figures})


@gzip_page
@require_safe
def figure(request: HttpRequest, snapshot: UUID, code: str) -> HttpResponse:
    """One released figure: its definition, counts, cells and where they come from."""
    known = _published(snapshot)
    page = figure_page(known, code, reading_language())
    if page is None:
        raise Http404
    editions = Edition.objects.filter(snapshot=known).defer("html", "pdf").order_by("id")
    quoting = [row for row in editions if code in row.definitions["indicators"]]
    context = {"page": page, "snapshot": known, "editions": quoting}
    return render(request, "publish/figure.html", context)


@gzip_page
@require_safe
def download(
    request: HttpRequest, snapshot: UUID, kind: str, code: str | None = None
) -> HttpResponse:
    """The released cells of a snapshot, or of one figure, as CSV or JSON."""
    known = _published(snapshot)
    rows = cells(known, code)
    if not rows or kind not in ("csv", "json"):
        raise Http404
    if kind == "csv":
        body, content_type = as_csv(rows), "text/csv; charset=utf-8"
    else:
        body, content_type = as_json(rows, known), "application/json"
    name = f"{code or 'cells'}.{str(known.id)[:8]}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
