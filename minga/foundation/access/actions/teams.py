"""Making and renaming teams."""

from django.db import transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.organisations.models import Organisation


@transaction.atomic
def make_team(*, code: str, organisation: Organisation, title: str, by: Principal) -> Team:
    """A new team of an organisation."""
    made = Team.objects.create(code=code, organisation=organisation, title=title.strip())
    record(action="access.team_made", kind="team", object_id=made.code, by=by)
    return made


@transaction.atomic
def rename_team(*, team: Team, title: str, by: Principal) -> None:
    """Another title for a team; its code stays."""
    team.title = title.strip()
    team.save(update_fields=["title"])
    record(action="access.team_renamed", kind="team", object_id=team.code, by=by)
