"""Certificates for those who came: given by the pathway's rule, printed as a PDF."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from minga.foundation.access.guards import get_or_post, permitted, principal, today
from minga.foundation.web.pieces import Present, Roll
from minga.work.casework.views.steps import StepPage
from minga.work.casework.words import step_title
from minga.work.gatherings.actions.certifying import certifiable, certificate_of
from minga.work.gatherings.actions.certifying import certify as give
from minga.work.gatherings.certificates import Awarded, certificates
from minga.work.gatherings.views.reach import day_and_place, gathering_of, rules_of, team_of, title
from minga.work.gatherings.views.rolls import PRESENT, names_of, numbers


@permitted("gatherings.keep_roll")
@get_or_post
def certify(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Choose who is given a certificate, among those whose pathway allows it now."""
    gathering = gathering_of(request, number)
    rules, team = rules_of(gathering), team_of(request, gathering)
    name = certificate_of(rules.pathway)
    if not name:
        raise Http404
    found = certifiable(gathering, rules.pathway, on=today())
    names = names_of(request, {one.registration for one in found})
    wanted = numbers(request, PRESENT) & set(names)
    page = StepPage.of(request, rules, name, team=team)

    def act() -> None:
        give(
            gathering=gathering,
            pathway=rules.pathway,
            people=wanted,
            said=page.filled_in,
            recorded_at=timezone.now(),
            on=today(),
            by=principal(request),
        )

    if page.whole and wanted and page.try_to(act):
        words = ngettext(
            "%(count)d certificate was given.", "%(count)d certificates were given.", len(wanted)
        )
        messages.success(request, words % {"count": len(wanted)})
        return redirect("gatherings:certify", gathering.pk)
    if request.method == "POST" and not wanted:
        page.when.add_error(None, _("Nobody is chosen yet."))
    open_to = [one for one in found if one.given is None and one.registration in names]
    people = [
        Present(str(one.registration), names[one.registration], here=one.registration in wanted)
        for one in sorted(open_to, key=lambda one: names[one.registration].casefold())
    ]
    return page.shown(
        "gatherings/certify.html",
        gathering=gathering,
        roll=Roll(_("Who is given a certificate"), PRESENT, people),
        people=people,
        given=sum(one.given is not None for one in found if one.registration in names),
        title=step_title(rules.pathway, name),
        over=title(gathering, rules),
        day_and_place=day_and_place(gathering),
    )


@permitted("gatherings.keep_roll")
@require_safe
def pdf(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """The certificates that were given to those who came, a page each."""
    gathering = gathering_of(request, number)
    rules = rules_of(gathering)
    found = {
        one.registration: one.given
        for one in certifiable(gathering, rules.pathway, on=today())
        if one.given is not None
    }
    names = names_of(request, set(found), surnames_first=False)
    awarded = [
        Awarded(names[number], step)
        for number, step in found.items()
        if step is not None and number in names
    ]
    if not awarded:
        raise Http404
    awarded.sort(key=lambda one: one.name.casefold())
    content = certificates(gathering, awarded, rules=rules, on=today())
    headers = {"Content-Disposition": 'attachment; filename="certificates.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
