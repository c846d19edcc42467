"""A roll: who is expected, who came, one key each; and whoever came without being expected."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.web.pieces import Present, Roll
from minga.register.people.actions.registering import register_person
from minga.register.people.identity import open_names
from minga.register.people.models import Registration
from minga.register.people.rules import PeopleError
from minga.work.casework.rules import CaseworkError
from minga.work.casework.views.trying import tried
from minga.work.casework.words import problems
from minga.work.gatherings.actions.certifying import certificate_of
from minga.work.gatherings.actions.expecting import expect, expect_again, mark
from minga.work.gatherings.actions.rolls import Attendance, record_attendance
from minga.work.gatherings.forms import EarlierForm, NewcomerForm
from minga.work.gatherings.models import Gathering
from minga.work.gatherings.views.reach import (
    day_and_place,
    gathering_of,
    rules_of,
    seen,
    team_of,
    title,
)
from minga.work.gatherings.views.tallies import without_names
from minga.work.gatherings.vocabulary import terms

PRESENT, SHOWN = "present", "shown"
EARLIER = 50


@permitted("gatherings.keep_roll")
@get_or_post
def roll(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """The roll of a gathering; a post saves who came, as often as it is sent."""
    gathering = gathering_of(request, number)
    rules, team = rules_of(gathering), team_of(request, gathering)
    faults: list[str] = []
    if request.method == "POST":
        came, shown = (numbers(request, name) for name in (PRESENT, SHOWN))

        try:
            mark(
                gathering=gathering,
                team=team,
                came=came,
                shown=shown,
                recorded_at=timezone.now(),
                by=principal(request),
            )
        except CaseworkError as error:
            faults = problems(error, rules.pathway)
        else:
            return _saved(request, gathering)
    marked = numbers(request, PRESENT) if faults else None
    people, hidden = on_the_roll(request, gathering, marked=marked)
    context = {
        "gathering": gathering,
        "title": title(gathering, rules),
        "when": day_and_place(gathering),
        "roll": Roll(_("Who came"), PRESENT, people),
        "people": people,
        "unnamed": without_names(request, [gathering]).get(gathering.pk, 0),
        "hidden": hidden,
        "faults": faults,
        "certifies": certificate_of(rules.pathway),
    }
    return render(request, "gatherings/roll.html", context)


def _saved(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    """What stands now; marks that were saved by themselves are told beside them."""
    count = gathering.roll().count()
    words = ngettext("Saved: %(count)d person came.", "Saved: %(count)d people came.", count)
    told = words % {"count": count}
    if request.headers.get("HX-Request"):
        return HttpResponse(told, content_type="text/plain; charset=utf-8")
    messages.success(request, told)
    where = "gatherings:newcomer" if "then" in request.POST else "gatherings:roll"
    return redirect(where, gathering.pk)


def numbers(request: HttpRequest, name: str) -> set[uuid.UUID]:
    """The people whom a post names; what is no number names nobody."""
    found = set()
    for text in request.POST.getlist(name):
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return found


def on_the_roll(
    request: HttpRequest, gathering: Gathering, *, marked: set[uuid.UUID] | None = None
) -> tuple[list[Present], int]:
    """Those expected and those who came, by name; and how many the visitor may not see."""
    there = set(
        gathering.roll()
        .filter(case__registration__isnull=False)
        .values_list("case__registration", flat=True)
    )
    expected = set(gathering.expected.values_list("registration", flat=True))
    names = names_of(request, there | expected)
    here = there if marked is None else marked
    people = [
        Present(str(number), name, "", number in here)
        for number, name in sorted(names.items(), key=lambda pair: pair[1].casefold())
    ]
    return people, len(there | expected) - len(names)


def names_of(
    request: HttpRequest, people: set[uuid.UUID], *, surnames_first: bool = True
) -> Mapping[uuid.UUID, str]:
    """The names of those whom the visitor may see; each opening is logged."""
    visible = Registration.objects.visible_to(visitor(request), on=today())
    known = set(visible.filter(pk__in=people, erased_at=None).values_list("pk", flat=True))
    opened = open_names(known, by=principal(request), reason="roll of a gathering")
    words = {}
    for number in known:
        fields = opened.get(number)
        parts = (fields.surnames, fields.given_names) if fields else ()
        words[number] = " ".join(parts if surnames_first else parts[::-1]).strip() or code(number)
    return words


def code(number: uuid.UUID) -> str:
    """What stands for somebody who has no name here."""
    return str(number)[:8]


@permitted("gatherings.keep_roll")
@get_or_post
def newcomer(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Register somebody who came and stands on no list, and mark them present."""
    gathering = gathering_of(request, number)
    team = team_of(request, gathering)
    data = request.POST if request.method == "POST" else None
    form = NewcomerForm(data, sexes=terms("sex"), today=today())

    def act() -> None:
        by, now = principal(request), timezone.now()
        person = register_person(form.entry(), team=team, recorded_at=now, by=by).registration.pk
        expect(gathering=gathering, people=[person], added_at=now, by=by)
        roll = [Attendance(registration=person, answers=gathering.usual)]
        record_attendance(gathering=gathering, team=team, roll=roll, recorded_at=now, by=by)

    if form.is_valid():
        try:
            done = tried(request, form, act, rules_of(gathering).pathway)
        except PeopleError as error:
            done = False
            for words in error.problems:
                form.add_error(None, words)
        if done:
            messages.success(request, _("They stand on the roll now, marked present."))
            again = "more" in request.POST
            where = "gatherings:newcomer" if again else "gatherings:roll"
            return redirect(where, gathering.pk)
    context = {"gathering": gathering, "form": form}
    return render(request, "gatherings/newcomer.html", context)


@permitted("gatherings.keep_roll")
@get_or_post
def earlier(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Expect whoever came to an earlier gathering of the same kind."""
    gathering = gathering_of(request, number)
    rules = rules_of(gathering)
    others = (
        seen(request)
        .filter(
            organisation=gathering.organisation_id,
            pathway=gathering.pathway,
            step=gathering.step,
            occurred_on__lte=gathering.occurred_on,
        )
        .exclude(pk=gathering.pk)
        .order_by("-occurred_on")
    )
    words: dict[object, str] = {
        one.pk: f"{day_and_place(one)}: {title(one, rules)}" for one in others[:EARLIER]
    }
    data = request.POST if request.method == "POST" else None
    form = EarlierForm(data, earlier=others.filter(pk__in=list(words)), words=words)

    def act() -> None:
        expect_again(
            gathering=gathering,
            like=form.cleaned_data["like"],
            added_at=timezone.now(),
            by=principal(request),
        )

    if form.is_valid() and tried(request, form, act, rules.pathway):
        messages.success(request, _("They stand on the roll now."))
        return redirect("gatherings:roll", gathering.pk)
    context = {"gathering": gathering, "form": form, "any": bool(words)}
    return render(request, "gatherings/earlier.html", context)
