"""Upload a pack, see what is wrong or would change, and load it."""

from collections.abc import Sequence
from itertools import groupby

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minga.desk.packs import keeping
from minga.desk.packs.forms import PackForm
from minga.foundation.access.guards import get_or_post, permitted, principal
from minga.foundation.definitions.actions import Difference, current
from minga.foundation.definitions.pack.checks import read_checked
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.web.pieces import Head, Table
from minga.foundation.web.saying import write_number
from minga.foundation.web.templatetags.questions import said
from minga.register.programme.loading import PackNotLoadedError, load

MANY = 200
"""So many faults or changes are shown; the rest are counted."""


@permitted("definitions.load_pack")
@get_or_post
def pack(request: HttpRequest) -> HttpResponse:
    """What is loaded; a post looks at another pack."""
    form = PackForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            digest = keeping.keep(form.cleaned_data["pack"].read())
        except keeping.NoPackError as error:
            form.add_error("pack", said(error.words))
        else:
            return redirect("packs:received", digest)
    programmes = current("programme")
    context = {"form": form, "programmes": sorted(programmes), "kinds": _counted()}
    return render(request, "packs/pack.html", context)


def _counted() -> list[tuple[str, str]]:
    """How many definitions of each kind are loaded."""
    kinds = {
        "indicator": _("indicators"),
        "pathway": _("pathways"),
        "form": _("forms"),
        "list": _("kinds of lists"),
        "vocabulary": _("vocabularies"),
        "publication": _("publications"),
    }
    return [(words, write_number(len(current(kind)))) for kind, words in kinds.items()]


@permitted("definitions.load_pack")
@get_or_post
def received(request: HttpRequest, digest: str) -> HttpResponse:
    """An uploaded pack: its faults, or what it would change; a post loads it."""
    if not keeping.is_kept(digest):
        raise Http404
    with keeping.unpacked(digest) as folder:
        content, faults = read_checked(folder)
    context: dict[str, object] = {"digest": digest, "faults": _faults(faults)}
    context["fault_count"] = len(faults)
    if not faults:
        context |= _changes(request, content)
        if request.method == "POST" and "refused" not in context:
            return _loaded(request, digest, content)
    return render(request, "packs/received.html", context)


def _changes(request: HttpRequest, content: Pack) -> dict[str, object]:
    by = principal(request)
    try:
        with transaction.atomic():
            changes = load(content, by=by, dry_run=True)
    except PackNotLoadedError:
        return {"refused": content.programme.programme}
    ordered = sorted(changes, key=lambda each: (each.kind, each.verb, each.code))
    groups = [
        (_many(kind, list(inside)), kind)
        for kind, inside in groupby(ordered, key=lambda each: each.kind)
    ]
    return {"changes": len(changes), "groups": groups, "table": _table(ordered)}


def _many(kind: str, changes: Sequence[Difference]) -> str:
    told = {"new": _("new"), "changed": _("changed"), "gone": _("gone")}
    counts = {verb: sum(each.verb == verb for each in changes) for verb in told}
    return ", ".join(
        f"{write_number(count)} {told[verb]}" for verb, count in counts.items() if count
    )


def _table(changes: Sequence[Difference]) -> Table:
    told = {"new": _("new"), "changed": _("changed"), "gone": _("gone")}
    rows = [
        [f"{each.kind} {each.code}", told.get(each.verb, each.verb), each.detail]
        for each in [one for one in changes if one.verb != "new"][:MANY]
    ]
    return Table(_("What changes or goes"), [Head(_("What")), Head(_("How")), Head("")], rows)


def _faults(faults: Sequence[Fault]) -> Table | None:
    rows = [[f"{each.file}:{each.line}", each.message, each.mend] for each in faults[:MANY]]
    heads = [Head(_("Where")), Head(_("What is wrong")), Head(_("How to mend it"))]
    return Table(_("What is wrong"), heads, rows) if rows else None


def _loaded(request: HttpRequest, digest: str, content: Pack) -> HttpResponse:
    changes = load(content, by=principal(request))
    keeping.forget(digest)
    messages.success(request, _("The pack is loaded: %s changes.") % write_number(len(changes)))
    return redirect("packs:pack")
