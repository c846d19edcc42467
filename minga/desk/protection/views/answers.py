"""Doing what was granted: the copy, the correction, the objection, the erasure."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minga.desk.protection.forms import CorrectForm, EraseForm, ObjectForm
from minga.desk.protection.holdings import holdings, reach_of
from minga.desk.protection.reading import Reading
from minga.desk.protection.views.requests import found
from minga.figures.measure.erasure import erase_from_snapshots
from minga.foundation.access.guards import get_or_post, permitted, principal, visitor
from minga.foundation.access.scope import acting_for, answering
from minga.register.people.actions.consents import withdraw_consent
from minga.register.people.actions.facts import correct_registration
from minga.register.people.identity import IdentityFields, open_identity
from minga.register.people.models import Consent, Registration
from minga.register.people.rules import PeopleError
from minga.register.rights.actions import close
from minga.register.rights.models import DataRequest
from minga.register.rights.rules import Right
from minga.work.intake.actions import IntakeError
from minga.work.intake.actions.erasing import erase as erase_everywhere

COPIES = frozenset({Right.ACCESS, Right.PORTABILITY})


def _granted(request: HttpRequest, number: int, *rights: Right) -> DataRequest:
    """The request, if it asks for this and was granted. Raises Http404."""
    about = found(request, number)
    if about.right not in rights or not about.may_be_carried_out:
        raise Http404
    return about


def _reason(about: DataRequest) -> str:
    return f"{about.right}, request {about.pk}"


@permitted("people.answer_request")
@require_safe
def copy(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that is held, as a page to print and hand over."""
    about = _granted(request, number, *COPIES)
    held = Reading(_held(request, about)).read()
    return render(request, "protection/copy.html", {"about": about, "held": held})


@permitted("people.answer_request")
@require_safe
def data(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that is held, as a program reads it."""
    about = _granted(request, number, *COPIES)
    response = JsonResponse(_held(request, about), json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="request-{about.pk}.json"'
    return response


def _held(request: HttpRequest, about: DataRequest) -> dict[str, Any]:
    now, user = timezone.now(), visitor(request)
    with answering(user, about.organisation, on=timezone.localdate(now)):
        return holdings(about, at=now, by=user)


@permitted("people.answer_request")
@require_POST
def handed_over(request: HttpRequest, number: int) -> HttpResponse:
    """The copy is in the hands of whoever asked."""
    about = _granted(request, number, *COPIES)
    close(about, done_on=timezone.localdate(), by=principal(request))
    messages.success(request, _("Done: the request is closed."))
    return redirect("protection:request", number)


@permitted("people.answer_request")
@get_or_post
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct name, document, telephone, address, sex or birth."""
    about = _granted(request, number, Right.RECTIFICATION)
    user, today = visitor(request), timezone.localdate()
    with answering(user, about.organisation, on=today):
        held = Registration.objects.visible_to(user, on=today).get(pk=about.registration_id)
        if request.method == "POST":
            form = CorrectForm(request.POST)
            if form.is_valid() and _corrected(request, about, form):
                messages.success(request, _("Corrected: the request is closed."))
                return redirect("protection:request", number)
        else:
            form = CorrectForm(initial=_known(request, about, held))
        return render(request, "protection/correct.html", {"about": about, "form": form})


def _known(request: HttpRequest, about: DataRequest, held: Registration) -> dict[str, object]:
    identity = open_identity(held.pk, by=principal(request), reason=_reason(about))
    named = {name: getattr(identity, name) for name in CorrectForm.IDENTITY}
    born = {"birth_on": held.birth_on, "birth_precision": held.birth_precision}
    return {**named, "sex": held.sex, **born}


def _corrected(request: HttpRequest, about: DataRequest, form: CorrectForm) -> bool:
    said = form.cleaned_data
    try:
        correct_registration(
            registration=about.registration_id,
            sex=said["sex"],
            birth_on=said["birth_on"],
            birth_precision=said["birth_precision"],
            identity=IdentityFields(**{name: said[name] for name in CorrectForm.IDENTITY}),
            corrected_at=timezone.now(),
            by=principal(request),
            reason=_reason(about),
        )
    except PeopleError as error:
        for problem in error.problems:
            form.add_error(None, problem)
        return False
    close(about, done_on=timezone.localdate(), by=principal(request))
    return True


@permitted("people.answer_request")
@get_or_post
def objection(request: HttpRequest, number: int) -> HttpResponse:
    """End the consents that somebody objects to; what was shared under them ends with them."""
    about = _granted(request, number, Right.OBJECTION)
    user, today = visitor(request), timezone.localdate()
    with answering(user, about.organisation, on=today):
        standing = list(
            Consent.objects.visible_to(user, on=today)
            .standing(on=today)
            .filter(registration=about.registration_id)
            .order_by("given_on", "pk")
        )
        form = ObjectForm(request.POST or None, consents=standing)
        if request.method == "POST" and form.is_valid():
            for consent in standing:
                if str(consent.pk) in form.cleaned_data["consents"]:
                    withdraw_consent(consent=consent, withdrawn_on=today, by=principal(request))
            close(about, done_on=today, by=principal(request))
            messages.success(request, _("Those consents end today: the request is closed."))
            return redirect("protection:request", number)
        return render(
            request,
            "protection/objection.html",
            {"about": about, "form": form, "standing": standing},
        )


@permitted("people.erase_registration")
@get_or_post
def erase(request: HttpRequest, number: int) -> HttpResponse:
    """Erase somebody: first what it reaches, then once more, then it is done."""
    about = _granted(request, number, Right.ERASURE)
    user, today = visitor(request), timezone.localdate()
    form = EraseForm(request.POST or None, number=about.registration_id)
    with answering(user, about.organisation, on=today):
        reach = reach_of(about, by=user, on=today)
        context = {"about": about, "form": form, "reach": reach}
        if request.method != "POST" or not form.is_valid():
            return render(request, "protection/erase.html", context)
        if not form.cleaned_data["sure"]:
            return render(request, "protection/erase_sure.html", context)
        if fault := _erased(request, about, today):
            form.add_error(None, fault)
            return render(request, "protection/erase.html", context)
    messages.success(request, _("Erased. What is left names nobody; the request is closed."))
    return redirect("protection:request", number)


def _erased(request: HttpRequest, about: DataRequest, today: date) -> str:
    """Erase, everywhere, sealed cases too; what keeps it from being done, in words, or nothing."""
    by, now = principal(request), timezone.now()
    with acting_for(about.organisation, on=today):
        try:
            erase_everywhere(about.registration_id, erased_at=now, by=by, reason=_reason(about))
        except IntakeError as error:
            return str(error)
        close(about, done_on=today, by=by)
        erase_from_snapshots(erased_at=now, by=by)
    return ""
