"""Who knows of a sealed case: read, added to and left, by its members alone."""

import uuid
from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from minga.foundation.access.guards import get_or_post, permitted, principal, today, visitor
from minga.foundation.access.models import Member, User
from minga.foundation.access.permissions import Permission
from minga.work.casework.actions.members import add_member, leave, who_may_join
from minga.work.casework.asking import LeaveForm, MemberForm
from minga.work.casework.models import Case
from minga.work.casework.views.folder import keep
from minga.work.casework.views.reach import case_of

TOLD_FOR = timedelta(days=30)
"""For how long members are told that somebody broke the glass."""


@permitted("casework.join_sealed_case")
@get_or_post
def members(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Who knows of the case, and letting somebody in."""
    case = _sealed(request, number)
    standing = case.members.standing().select_related("user").order_by("joined_at", "pk")
    form = MemberForm(request.POST or None, users=_others(case))

    def act() -> None:
        add_member(
            case=case,
            user=form.cleaned_data["member"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            by=principal(request),
        )

    done = _("They know of the case now.")
    page, me = "casework/members.html", visitor(request).pk
    return keep(request, case, form, act, done, page, members=standing, me=me)


@permitted("casework.join_sealed_case")
@get_or_post
def leaving(request: HttpRequest, number: uuid.UUID, member: int) -> HttpResponse:
    """Let a member leave, with whoever takes their place."""
    case = _sealed(request, number)
    there = case.members.standing().lasting().select_related("user")
    gone = get_object_or_404(there, pk=member)
    form = LeaveForm(request.POST or None, users=_others(case))

    def act() -> None:
        leave(
            case=case,
            user=gone.user,
            successor=form.cleaned_data["successor"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            by=principal(request),
        )

    done = _("They know of the case no longer.")
    page = "casework/leaving.html"
    back = "casework:cases" if gone.user == visitor(request) else ""
    return keep(request, case, form, act, done, page, back, member=gone)


def let_in(request: HttpRequest) -> list[tuple[Member, Case]]:
    """Who broke the glass of the visitor's cases lately, for the page where they begin."""
    user, day = visitor(request), today()
    lately = timezone.now() - TOLD_FOR
    members = Member.objects.visible_to(user, on=day).filter(joined_at__gt=lately)
    others = members.exclude(until=None).exclude(user=user).select_related("user")
    found = {member.circle_id: member for member in others.order_by("joined_at")}
    cases = Case.objects.visible_to(user, on=day).filter(circle__in=found)
    return [(found[case.circle_id], case) for case in cases if case.circle_id in found]


def _sealed(request: HttpRequest, number: uuid.UUID) -> Case:
    """A sealed case of which the visitor is a member in their own right. Raises Http404."""
    case = case_of(request, number, Permission.JOIN_SEALED_CASE)
    if not case.members.standing().lasting().of(visitor(request)).exists():
        raise Http404
    return case


def _others(case: Case) -> QuerySet[User]:
    """Who might be let into a case."""
    there = case.members.standing().lasting().values("user")
    fit = who_may_join([case.team.organisation_id], on=today())
    return fit.exclude(pk__in=there).order_by("display_name")
