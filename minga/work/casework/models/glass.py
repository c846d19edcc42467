"""Breaking the glass: seeing a sealed case for some hours without being one of its members."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from minga.foundation.access.clearance import Visitor, clearance_of
from minga.foundation.access.models import User
from minga.foundation.core.classes import PERSONAL, PUBLIC
from minga.foundation.core.rows import RowRule, belongs_to, told

LONGEST = 24
"""For how many hours at most somebody is let in."""


class GlassQuerySet(models.QuerySet["Glass"]):
    """Reads of requests to break the glass."""

    def visible_to(self, user: Visitor, *, on: date) -> "GlassQuerySet":
        """One's own; and all of them for whoever decides."""
        if clearance_of(user, on=on).glass:
            return self.all()
        return self.filter(asked_by=user.pk) if user.pk else self.none()

    def waiting(self) -> "GlassQuerySet":
        """Those that nobody has decided."""
        return self.filter(decided_at=None)

    def open(self) -> "GlassQuerySet":
        """Those that let somebody in now."""
        return self.filter(granted=True, ended_at=None, until__gt=Now())


class Glass(models.Model):
    """Somebody asks to see a sealed case, or whichever there are about a person, and says why.

    The number is kept as it was asked for: it may be nobody's, and nobody is told whether it is.
    """

    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    number = models.UUIDField()
    reason = models.CharField(max_length=300)
    hours = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)

    objects = GlassQuerySet.as_manager()

    database_rights: ClassVar = {"app": ("SELECT", "INSERT", "UPDATE"), "backup": ("SELECT",)}
    row_rule: ClassVar = RowRule(
        words="whoever asked, and whoever decides",
        seen=f"{belongs_to('row.asked_by_id')} OR {told('glass')}",
    )
    field_classes: ClassVar = {
        "id": PUBLIC, "asked_by": PERSONAL, "asked_at": PUBLIC, "number": PERSONAL,
        "reason": PERSONAL, "hours": PUBLIC, "decided_at": PUBLIC, "decided_by": PUBLIC,
        "granted": PUBLIC, "answer": PERSONAL, "until": PUBLIC, "ended_at": PUBLIC,
        "ended_by": PUBLIC,
    }  # fmt: skip

    class Meta:
        verbose_name_plural = "glasses"
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="glass_has_a_reason"),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=LONGEST), name="glass_for_some_hours"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, granted=None, until=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, granted__isnull=False)
                & ~Q(answer=""),
                name="glass_decided_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="glass_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(granted=True, until__isnull=False) | Q(until=None),
                name="glass_granted_until",
            ),
        )
