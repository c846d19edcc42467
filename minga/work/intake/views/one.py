"""One list: how far it has come, what became of its rows, and what may be done about it."""

import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from minga.engines.lists.plan import SheetFault, SheetPlan
from minga.foundation.access.context import permissions
from minga.foundation.access.guards import get_or_post, permitted, principal
from minga.foundation.access.permissions import Permission
from minga.foundation.access.posts import once
from minga.foundation.web.pieces import Head, Line, Link, Piece, Progress, Summary, Table
from minga.foundation.web.saying import language, write_day, write_number
from minga.foundation.web.templatetags.questions import said
from minga.work.intake import saying
from minga.work.intake.actions import IntakeError
from minga.work.intake.actions.jobs import Task, ask_for
from minga.work.intake.forms import KindForm, ReasonForm
from minga.work.intake.models import ListJob, PartnerList
from minga.work.intake.opening import Vocabularies
from minga.work.intake.raw import name_of
from minga.work.intake.report import ListReport, report
from minga.work.intake.views.reach import jobs_of, list_of, team_for
from minga.work.intake.words import left_out_words, sheet_words

TOLD = 12
"""How many row numbers are named of those with one problem."""


@permitted("intake.take_in_list")
@require_safe
def one(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """The page of one list."""
    found = list_of(request, number)
    job = jobs_of(request, found).waiting().first()
    if job is not None:
        return render(
            request, "intake/working.html", {"list": found, "progress": _progress(found, job)}
        )
    whole, known = report(found), Vocabularies.load()
    last = jobs_of(request, found).order_by("asked_at").last()
    may_undo = _may(request, Permission.UNDO_BATCH)
    context = {
        "list": found,
        "organisation": getattr(found.organisation, f"name_{language()}"),
        "name": name_of(found) or _("A list whose file was destroyed"),
        "numbers": saying.numbers(whole.fates),
        "state": saying.state(found, working=False, open_rows=_open(whole)),
        "summary": _summary(found, whole),
        "sheets": list(_sheets(whole, known)),
        "troubles": _troubles(whole, found, known) if whole.troubles else None,
        "open": _open(whole),
        "failed": last is not None and last.failed,
        "in_its_place": last.in_its_place_id if last else None,
        "counts": found.state == "done",
        "refused": found.refusal if found.state == "refused" else None,
        "reads_again": found.purged_at is None
        and (
            found.state in {"refused", "received", "reading"}
            or (may_undo and found.state == "done")
        ),
        "may_undo": may_undo and found.state != "undone",
        "form": KindForm(kinds=_kinds(known, whole)),
    }
    return render(request, "intake/list.html", context)


def _may(request: HttpRequest, permission: Permission) -> bool:
    return permission in permissions(request)


def _open(whole: ListReport) -> int:
    return whole.fates["review"] + whole.fates["rejected"] - whole.mended


def _progress(found: PartnerList, job: ListJob) -> Progress:
    words = {
        "take_in": _("The list is being read"),
        "reread": _("The list is being read again"),
        "undo": _("The list is being undone"),
    }[job.task]
    return Progress(found.rows_done, max(found.rows_total, 1), words)


@permitted("intake.take_in_list")
@require_safe
def progress(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """How far the work on a list has come; once it is done, the page is asked for anew."""
    found = list_of(request, number)
    job = jobs_of(request, found).waiting().first()
    if job is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"list": found, "progress": _progress(found, job)}
    return render(request, "intake/progress.html", context)


@permitted("intake.take_in_list")
@get_or_post
def again(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Read a list again: as another kind, or with the mapping that is kept now.

    One that counts is undone by it, which is for whoever may undo.
    """
    found = list_of(request, number)
    task: Task = "take_in"
    permission = Permission.TAKE_IN_LIST
    if found.state == "done":
        task, permission = "reread", Permission.UNDO_BATCH
        list_of(request, number, permission)
    form = KindForm(request.POST or None, kinds=_kinds(Vocabularies.load(), None))
    form.fields["kind"].required = False
    if request.method == "POST" and form.is_valid() and found.state != "undone":
        _ask(request, found, task, permission, kind=form.cleaned_data["kind"])
    return redirect("intake:list", found.pk)


@permitted("intake.undo_batch")
@get_or_post
def undo(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Undo a list whole, for a reason."""
    found = list_of(request, number, Permission.UNDO_BATCH)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        _ask(request, found, "undo", Permission.UNDO_BATCH, reason=reason)
        return redirect("intake:list", found.pk)
    numbers = saying.numbers(report(found).fates)
    return render(request, "intake/undo.html", {"list": found, "form": form, "numbers": numbers})


def _ask(
    request: HttpRequest,
    found: PartnerList,
    task: Task,
    permission: Permission,
    **what: str,
) -> None:
    team, by = team_for(request, found, permission), principal(request)
    try:
        once(
            request,
            lambda: ask_for(task, found, team=team, asked_at=timezone.now(), by=by, **what),
        )
    except IntakeError:
        messages.error(request, _("Something else is being done with this list. Try again soon."))


def _kinds(known: Vocabularies, whole: ListReport | None) -> list[tuple[str, str]]:
    """Kinds of list by title; those that a sheet may be stand first."""
    plans = whole.sheets.values() if whole else ()
    near = {code for plan in plans for code in (plan.kind, *plan.rivals) if plan.fault}
    named = [(code, said(kind.title)) for code, kind in known.kinds.items()]
    return sorted(named, key=lambda pair: (pair[0] not in near, pair[1]))


def _summary(found: PartnerList, whole: ListReport) -> Summary:
    came = timezone.localtime(found.received_at)
    kept = (
        _("destroyed on %(day)s") % {"day": write_day(timezone.localdate(found.purged_at))}
        if found.purged_at
        else _("kept, encrypted, until %(day)s") % {"day": write_day(found.retain_until)}
    )
    lines = [
        Line(_("Received"), f"{write_day(came.date())}, {came:%H:%M}"),
        Line(_("The file"), kept),
    ]
    if whole.mended:
        words = ngettext(
            "%(count)s row was mended by a later list",
            "%(count)s rows were mended by later lists",
            whole.mended,
        )
        lines.append(Line(_("Mended"), words % {"count": write_number(whole.mended)}))
    return Summary(lines)


def _sheets(whole: ListReport, known: Vocabularies) -> Iterator[dict[str, object]]:
    for position, plan in whole.sheets.items():
        if plan.fault is SheetFault.OURS:
            continue
        yield {
            "name": plan.name or _("Sheet %(n)s") % {"n": position},
            "kind": plan.kind if plan.fault is None else "",
            "words": _sheet_words(position, plan, known),
            "lacking": ", ".join(_column_title(known, plan.kind, one) for one in plan.lacking),
            "left_out": [
                f"{said(left_out_words(left))}"
                + (f": {write_number(left.many)}" if left.first else "")
                for left in plan.left_out
            ],
        }


def _sheet_words(position: int, plan: SheetPlan, known: Vocabularies) -> str:
    if plan.fault is not None:
        return said(
            sheet_words(position, plan, titles={c: k.title for c, k in known.kinds.items()})
        )
    kind = known.kinds.get(plan.kind)
    title = said(kind.title) if kind else plan.kind
    rows = ngettext("%(count)s row", "%(count)s rows", plan.rows)
    return f"{title}, {rows % {'count': write_number(plan.rows)}}"


def _column_title(known: Vocabularies, kind: str, code: str) -> str:
    found = known.kinds[kind].columns.get(code) if kind in known.kinds else None
    return found.heading(language()) if found else code


def _troubles(whole: ListReport, found: PartnerList, known: Vocabularies) -> Table:
    """What is to mend, the most frequent first, with the rows that have it."""
    rows: list[list[str | Piece]] = []
    for trouble in whole.troubles:
        numbers = ", ".join(map(str, trouble.rows[:TOLD]))
        words = f"{said(trouble.message)} {said(trouble.mend)}"
        more = f"{numbers} …" if len(trouble.rows) > TOLD else numbers
        address = f"{reverse('intake:rows', args=[found.pk])}?problem={trouble.code}"
        count = Link(write_number(len(trouble.rows)), address, about=words)
        kind = whole.sheets[trouble.sheet].kind
        column = _column_title(known, kind, said(trouble.column))
        rows.append([words, column or "–", count, more])
    heads = [Head(_("What")), Head(_("Column")), Head(_("How many"), number=True), Head(_("Rows"))]
    return Table(_("What is to mend"), heads, rows)
