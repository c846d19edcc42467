"""Users, teams, and the grants that let a user do something for a team until a date."""

from minga.foundation.access.models.accounts import Remembered, Session, User
from minga.foundation.access.models.grants import Grant, GrantQuerySet, Team, TeamQuerySet
from minga.foundation.access.models.invitations import Invitation, InvitationQuerySet

__all__ = [
    "Grant",
    "GrantQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Remembered",
    "Session",
    "Team",
    "TeamQuerySet",
    "User",
]
