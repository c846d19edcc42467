"""An organisation, its teams and its people, for the tests of this room."""

from datetime import UTC, date, datetime

from minga.foundation.access.actions.accounts import make_account
from minga.foundation.access.actions.grants import grant
from minga.foundation.access.models import Grant, Team, User
from minga.foundation.core.principals import command
from minga.foundation.organisations.models import Organisation

TODAY = date(2016, 5, 2)
NOW = datetime(2016, 5, 2, 15, 0, tzinfo=UTC)
NEXT_YEAR = date(2017, 5, 1)
BY = command("test")


def a_team(code: str = "ours_casework", organisation: str = "ours") -> Team:
    """A team of an organisation, made on first use."""
    owner, _ = Organisation.objects.get_or_create(
        code=organisation,
        defaults={"name_es": organisation, "name_en": organisation, "kind": "cso"},
    )
    team, _ = Team.objects.get_or_create(code=code, defaults={"organisation": owner, "title": code})
    return team


def a_user(name: str, *, language: str = "es", password: str | None = None) -> User:
    """Somebody with an account and no role."""
    return make_account(
        email=f"{name}@example.org",
        display_name=name.title(),
        language=language,
        password=password,
        by=BY,
    )


def give(user: User, role: str, team: Team, *, starts_on: date = TODAY) -> Grant:
    """A role for a year, given at a terminal."""
    return grant(
        user=user,
        team=team,
        role=role,
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + 1),
        reason="their work",
        at=NOW,
        today=starts_on,
        by=BY,
    )
