"""Search first, then register: nobody is asked twice what the team knows already."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.limits import limited
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.web.pieces import Person
from minga.register.people.actions.registering import Registered
from minga.register.people.actions.welcoming import Welcome, welcome
from minga.register.people.forms import (
    ConsentForm,
    ContactForm,
    PersonForm,
    SearchForm,
    new_number,
)
from minga.register.people.models import Registration
from minga.register.people.rules import PeopleError
from minga.register.people.searching import search
from minga.register.people.views.reach import seen
from minga.register.people.words import facts_of


@limited("search")
@permitted("people.search_person")
@get_or_post
def find(request: HttpRequest) -> HttpResponse:
    """Look somebody up. Words are posted: no name ever stands in an address."""
    form = SearchForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        found = search(words, user=visitor(request), on=today())
        teams = {person.team_id for person in found.people}
        context |= {
            "searched": True,
            "people": [_line(person, team=len(teams) > 1) for person in found.people],
            "more": found.more,
            "words": words,
        }
    return render(request, "people/find.html", context)


def _line(person: Registration, *, team: bool) -> Person:
    """Somebody who was found: what tells them from others, and never a name."""
    return Person(person.code, facts=facts_of(person, team=team), address=f"{person.pk}/")


@permitted("people.register_person")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """The empty questions, with the name that was looked for."""
    words = request.POST.get("words", "")[:120].strip()
    first = {} if any(sign.isdigit() for sign in words) else {"given_names": words}
    return _ask(request, *_forms(request, first | {"number": new_number()}))


@permitted("people.register_person")
@get_or_post
def register(request: HttpRequest) -> HttpResponse:
    """Register somebody. What is sent twice is done once: the number in the form tells."""
    if request.method != "POST":
        return _ask(request, *_forms(request, {"number": new_number()}))
    person, consent, contact = _forms(request)
    whole = [form.is_valid() for form in (person, consent, contact)]
    agreed = consent.check(person.cleaned_data.get("birth_on")) if whole[1] else []
    if not all(whole) or consent.errors:
        return _ask(request, person, consent, contact)
    entry = person.entry()
    if entry.number and (there := seen(request).filter(pk=entry.number).first()):
        return HttpResponseRedirect(f"../{there.pk}/")
    said = Welcome(entry=entry, agreed=agreed, **contact.cleaned_data)
    try:
        done = welcome(
            said,
            team=person.cleaned_data["team"],
            among=seen(request),
            recorded_at=timezone.now(),
            by=principal(request),
        )
    except PeopleError as error:
        for problem in error.problems:
            person.add_error(None, problem)
        return _ask(request, person, consent, contact)
    _tell(request, done)
    return HttpResponseRedirect(f"../{done.registration.pk}/")


def _tell(request: HttpRequest, done: Registered) -> None:
    if done.known:
        messages.success(
            request, _("This person was registered already. What is new was added; the rest stays.")
        )
    else:
        messages.success(request, _("Registered. Nothing else is shared with anybody."))


def _teams(request: HttpRequest) -> QuerySet[Team]:
    teams = Team.objects.of(visitor(request), Permission.REGISTER_PERSON, on=today())
    return teams.order_by("title")


def _forms(
    request: HttpRequest, first: dict[str, object] | None = None
) -> tuple[PersonForm, ConsentForm, ContactForm]:
    """The three parts: as sent, or empty with what is known `first`."""
    sent = request.POST if first is None else None
    return (
        PersonForm(sent, initial=first, teams=_teams(request), today=today()),
        ConsentForm(sent, today=today()),
        ContactForm(sent),
    )


def _ask(
    request: HttpRequest, person: PersonForm, consent: ConsentForm, contact: ContactForm
) -> HttpResponse:
    context = {
        "person": person,
        "consent": consent,
        "contact": contact,
        "faulty": [form for form in (person, consent, contact) if form.errors],
        "one_team": _teams(request).count() == 1,
    }
    return render(request, "people/register.html", context)
