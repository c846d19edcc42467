"""An organisation's people: who may do what until when; invite, give a role, take it back."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.foundation.access import mail
from minga.foundation.access.actions import grants, invitations
from minga.foundation.access.actions.refusals import RefusedError
from minga.foundation.access.context import permissions_of
from minga.foundation.access.forms import GrantForm, InviteForm, ReasonForm
from minga.foundation.access.guards import get_or_post, permitted, principal, visitor
from minga.foundation.access.limits import too_often
from minga.foundation.access.models import Grant, Invitation, Team, TeamQuerySet, User
from minga.foundation.access.roles import ROLES
from minga.foundation.access.rules import may_grant
from minga.foundation.core.principals import user as principal_of
from minga.foundation.web.templatetags.questions import said


def _teams(request: HttpRequest) -> TeamQuerySet:
    """The teams whose people this visitor looks after."""
    teams = Team.objects.staffed_by(visitor(request), on=timezone.localdate())
    return teams.select_related("organisation").order_by("title")


def _with_roles(held: list[Grant]) -> list[tuple[object, Grant]]:
    return [(ROLES[grant.role], grant) for grant in held if grant.role in ROLES]


@permitted("access.read_staff")
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody with a role in these teams, and the invitations that wait for an answer."""
    teams, now = _teams(request), timezone.now()
    standing = Grant.objects.standing(on=timezone.localdate()).filter(team__in=teams)
    people = (
        User.objects.working_in(teams)
        .prefetch_related(
            Prefetch("grants", standing.select_related("team").order_by("ends_on"), "standing")
        )
        .order_by("display_name")
    )
    waiting = Invitation.objects.waiting(at=now).filter(team__in=teams).select_related("team")
    context = {
        "people": [(person, _with_roles(person.standing)) for person in people],
        "waiting": [(ROLES[one.role], one) for one in waiting.order_by("expires_at")],
    }
    return render(request, "access/staff.html", context)


@permitted("access.invite_person")
@get_or_post
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a role by mail."""
    today = timezone.localdate()
    user = visitor(request)
    form = InviteForm(
        request.POST or None,
        teams=_teams(request),
        permissions=permissions_of(user),
        today=today,
        initial={"language": get_language()},
    )
    if request.method == "POST" and form.is_valid():
        if refused := too_often(request, "invite"):
            return refused
        try:
            made, token = invitations.invite(
                email=form.cleaned_data["email"],
                team=form.cleaned_data["team"],
                role=form.cleaned_data["role"],
                ends_on=form.ends_on(),
                reason=form.cleaned_data["reason"],
                language=form.cleaned_data["language"],
                at=timezone.now(),
                today=today,
                by=principal_of(user.pk),
            )
        except RefusedError as error:
            form.add_error(None, said(error.words))
        else:
            address = request.build_absolute_uri(reverse("access:invitation", args=[token]))
            mail.send_invitation(made, address=address)
            messages.success(request, _("The invitation is on its way to %s.") % made.email)
            return redirect("access:staff")
    return render(request, "access/invite.html", {"form": form, "roles": ROLES})


@permitted("access.read_staff")
@get_or_post
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person's roles in these teams; a post gives another."""
    teams, today, user = _teams(request), timezone.localdate(), visitor(request)
    about = get_object_or_404(User.objects.working_in(teams), pk=number)
    form = GrantForm(
        request.POST or None, teams=teams, permissions=permissions_of(user), today=today
    )
    if request.method == "POST" and form.is_valid():
        try:
            grants.grant(
                user=about,
                team=form.cleaned_data["team"],
                role=form.cleaned_data["role"],
                starts_on=today,
                ends_on=form.ends_on(),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                today=today,
                by=principal_of(user.pk),
            )
        except RefusedError as error:
            form.add_error(None, said(error.words))
        else:
            messages.success(request, _("The role was given."))
            return redirect("access:person", number)
    held = Grant.objects.of(about).filter(team__in=teams).select_related("team")
    now_held = held.unended(on=today).order_by("ends_on")
    mine = Grant.objects.standing(on=today).of(user).held()
    context = {
        "about": about,
        "form": form,
        "held": [
            (
                role,
                one,
                may_grant(ROLES[one.role], organisation=one.team.organisation_id, held=mine),
            )
            for role, one in _with_roles(list(now_held))
        ],
        "ended": _with_roles(list(held.exclude(pk__in=now_held).order_by("-ends_on"))),
    }
    return render(request, "access/person.html", context)


@permitted("access.read_staff")
@get_or_post
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take a role back, with the reason."""
    held = get_object_or_404(
        Grant.objects.select_related("user", "team"),
        pk=number,
        team__in=_teams(request),
        ended_at__isnull=True,
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            grants.revoke(
                grant=held,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                today=timezone.localdate(),
                by=principal(request),
            )
        except RefusedError as error:
            form.add_error(None, said(error.words))
        else:
            messages.success(request, _("The role was taken back; it gives nothing from now on."))
            return redirect("access:person", held.user_id)
    context = {"form": form, "held": held, "role": ROLES[held.role]}
    return render(request, "access/revoke.html", context)


@permitted("access.invite_person")
@get_or_post
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an invitation back, with the reason."""
    now = timezone.now()
    waiting = get_object_or_404(
        Invitation.objects.waiting(at=now).select_related("team"),
        pk=number,
        team__in=_teams(request),
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.withdraw(
                invitation=waiting,
                reason=form.cleaned_data["reason"],
                at=now,
                today=timezone.localdate(),
                by=principal(request),
            )
        except RefusedError as error:
            form.add_error(None, said(error.words))
        else:
            messages.success(request, _("The link in that invitation no longer works."))
            return redirect("access:staff")
    context = {"form": form, "waiting": waiting, "role": ROLES[waiting.role]}
    return render(request, "access/withdraw.html", context)
