"""How many came where no names were taken."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.posts import once
from minga.foundation.audit.actions import record
from minga.work.gatherings.actions.tallies import Tallied, record_tallies
from minga.work.gatherings.forms import TallyForm
from minga.work.gatherings.models import Gathering, Tally
from minga.work.gatherings.views.reach import day_and_place, gathering_of, rules_of, seen, title
from minga.work.gatherings.vocabulary import age_bands, terms


def tallied(gathering: Gathering) -> Tallied:
    """The gathering as its tallies tell of it."""
    return Tallied(
        pathway=gathering.pathway,
        step=gathering.step,
        occurred_on=gathering.occurred_on,
        place=gathering.place_id,
        answers=gathering.answers,
    )


def counted(request: HttpRequest, gathering: Gathering) -> Gathering | None:
    """What stands of the numbers of this gathering: its own, or those told of the same event."""
    if gathering.tallies.exists():
        return gathering
    own_key = tallied(gathering).own_key(gathering.organisation_id)
    return seen(request).filter(own_key=own_key).order_by("ordinal").first()


def without_names(request: HttpRequest, page: Iterable[Gathering]) -> dict[uuid.UUID, int]:
    """How many came to each without giving a name, where that was counted."""
    keys = {tallied(one).own_key(one.organisation_id): one.pk for one in page}
    tallies = Tally.objects.visible_to(visitor(request), on=today())
    told = tallies.filter(gathering__own_key__in=keys, gathering__undone_at=None)
    own = tallies.filter(gathering__in=list(keys.values()))
    found: dict[uuid.UUID, int] = {}
    for key, count in told.values_list("gathering__own_key", "count"):
        found[keys[key]] = found.get(keys[key], 0) + count
    for number, count in own.exclude(gathering__own_key__in=keys).values_list("gathering", "count"):
        found[number] = found.get(number, 0) + count
    return found


@permitted("gatherings.keep_roll")
@get_or_post
def tally(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Write down how many came, by sex and age; written again, it takes the place of the first."""
    gathering = gathering_of(request, number)
    rules = rules_of(gathering)
    stands = counted(request, gathering)
    of_a_list = stands is not None and bool(stands.source)
    data = request.POST if request.method == "POST" and not of_a_list else None
    before = stands.tallies.all() if stands else ()
    form = TallyForm(data, sexes=terms("sex"), bands=age_bands(), before=before)

    def act() -> None:
        by = principal(request)
        record_tallies(
            replace(tallied(gathering), tallies=form.tallies()),
            organisation=gathering.organisation_id,
            source="",
            recorded_at=timezone.now(),
        )
        record(action="gatherings.tallied", kind="gathering", object_id=gathering.pk, by=by)

    if form.is_valid():
        once(request, act)
        messages.success(request, _("The numbers were kept."))
        return redirect("gatherings:roll", gathering.pk)
    context = {
        "gathering": gathering,
        "title": title(gathering, rules),
        "when": day_and_place(gathering),
        "form": form,
        "of_a_list": of_a_list,
        "sexes": [words for _code, words in form.sexes],
    }
    return render(request, "gatherings/tally.html", context)
