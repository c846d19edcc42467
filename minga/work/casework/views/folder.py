"""What a case holds besides its steps: notes and flags, papers, people who take part."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minga.foundation.access.drafts import fill
from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.permissions import Permission
from minga.foundation.access.posts import once
from minga.register.people.models import Registration
from minga.work.casework.actions.cases import add_participant
from minga.work.casework.actions.notes import add_note, settle_flag
from minga.work.casework.actions.papers import add_paper, read_paper
from minga.work.casework.forms import NoteForm, PaperForm, ParticipantForm
from minga.work.casework.models import Case
from minga.work.casework.papers import ENDINGS, JPEG, LARGEST
from minga.work.casework.sealing import CaseKeys
from minga.work.casework.views.reach import case_of, rules_of
from minga.work.casework.views.trying import tried


def keep(
    request: HttpRequest,
    case: Case,
    form: Form,
    act: Callable[[], object],
    done: str,
    page: str,
    back: str = "",
    **more: object,
) -> HttpResponse:
    """Do what a form is for, once, and go back to the case; or show it with what is wrong."""
    if form.is_valid() and tried(request, form, act, rules_of(case).pathway):
        messages.success(request, done)
        return redirect(back) if back else redirect("casework:case", case.pk)
    return render(request, page, {"case": case, "form": form, **more})


@permitted("casework.record_step")
@get_or_post
def note(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Write a note about a case; as a flag, it stands on top until it is settled."""
    case = case_of(request, number, Permission.RECORD_STEP)
    form = fill(request, NoteForm(request.POST or None, today=today()))

    def act() -> None:
        given = form.cleaned_data
        add_note(
            case=case,
            text=given["text"],
            occurred_on=given["occurred_on"],
            flag=given["flag"],
            recorded_at=timezone.now(),
            by=principal(request),
        )

    return keep(request, case, form, act, _("The note was kept."), "casework/note.html")


@permitted("casework.record_step")
@require_POST
def settle(request: HttpRequest, number: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """Say that what a flag asked for has been looked at."""
    case = case_of(request, number, Permission.RECORD_STEP)
    found = get_object_or_404(case.notes, pk=note, flag=True)
    if found.settled_at is None:
        once(
            request,
            lambda: settle_flag(note=found, settled_at=timezone.now(), by=principal(request)),
        )
    messages.success(request, _("The flag was settled."))
    return redirect("casework:case", case.pk)


@permitted("casework.record_step")
@get_or_post
def upload(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Keep a file with a case."""
    case = case_of(request, number, Permission.RECORD_STEP)
    form = PaperForm(request.POST or None, request.FILES or None)

    def act() -> None:
        sent = form.cleaned_data["paper"]
        add_paper(
            case=case,
            name=sent.name,
            content=sent.read(LARGEST + 1),
            recorded_at=timezone.now(),
            by=principal(request),
        )

    done = _("The paper was kept, encrypted.")
    return keep(request, case, form, act, done, "casework/add_paper.html")


@permitted("casework.read_open_case")
@require_safe
def paper(request: HttpRequest, number: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
    """A paper, to keep: never shown inside a page, never kept on the way."""
    case = case_of(request, number)
    found = get_object_or_404(case.papers.select_related("case"), pk=paper)
    content = read_paper(paper=found, by=principal(request))
    name = CaseKeys.of([case]).words(case, found.name, found.sealed_name)
    ending = ENDINGS[found.kind]
    name = name if name.lower().endswith(ending) else f"{name}{ending}"
    return _file(content, found.kind, content_disposition_header(True, name) or "attachment")


@permitted("casework.read_open_case")
@require_safe
def thumbnail(request: HttpRequest, number: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
    """A picture drawn anew, small."""
    case = case_of(request, number)
    found = get_object_or_404(case.papers.select_related("case"), pk=paper, thumbnail__isnull=False)
    return _file(read_paper(paper=found, by=principal(request), small=True), JPEG, "inline")


def _file(content: bytes, kind: str, disposition: str) -> HttpResponse:
    """Bytes as what they are; a browser that opens them all the same runs nothing in them."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": disposition,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@permitted("casework.record_step")
@get_or_post
def participant(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Give somebody a role in a case."""
    case = case_of(request, number, Permission.RECORD_STEP)
    people = Registration.objects.visible_to(visitor(request), on=today()).filter(erased_at=None)
    form = ParticipantForm(request.POST or None, pathway=rules_of(case).pathway, people=people)

    def act() -> None:
        add_participant(
            case=case,
            role=form.cleaned_data["role"],
            registration=form.cleaned_data["person"].pk,
            recorded_at=timezone.now(),
            by=principal(request),
        )

    done = _("They take part in the case now.")
    return keep(request, case, form, act, done, "casework/participant.html")
