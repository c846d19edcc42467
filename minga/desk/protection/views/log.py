"""The log: who did what to which object, when and why; and whether it is whole."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from itertools import islice
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minga.desk.protection.forms import LogForm
from minga.desk.protection.words import Line, lines
from minga.foundation.access.guards import permitted, principal
from minga.foundation.access.models import User
from minga.foundation.audit.actions import record
from minga.foundation.audit.models import AuditEvent, AuditEventQuerySet
from minga.foundation.audit.verifying import VERIFIED, verify_log
from minga.foundation.web import pieces
from minga.foundation.web.exports import KINDS, Table, streamed
from minga.foundation.web.templatetags.questions import said

ON_A_PAGE = 50
AT_A_TIME = 1000


@permitted("audit.read_log")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The events that were asked for, a page at a time, and when the log was last verified."""
    names = _names()
    form = LogForm(request.GET, names=names)
    events = form.events()
    some = list(_older_than(request.GET.get("before"), events)[: ON_A_PAGE + 1])
    _note_reading(request, form, "audit.read")
    shown = some[:ON_A_PAGE]
    context = {
        "form": form,
        "table": _table(lines(shown, names)),
        "older": _question(request, before=shown[-1].pk) if len(some) > ON_A_PAGE else "",
        "asked": _question(request),
        "not_newest": "before" in request.GET,
        "verified": AuditEvent.objects.filter(action=VERIFIED).order_by("-at").first(),
    }
    return render(request, "protection/log.html", context)


def _table(shown: Iterable[Line]) -> pieces.Table:
    heads = [_("When"), _("Who"), _("What"), _("Number of the object"), _("Why")]
    rows: list[list[str | pieces.Piece]] = [
        [
            date_format(timezone.localtime(line.at), "SHORT_DATETIME_FORMAT"),
            " · ".join(filter(None, (line.who, line.team))),
            line.what,
            pieces.Link(f"{line.kind} {line.number}", f"?{urlencode({'number': line.number})}"),
            line.reason or "–",
        ]
        for line in shown
    ]
    return pieces.Table(_("Newest first."), [pieces.Head(head) for head in heads], rows)


@permitted("audit.read_log")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Look through the whole log, and say what was found."""
    done = verify_log(by=principal(request))
    if done.faults:
        first = done.faults[0]
        messages.error(
            request,
            _("The log was tampered with, first in chain %(chain)d at event %(number)d: %(words)s")
            % {"chain": first.chain, "number": first.number, "words": said(first.words)},
        )
    else:
        messages.success(request, _("Every event is as it was written."))
    return redirect("protection:log")


@permitted("audit.read_log")
@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The events that were asked for, all of them, as a file."""
    if kind not in KINDS:
        raise Http404
    names = _names()
    form = LogForm(request.GET, names=names)
    events = form.events().order_by("-at", "-pk")
    _note_reading(request, form, "audit.exported")
    head = [
        _("When"),
        _("Who"),
        _("Team"),
        _("What"),
        _("Of what"),
        _("Number"),
        _("Why"),
        _("Event"),
    ]
    return streamed(Table("log", head, _rows(events, names)), kind=kind)


def _rows(events: AuditEventQuerySet, names: dict[int, str]) -> Iterator[list[object]]:
    rest = events.iterator(chunk_size=AT_A_TIME)
    while some := list(islice(rest, AT_A_TIME)):
        for line in lines(some, names):
            yield [timezone.localtime(line.at).replace(tzinfo=None), *astuple(line)[1:]]


def _names() -> dict[int, str]:
    """Everybody's name as their colleagues know them, by the number of their account."""
    return dict(User.objects.values_list("pk", "display_name"))


def _older_than(number: str | None, events: AuditEventQuerySet) -> AuditEventQuerySet:
    """What comes after an event when the newest come first; all of it without one."""
    newest_first = events.order_by("-at", "-pk")
    last = AuditEvent.objects.filter(pk=number).first() if number and number.isdecimal() else None
    if last is None:
        return newest_first
    return newest_first.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))


def _note_reading(request: HttpRequest, form: LogForm, action: str) -> None:
    """Reading the log is logged as well: who did, and by what they asked."""
    record(
        action=action,
        kind="audit_event",
        object_id="log",
        by=principal(request),
        detail={"asked": form.asked()},
    )


def _question(request: HttpRequest, **more: object) -> str:
    """What is asked, as it stands in an address."""
    asked = {name: said for name, said in request.GET.items() if name != "before" and said}
    return urlencode(asked | more)
