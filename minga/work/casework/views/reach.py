"""The case that an address names, for whoever may see it and do there what the page is for."""

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from minga.foundation.access.guards import today, visitor
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.definitions.models import LoadedDefinition
from minga.work.casework.models import Case, Step
from minga.work.casework.pathways import versions
from minga.work.casework.rules import PathwayRules


def cases_where(request: HttpRequest, permission: Permission) -> QuerySet[Case]:
    """The visible cases in which the visitor holds a permission: of the case's team, or for a
    sealed case, whose members may be of a sister team, of any team of the organisation."""
    user, day = visitor(request), today()
    teams = Team.objects.of(user, permission, on=day)
    return Case.objects.visible_to(user, on=day).filter(
        Q(team__in=teams)
        | Q(confidentiality="sealed", team__organisation__in=teams.values("organisation"))
    )


def case_of(
    request: HttpRequest, number: uuid.UUID, permission: Permission = Permission.READ_OPEN_CASE
) -> Case:
    """The case, for a permission in it. Raises Http404."""
    parts = ("pathway", "team", "registration", "organisation", "place", "circle")
    return get_object_or_404(cases_where(request, permission).select_related(*parts), pk=number)


def rules_of(case: Case) -> PathwayRules:
    """The version of the pathway that a case is on."""
    return versions([case.pathway_id])[case.pathway_id]


def newer_version(case: Case) -> LoadedDefinition | None:
    """The newest version of a case's pathway, where it is on an older one."""
    newest = LoadedDefinition.objects.filter(
        kind="pathway", code=case.pathway.code, version__gt=case.pathway.version, current=True
    )
    return newest.first()


def step_of(case: Case, number: int) -> Step:
    """A step that stands in a case. Raises Http404."""
    return get_object_or_404(case.steps.live(), pk=number)


def demand_step(rules: PathwayRules, name: str) -> None:
    """Raises Http404 for a step that the pathway does not have."""
    if name not in rules.pathway.steps:
        raise Http404
