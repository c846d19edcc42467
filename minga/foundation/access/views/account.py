"""My account: who I am here, my second factor, where I am signed in, what I may do until when."""

from allauth.account.views import password_change
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from minga.foundation.access import second_factor, sessions
from minga.foundation.access.actions.accounts import change_details, end_other_sessions
from minga.foundation.access.forms import DetailsForm
from minga.foundation.access.guards import enrolling, get_or_post, signed_in, visitor
from minga.foundation.access.models import Grant, Session, User
from minga.foundation.access.roles import ROLES
from minga.foundation.core.principals import user as principal_of


@signed_in
@get_or_post
def account(request: HttpRequest) -> HttpResponse:
    """My account; a post changes my name and language."""
    user = visitor(request)
    form = DetailsForm(
        request.POST or None,
        initial={"display_name": user.display_name, "language": user.language},
    )
    if request.method == "POST" and form.is_valid():
        change_details(user=user, **form.cleaned_data, by=principal_of(user.pk))
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        return redirect("access:account")
    now, today = timezone.now(), timezone.localdate()
    grants = Grant.objects.of(user).unended(on=today)
    context = {
        "form": form,
        "grants": [
            (ROLES[held.role], held)
            for held in grants.select_related("team__organisation").order_by("ends_on")
            if held.role in ROLES
        ],
        "sessions": Session.objects.filter(user=user, expire_date__gt=now).order_by("-seen_at"),
        "this_session": sessions.kept_key(request.session.session_key),
        "has_second_factor": second_factor.is_enrolled(user),
        "needs_second_factor": second_factor.is_needed(user),
    }
    return render(request, "access/account.html", context)


@signed_in
def password(request: HttpRequest) -> HttpResponseBase:
    """Change my password; whoever signs in with their organisation has none here to change."""
    if visitor(request).has_usable_password():
        changed: HttpResponseBase = password_change(request)
        return changed
    messages.info(request, _("Your organisation keeps your password: change it there."))
    return redirect("access:account")


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Speak another language from here on; whoever has signed in keeps it in their account."""
    user, chosen = request.user, request.POST.get("language", "")
    if isinstance(user, User) and chosen in dict(settings.LANGUAGES):
        by = principal_of(user.pk)
        change_details(user=user, display_name=user.display_name, language=chosen, by=by)
    return set_language(request)


@signed_in
@require_POST
def other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user = visitor(request)
    ended = end_other_sessions(
        user=user,
        keep=sessions.kept_key(request.session.session_key),
        by=principal_of(user.pk),
    )
    messages.success(request, _("Signed out on %(count)d other devices.") % {"count": ended})
    return redirect("access:account")


@enrolling
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Leave at once: signed out, caches emptied, on a page about something else."""
    logout(request)
    response = HttpResponseRedirect(settings.QUICK_EXIT_ADDRESS)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
