"""Rows of a list: each with its fate and its marked cells, and the doubtful ones decided singly."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.engines.lists.findings import Problem
from minga.engines.lists.plan import ChangedPlan
from minga.engines.lists.rows import ListRow as ReadRow
from minga.foundation.access.guards import get_or_post, permitted, principal, today
from minga.foundation.access.posts import once
from minga.foundation.access.scope import acting_for
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import ErasedError
from minga.foundation.web.pieces import Head, Link, Paging, Piece, Table
from minga.foundation.web.templatetags.questions import said
from minga.work.intake import saying
from minga.work.intake.actions import IntakeError
from minga.work.intake.actions.deciding import decide
from minga.work.intake.corrections import open_rows, problems_of
from minga.work.intake.forms import DecisionForm
from minga.work.intake.models import ListRow, ListRowQuerySet, PartnerList
from minga.work.intake.opening import Vocabularies, reopened
from minga.work.intake.raw import sheets_of
from minga.work.intake.recording import CHANGED
from minga.work.intake.views.reach import list_of, rows_of, team_for

A_PAGE = 25


@permitted("intake.take_in_list")
@require_safe
def rows(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """The rows of a list by their fate; first those that somebody should look at."""
    found = list_of(request, number)
    fate, problem = request.GET.get("fate", ""), request.GET.get("problem", "")
    chosen = _chosen(rows_of(request, found), open_rows(found), fate, problem)
    pages = Paginator(chosen, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = {name: value for name, value in (("fate", fate), ("problem", problem)) if value}
    read = _read(found, list(page), by=principal(request))
    context = {
        "list": found,
        "fates": [(one, saying.fate_words(one, 2), one == fate) for one in saying.FATES],
        "table": _table(found, list(page), read),
        "count": pages.count,
        "paging": Paging(
            page.number, pages.num_pages, pages.count, f"?{urlencode({**kept, 'page': ''})}"
        ),
    }
    return render(request, "intake/rows.html", context)


def _chosen(
    rows: QuerySet[ListRow], waiting: QuerySet[ListRow], fate: str, problem: str
) -> QuerySet[ListRow]:
    if problem:
        rows = rows.filter(pk__in=waiting, problems__contains=[{"code": problem}])
    elif fate in saying.FATES:
        rows = rows.filter(fate=fate)
    else:
        rows = rows.filter(pk__in=waiting)
    return rows.order_by("sheet", "number")


def _read(found: PartnerList, stored: Sequence[ListRow], *, by: Principal) -> dict[int, ReadRow]:
    """What rows say, from the raw file; nothing where it is gone. Reading them is logged."""
    try:
        again = reopened(found, stored, known=Vocabularies.load()) if stored else ()
        read = {row.pk: opened.row for row, opened in again}
    except (ErasedError, ChangedPlan):
        return {}
    if read:
        record(
            action="intake.read_rows",
            kind="partner_list",
            object_id=found.id,
            by=by,
            detail={"rows": len(read)},
        )
    return read


def _table(found: PartnerList, page: Sequence[ListRow], read: dict[int, ReadRow]) -> Table:
    heads = [Head(_("Row")), Head(_("What became of it")), Head(_("What is marked"))]
    lines: list[list[str | Piece]] = []
    several = len({row.sheet for row in page}) > 1
    for row in page:
        words = f"{row.sheet}.{row.number}" if several else str(row.number)
        address = reverse("intake:row", args=[found.pk, row.pk])
        marked = [_marked(one) for one in problems_of(row, read[row.pk])] if row.pk in read else []
        lines.append([Link(words, address), saying.fate(row.fate), " ".join(marked) or "–"])
    return Table(_("Rows"), heads, lines)


def _marked(problem: Problem) -> str:
    where = f"{problem.column}: " if problem.column else ""
    return f"{where}{said(problem.message)}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a row as the page shows it, with what is wrong with it."""

    heading: str
    text: str
    problems: tuple[str, ...] = ()


@permitted("intake.take_in_list")
@get_or_post
def row(request: HttpRequest, number: uuid.UUID, row: int) -> HttpResponse:
    """One row; a post decides what becomes of it, and leads to the next that waits."""
    found = list_of(request, number)
    rows = rows_of(request, found)
    stored = get_object_or_404(rows.select_related("corrects"), pk=row)
    by = principal(request)
    form = DecisionForm(request.POST or None, initial={"reason": _said_last(rows, by)})
    if request.method == "POST" and form.is_valid() and _decided(request, found, stored, form):
        after = _next(rows, stored)
        if after is not None:
            return redirect("intake:row", found.pk, after.pk)
        messages.success(request, _("No more rows of this list wait for somebody."))
        return redirect("intake:list", found.pk)
    read = _read(found, [stored], by=by).get(stored.pk)
    cells = _cells(found, stored, read) if read else []
    context = {
        "list": found,
        "row": stored,
        "fate": saying.fate(stored.fate),
        "cells": cells,
        "marked": [cell for cell in cells if cell.problems],
        "about_row": [_marked(p) + f" {said(p.mend)}" for p in _whole(stored, read)],
        "gone": read is None,
        "decidable": read is not None and _decidable(found, stored),
        "changes": stored.corrects if any(p["code"] == CHANGED for p in stored.problems) else None,
        "left": rows.filter(fate="review").count(),
        "after": _next(rows, stored),
        "form": form,
    }
    return render(request, "intake/row.html", context)


def _said_last(rows: ListRowQuerySet, by: Principal) -> str:
    """The reason that the visitor gave last: rows of one list often have the same."""
    decided = rows.filter(decided_by=str(by))
    last = decided.exclude(decided_at=None).order_by("-decided_at").first()
    return last.decision_reason if last else ""


def _decidable(found: PartnerList, stored: ListRow) -> bool:
    by_reviewer = stored.fate == "rejected" and stored.decided_at is not None
    return found.state != "undone" and (stored.fate == "review" or by_reviewer)


def _decided(request: HttpRequest, found: PartnerList, stored: ListRow, form: DecisionForm) -> bool:
    said_so = form.cleaned_data

    team, by = team_for(request, found), principal(request)

    def act() -> None:
        # A row's people and cases are found as its list found them, whatever the visitor sees.
        with acting_for(found.organisation, on=today()):
            fates = decide(
                found,
                rows=[stored.pk],
                accept=said_so["verdict"] != "reject",
                apart=said_so["verdict"] == "apart",
                reason=said_so["reason"],
                team=team,
                known=Vocabularies.load(),
                decided_at=timezone.now(),
                by=by,
            )
        if "review" in fates:
            messages.warning(request, _("The programme cannot record this row as it is."))

    try:
        once(request, act)
    except IntakeError:
        messages.error(request, _("This row was decided meanwhile, or its file is gone."))
        return False
    return True


def _next(rows: ListRowQuerySet, stored: ListRow) -> ListRow | None:
    """The next row that waits, after this one and then from the beginning."""
    waiting = rows.filter(fate="review").exclude(pk=stored.pk)
    ordered = waiting.order_by("sheet", "number")
    after = ordered.filter(sheet=stored.sheet, number__gt=stored.number)
    later = ordered.filter(sheet__gt=stored.sheet)
    return after.first() or later.first() or ordered.first()


def _cells(found: PartnerList, stored: ListRow, read: ReadRow) -> list[Shown]:
    plan = sheets_of(found)[stored.sheet]
    wrong: dict[int, list[str]] = {}
    for problem in problems_of(stored, read):
        if problem.index is not None:
            words = f"{said(problem.message)} {said(problem.mend)}"
            wrong.setdefault(problem.index, []).append(words)
    width = max(len(plan.headings), len(read.cells))
    headings = [*plan.headings, *[""] * width]
    cells = [*read.cells, *[""] * width]
    return [
        Shown(headings[at], cells[at], tuple(wrong.get(at, ())))
        for at in range(width)
        if headings[at] or cells[at]
    ]


def _whole(stored: ListRow, read: ReadRow | None) -> list[Problem]:
    """What is wrong with the row as a whole."""
    return [one for one in problems_of(stored, read) if one.index is None] if read else []
