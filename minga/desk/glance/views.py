"""A person at a glance: one timeline of everything with them that whoever asks may see."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.engines.pathway.definition import Pathway
from minga.foundation.access.context import permissions
from minga.foundation.access.guards import permitted, today, visitor
from minga.foundation.access.models import User
from minga.foundation.access.permissions import Permission
from minga.foundation.web.pieces import (
    Due,
    Event,
    Line,
    Status,
    Summary,
    Task,
    Tasks,
    Timeline,
    Tone,
)
from minga.foundation.web.pieces import Link as To
from minga.foundation.web.saying import language, write_day
from minga.register.people.judgements import same_as
from minga.register.people.models import (
    Consent,
    HouseholdMember,
    Judgement,
    Registration,
    RegistrationFact,
    SafeContact,
)
from minga.register.people.rules import NEVER
from minga.register.people.views.reach import person_of
from minga.register.people.words import birth_words, words_of
from minga.work.casework.models import Case, CaseQuerySet, Position, PositionQuerySet, Step
from minga.work.casework.pathways import versions
from minga.work.casework.words import said, step_title

CLOSED = Position.State.CLOSED
MOST = 200
"""How many steps one page shows."""


@permitted("people.read_registration")
@require_safe
def person(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Everything with one person; their name stays sealed until somebody opens it for a reason."""
    found = person_of(request, number, Permission.READ_REGISTRATION)
    user, on = visitor(request), today()
    others = _others(found, user, on)
    theirs = [found.pk, *(each.pk for each in others)]
    cases = Case.objects.visible_to(user, on=on).filter(registration__in=theirs)
    stand = Position.objects.visible_to(user, on=on).filter(case__registration__in=theirs)
    stand = stand.select_related("case__team")
    held = permissions(request)
    context = {
        "person": found,
        "others": others,
        "known": Summary(list(_known(found, user, on))),
        "contact": _contact(found, user, on),
        "consents": list(_consents(found, user, on)),
        "home": list(_home(found, user, on)),
        "cases": list(_cases(stand)),
        "owed": _owed(stand),
        "timeline": Timeline(
            _happened(found, cases, user, on), _("Nothing has happened with this person yet.")
        ),
        "writes": Permission.REGISTER_PERSON in held,
        "opens": Permission.OPEN_IDENTITY in held,
        "begins": Permission.OPEN_CASE in held,
    }
    return render(request, "glance/person.html", context)


def _others(found: Registration, user: User, on: date) -> list[Registration]:
    """What other teams of the user wrote down about the same person, as far as it was judged."""
    same = same_as(found.pk, among=Judgement.objects.visible_to(user, on=on))
    seen = Registration.objects.visible_to(user, on=on).filter(pk__in=same, erased_at=None)
    return list(seen.select_related("team").order_by("recorded_at", "pk"))


def _known(found: Registration, user: User, on: date) -> Iterator[Line]:
    facts = RegistrationFact.objects.visible_to(user, on=on).on(on).filter(registration=found)
    told: dict[str, list[str]] = {"group": [], "status": []}
    for kind, value in facts.order_by("value").values_list("kind", "value").distinct():
        told[kind].append(words_of(kind).get(value, value))
    yield Line(_("Sex"), words_of("sex").get(found.sex, _("not known")))
    yield Line(_("Birth"), birth_words(found, on=on))
    yield Line(_("Identifies as"), ", ".join(told["group"]) or _("not said"))
    yield Line(_("Status"), ", ".join(told["status"]) or _("not said"))
    yield Line(_("Team"), found.team.title)
    yield Line(_("Registered on"), write_day(timezone.localdate(found.recorded_at)))


def _contact(found: Registration, user: User, on: date) -> Status:
    """How they may be reached; the hours and words are opened with the name."""
    there = SafeContact.objects.visible_to(user, on=on).said().filter(registration=found).first()
    channel = there.channel if there else NEVER
    words = words_of("safe_channel").get(channel, channel)
    if channel == NEVER:
        words = _("Never contact")
    return Status(words, Tone.NOW if channel == NEVER else Tone.DONE)


def _consents(
    found: Registration, user: User, on: date
) -> Iterator[tuple[Consent, str, list[str]]]:
    """Each consent with its words, those that stand first."""
    purposes, data = words_of("consent_purpose"), words_of("data_class")
    given = Consent.objects.visible_to(user, on=on).filter(registration=found)
    standing = set(given.standing(on=on).values_list("pk", flat=True))
    for each in sorted(given, key=lambda one: (one.pk not in standing, -one.pk)):
        told = [data.get(each.data_class, each.data_class)]
        told += [_("to %s") % each.recipient] if each.recipient else []
        told += [_("given on %s") % write_day(each.given_on)]
        told += [_("until %s") % write_day(each.until_on)] if each.until_on else []
        if each.withdrawn_on:
            told += [_("withdrawn on %s") % write_day(each.withdrawn_on)]
        each.stands = each.pk in standing  # type: ignore[attr-defined]
        yield each, purposes.get(each.purpose, each.purpose), told


def _home(found: Registration, user: User, on: date) -> Iterator[Registration]:
    """Those who live with them now, as far as whoever asks may see."""
    members = HouseholdMember.objects.visible_to(user, on=on).on(on)
    homes = members.filter(registration=found).values("household")
    others = members.filter(household__in=homes).exclude(registration=found)
    seen = Registration.objects.visible_to(user, on=on).filter(erased_at=None)
    yield from seen.filter(pk__in=others.values("registration")).select_related("team")


def _cases(stand: PositionQuerySet) -> Iterator[tuple[Case, str, Status]]:
    """Each case with what it is called and whether it is open, the open ones first."""
    found = sorted(stand, key=lambda each: (each.state == CLOSED, str(each.case_id)))
    titles = _pathways(each.case for each in found)
    for each in found:
        over = each.state == CLOSED
        status = Status(_("Closed"), Tone.OVER) if over else Status(_("Still open"))
        yield each.case, said(titles[each.case.pathway_id].title), status


def _owed(stand: PositionQuerySet) -> Tasks:
    """The most urgent step that each open case owes."""
    owed = list(stand.owing(until=date.max))
    titles = _pathways(each.case for each in owed)
    tasks = [
        Task(
            step_title(titles[each.case.pathway_id], each.due_step),
            To(_("Look at the case"), reverse("casework:case", args=[each.case_id])),
            Due(each.due_at or each.due_on, timezone.now()),
            detail=said(titles[each.case.pathway_id].title),
        )
        for each in owed
        if each.due_on is not None
    ]
    return Tasks(_("What is due"), tasks, _("Nothing is owed in their cases."))


def _happened(found: Registration, cases: CaseQuerySet, user: User, on: date) -> list[Event]:
    """What was done with them, newest first: steps, consents, and that they were registered."""
    steps = Step.objects.visible_to(user, on=on).filter(case__in=cases).live()
    steps = steps.select_related("case", "place", "organisation")
    known = list(steps.order_by("-occurred_on", "-pk")[:MOST])
    titles = _pathways(step.case for step in known)
    events = [
        Event(
            step_title(titles[step.case.pathway_id], step.name),
            step.occurred_on,
            by=" · ".join(_about(step, titles[step.case.pathway_id])),
        )
        for step in known
    ]
    purposes = words_of("consent_purpose")
    for given in Consent.objects.visible_to(user, on=on).filter(registration=found):
        about = purposes.get(given.purpose, given.purpose)
        events.append(Event(_("Consent given"), given.given_on, by=about))
        if given.withdrawn_on:
            events.append(Event(_("Consent withdrawn"), given.withdrawn_on, by=about))
    registered = timezone.localdate(found.recorded_at)
    events.append(Event(_("Registered"), registered, by=found.team.title))
    return sorted(events, key=lambda event: event.on, reverse=True)


def _about(step: Step, pathway: Pathway) -> Iterator[str]:
    """Of which case a step was, where, and by whom."""
    yield said(pathway.title)
    if step.place is not None:
        yield step.place.name
    yield getattr(step.organisation, f"name_{language()}")


def _pathways(cases: Iterable[Case]) -> dict[int, Pathway]:
    found = versions(case.pathway_id for case in cases)
    return {number: rules.pathway for number, rules in found.items()}
