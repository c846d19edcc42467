"""What is done for somebody registered: consent, the safe way of contact, the name opened."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.permissions import Permission
from minga.foundation.access.posts import once
from minga.register.people.actions.consents import give_consent, withdraw_consent
from minga.register.people.actions.contacts import open_contact, set_contact
from minga.register.people.forms import ConsentForm, ContactForm, ReasonForm
from minga.register.people.identity import open_identity
from minga.register.people.models import Consent, SafeContact
from minga.register.people.views.reach import person_of
from minga.register.people.words import facts_of, words_of


@permitted("people.register_person")
@get_or_post
def consent(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Ask for consent; what stands already is not given twice."""
    person = person_of(request, number, Permission.REGISTER_PERSON)
    form = ConsentForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        agreed = form.check(person.birth_on)
        if not agreed and not form.errors:
            form.add_error("purposes", _("Tick what the person agrees to."))
        if not form.errors:
            given = Consent.objects.visible_to(visitor(request), on=today())
            standing = given.filter(registration=person, withdrawn_on=None)
            there = set(standing.values_list("purpose", "data_class", "recipient"))
            for each in agreed:
                if (each.purpose, each.data_class, each.recipient) not in there:
                    give_consent(
                        registration=person.pk,
                        agreed=each,
                        recorded_at=timezone.now(),
                        by=principal(request),
                    )
            messages.success(request, _("Kept. It can be withdrawn on any day."))
            return HttpResponseRedirect("../")
    context = {"form": form, "code": person.code}
    return render(request, "people/consent.html", context)


@permitted("people.register_person")
@require_POST
def withdraw(request: HttpRequest, number: uuid.UUID, consent: int) -> HttpResponse:
    """End a consent today; sent twice, it ends once."""
    person = person_of(request, number, Permission.REGISTER_PERSON)
    given = get_object_or_404(
        Consent.objects.visible_to(visitor(request), on=today()), pk=consent, registration=person
    )
    withdraw_consent(
        consent=given, withdrawn_on=max(today(), given.given_on), by=principal(request)
    )
    messages.success(request, _("Withdrawn. From today nothing is done on this ground."))
    return HttpResponseRedirect("../../../")


@permitted("people.register_person")
@get_or_post
def contact(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Say the one safe way to reach somebody."""
    person = person_of(request, number, Permission.REGISTER_PERSON)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        once(
            request,
            lambda: set_contact(
                registration=person.pk,
                **form.cleaned_data,
                recorded_at=timezone.now(),
                by=principal(request),
            ),
        )
        messages.success(request, _("Kept. Whoever needs it opens it for a reason."))
        return HttpResponseRedirect("../")
    return render(request, "people/contact.html", {"form": form, "code": person.code})


@permitted("people.open_identity")
@get_or_post
def identity(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Open one name, for a reason that is logged. Only a post opens; nothing keeps the page."""
    person = person_of(request, number, Permission.OPEN_IDENTITY)
    form = ReasonForm(request.POST or None)
    context: dict[str, object] = {
        "form": form, "code": person.code, "facts": facts_of(person),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        reason, by = form.cleaned_data["reason"], principal(request)
        contacts = SafeContact.objects.visible_to(visitor(request), on=today())
        said = contacts.said().filter(registration=person).first()
        context |= {
            "name": (name := open_identity(person.pk, by=by, reason=reason)),
            "document": f"{words_of('document_type').get(name.document_type, '')} {name.document}",
            "channel": words_of("safe_channel").get(said.channel, said.channel) if said else "",
            "details": open_contact(person.pk, by=by, reason=reason),
        }
    return render(request, "people/identity.html", context)
