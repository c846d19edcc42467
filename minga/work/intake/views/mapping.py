"""How the headings of a list are read: each with a column of ours, tried before it is kept."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minga.engines.lists.definition import ListKind
from minga.engines.lists.mapping import IGNORE, ColumnMapping, MappedColumn
from minga.engines.lists.mapping_file import SETTINGS, write_mapping
from minga.engines.lists.plan import ChangedPlan, SheetPlan
from minga.foundation.access.guards import get_or_post, permitted, principal
from minga.foundation.access.posts import once
from minga.foundation.keys.sealing import ErasedError
from minga.foundation.web.saying import language
from minga.foundation.web.templatetags.questions import said
from minga.work.intake import saying
from minga.work.intake.actions.mappings import save_mapping
from minga.work.intake.forms import MappingForm, heading_field
from minga.work.intake.models import PartnerList
from minga.work.intake.opening import Vocabularies, kept_mappings
from minga.work.intake.preview import preview
from minga.work.intake.raw import plans_of
from minga.work.intake.views.reach import list_of

LOOKED_AT = 2_000
"""How many rows are read to say what a mapping would make of a list."""


@permitted("intake.take_in_list")
@get_or_post
def mapping(request: HttpRequest, number: uuid.UUID, kind: str) -> HttpResponse:
    """The headings of the sheets of one kind; a post tries a mapping, or keeps it."""
    found, known = list_of(request, number), Vocabularies.load()
    if kind not in known.kinds:
        raise Http404
    plans = _plans(found, kind)
    headings = list(dict.fromkeys(h for plan in plans for h in plan.headings if h))
    before = plans[0].mapping
    form = MappingForm(
        request.POST or None,
        headings=headings,
        meanings=_meanings(known, known.kinds[kind]),
        settings={name: _choices(name, values) for name, values in SETTINGS.items()},
        initial=_said(before, headings),
    )
    seen = None
    if request.method == "POST" and form.is_valid():
        wanted = _mapping(form, headings, before)
        if "keep" in request.POST:
            _keep(request, found, wanted, known)
            messages.success(request, _("Kept. Lists that come from now on are read so."))
            return redirect("intake:list", found.pk)
        try:
            seen = preview(found, wanted, known=known, first=LOOKED_AT)
        except (ErasedError, ChangedPlan):
            raise Http404 from None
    context = {
        "list": found,
        "title": said(known.kinds[kind].title),
        "form": form,
        "questions": [(heading, form[heading_field(at)]) for at, heading in enumerate(headings)],
        "seen": seen,
        "as_read": saying.numbers(seen.before) if seen else "",
        "would_be": saying.numbers(seen.after) if seen else "",
        "part": found.rows_total > LOOKED_AT,
        "looked_at": LOOKED_AT,
    }
    return render(request, "intake/mapping.html", context)


def _plans(found: PartnerList, kind: str) -> list[SheetPlan]:
    """The sheets of one kind, as they were read. Raises Http404 where there is none."""
    try:
        plans = [one for one in plans_of(found).values() if one.kind == kind and one.headings]
    except ErasedError:
        raise Http404 from None
    if not plans:
        raise Http404
    return plans


def _meanings(known: Vocabularies, kind: ListKind) -> list[tuple[str, str]]:
    """Every column of ours, and every term that a column of crosses may stand for."""
    own = [
        (code, column.heading(language()))
        for code, column in kind.columns.items()
        if column.to != IGNORE
    ]
    ticked = [
        (f"{code}={term}", f"{kind.columns[code].heading(language())}: {words}")
        for code, vocabulary in kind.ticked
        if vocabulary in known.terms
        for term, one in known.terms[vocabulary].terms.items()
        for words in [one.en if language() == "en" else one.es]
    ]
    return [("", _("is not read")), *own, *ticked]


def _choices(name: str, values: Sequence[str]) -> list[tuple[str, str]]:
    words = {
        "dmy": _("day first: 05/03 is the fifth of March"),
        "mdy": _("month first: 05/03 is the third of May"),
        "surnames_first": _("surnames first"),
        "given_first": _("given names first"),
        "h_m": _("H is a man and M a woman"),
        "m_f": _("M is a man and F a woman"),
    }
    return [("", _("as the columns tell")), *((value, words[value]) for value in values)]


def _said(mapping: ColumnMapping, headings: Sequence[str]) -> dict[str, str]:
    """What a mapping says, as the form asks it."""
    meant = {
        one.heading: one.column if one.term is None else f"{one.column}={one.term}"
        for one in mapping.columns
        if one.column != IGNORE
    }
    told = {name: getattr(mapping, name) or "" for name in SETTINGS}
    return told | {heading_field(at): meant.get(h, "") for at, h in enumerate(headings)}


def _mapping(form: MappingForm, headings: Sequence[str], before: ColumnMapping) -> ColumnMapping:
    columns = []
    for at, heading in enumerate(headings):
        column, _is, term = form.cleaned_data[heading_field(at)].partition("=")
        columns.append(MappedColumn(heading, column or IGNORE, term=term or None))
    told = form.cleaned_data
    return replace(
        before,
        columns=tuple(columns),
        unmapped=(),
        constants={},
        dates=told["dates"] or None,
        names=told["names"] or None,
        sexes=told["sexes"] or None,
    )


def _keep(
    request: HttpRequest, found: PartnerList, wanted: ColumnMapping, known: Vocabularies
) -> None:
    """Keep a mapping; what is kept of headings that this list does not have holds."""
    kept = kept_mappings(found.organisation_id).get(wanted.kind)
    whole = replace(wanted.joined(kept), constants=kept.constants) if kept else wanted
    once(
        request,
        lambda: save_mapping(
            write_mapping(whole),
            organisation=found.organisation_id,
            kind=wanted.kind,
            known=known,
            by=principal(request),
        ),
    )
