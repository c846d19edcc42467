"""Invitations to a role."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from minga.foundation.access.models.accounts import User
from minga.foundation.access.models.grants import Team
from minga.foundation.access.models.rights import APP_WRITES
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def waiting(self, *, at: datetime) -> "InvitationQuerySet":
        """Invitations whose link still works."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """A role that waits for somebody without an account: a link that works once, for some days.

    Only the link's hash is kept, so whoever reads the database cannot accept.
    """

    email = models.EmailField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    language = models.CharField(max_length=5)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=100)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    database_rights: ClassVar = APP_WRITES
    field_classes: ClassVar = {
        "id": PUBLIC, "email": PERSONAL, "team": PUBLIC, "role": PUBLIC, "ends_on": PUBLIC,
        "reason": PERSONAL, "language": PUBLIC, "token_hash": SEALED, "invited_at": PUBLIC,
        "invited_by": PUBLIC, "expires_at": PUBLIC, "accepted_at": PUBLIC,
        "accepted_by": PERSONAL, "withdrawn_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_is_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_is_accepted_or_withdrawn",
            ),
        )

    @property
    def last_day(self) -> date:
        """The last day on which the role would hold."""
        return self.ends_on - timedelta(days=1)
