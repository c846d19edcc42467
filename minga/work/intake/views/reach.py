"""The list that an address names, for whoever may see it and do there what the page is for."""

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from minga.foundation.access.guards import today, visitor
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.work.intake.models import ListJob, ListJobQuerySet, ListRow, ListRowQuerySet, PartnerList


def teams_of(request: HttpRequest, permission: Permission) -> QuerySet[Team]:
    """The teams in which the visitor holds a permission."""
    return Team.objects.of(visitor(request), permission, on=today()).order_by("title")


def list_of(
    request: HttpRequest, number: uuid.UUID, permission: Permission = Permission.TAKE_IN_LIST
) -> PartnerList:
    """The list, for a permission in its organisation. Raises Http404."""
    found = PartnerList.objects.visible_to(visitor(request), on=today()).select_related(
        "organisation"
    )
    theirs = teams_of(request, permission).order_by().values("organisation")
    return get_object_or_404(found.filter(organisation__in=theirs), pk=number)


def team_for(
    request: HttpRequest, found: PartnerList, permission: Permission = Permission.TAKE_IN_LIST
) -> Team:
    """The visitor's own team of a list's organisation, in whose name they act."""
    teams = teams_of(request, permission).filter(organisation=found.organisation_id)
    return teams[0]


def rows_of(request: HttpRequest, found: PartnerList) -> ListRowQuerySet:
    """The rows of a list, for whoever may see it."""
    return ListRow.objects.visible_to(visitor(request), on=today()).filter(partner_list=found)


def jobs_of(request: HttpRequest, found: PartnerList) -> ListJobQuerySet:
    """What was asked for to be done to a list, for whoever may see it."""
    return ListJob.objects.visible_to(visitor(request), on=today()).filter(partner_list=found)
