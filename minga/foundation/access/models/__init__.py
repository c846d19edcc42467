"""Users, teams, and the grants that let a user do something for a team until a date."""

from minga.foundation.access.models.accounts import Remembered, Session, User
from minga.foundation.access.models.circles import Circle, CircleQuerySet, Member, MemberQuerySet
from minga.foundation.access.models.drafts import Draft
from minga.foundation.access.models.filters import SavedFilter
from minga.foundation.access.models.grants import Grant, GrantQuerySet, Team, TeamQuerySet
from minga.foundation.access.models.invitations import Invitation, InvitationQuerySet
from minga.foundation.access.models.posts import Post

__all__ = [
    "Circle",
    "CircleQuerySet",
    "Draft",
    "Grant",
    "GrantQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Member",
    "MemberQuerySet",
    "Post",
    "Remembered",
    "SavedFilter",
    "Session",
    "Team",
    "TeamQuerySet",
    "User",
]
