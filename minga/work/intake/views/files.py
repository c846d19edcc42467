"""Workbooks to keep: the rows that a partner should mend, and what we would like to receive."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.engines.lists.definition import ListKind
from minga.engines.lists.plan import ChangedPlan
from minga.engines.lists.templates import write_template
from minga.foundation.access.guards import permitted, principal
from minga.foundation.audit.actions import record
from minga.foundation.keys.sealing import ErasedError
from minga.foundation.web.saying import language
from minga.foundation.web.templatetags.questions import said
from minga.work.intake.corrections import corrections as write_corrections
from minga.work.intake.opening import Vocabularies
from minga.work.intake.views.reach import list_of
from minga.work.intake.words import SYNTHETIC

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permitted("intake.take_in_list")
@require_safe
def corrections(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """The workbook that goes back to the sender. Writing it is logged: it holds names."""
    found = list_of(request, number)
    try:
        content = write_corrections(found, known=Vocabularies.load(), mark=_mark())
    except (ErasedError, ChangedPlan):
        messages.error(
            request,
            _("The rows cannot be shown as they were: the file is gone, or lists have changed."),
        )
        return redirect("intake:list", found.pk)
    record(
        action="intake.corrections_written",
        kind="partner_list",
        object_id=found.id,
        by=principal(request),
    )
    return _workbook(content, f"corrections-{found.short_id}.xlsx")


@permitted("intake.take_in_list")
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The workbooks that we would like partners to use, by pathway."""
    by_pathway: dict[str, list[ListKind]] = {}
    for kind in Vocabularies.load().kinds.values():
        by_pathway.setdefault(kind.pathway, []).append(kind)
    offered = sorted(
        (said(kind.title), kind.code) for kinds in by_pathway.values() for kind in kinds
    )
    return render(request, "intake/templates.html", {"offered": offered})


@permitted("intake.take_in_list")
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """One of them, in the language of the page."""
    known = Vocabularies.load()
    kinds: Sequence[ListKind] = known.kinds_of(code)
    if not kinds:
        raise Http404
    content = write_template(kinds, known.terms, language=language(), mark=_mark())
    return _workbook(content, f"{code}.{language()}.xlsx")


def _mark() -> str:
    return SYNTHETIC if settings.DEMONSTRATION else ""


def _workbook(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
