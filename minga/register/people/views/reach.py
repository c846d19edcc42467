"""Whom a page may be about: somebody the user may see; anybody else is as absent as nobody."""

import uuid

from django.db.models import Q
from django.http import Http404, HttpRequest

from minga.foundation.access.guards import today, visitor
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.register.people.models import Registration, RegistrationQuerySet


def seen(request: HttpRequest) -> RegistrationQuerySet:
    """The registrations that whoever asks may see."""
    return Registration.objects.visible_to(visitor(request), on=today())


def person_of(request: HttpRequest, number: uuid.UUID, permission: Permission) -> Registration:
    """Somebody whom the user may see, in a team for which they hold the permission. Or Http404.

    Whoever is hidden in a circle is also seen by its members of a sister team: then any team of
    the organisation will do.
    """
    teams = Team.objects.of(visitor(request), permission, on=today())
    hidden = Q(circle__isnull=False, organisation__in=teams.values("organisation"))
    found = seen(request).filter(Q(team__in=teams) | hidden, pk=number, erased_at=None)
    person = found.select_related("team", "organisation").first()
    if person is None:
        raise Http404
    return person
