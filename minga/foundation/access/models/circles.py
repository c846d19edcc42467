"""Circles: who, by name, knows of something whose very existence is hidden."""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from minga.foundation.access.models.accounts import User
from minga.foundation.access.models.rights import APP_WRITES
from minga.foundation.core.classes import PERSONAL, PUBLIC
from minga.foundation.core.rows import RowRule, in_circle


class CircleQuerySet(models.QuerySet["Circle"]):
    """Reads of circles."""

    def of(self, user: User | AnonymousUser) -> "CircleQuerySet":
        """The circles that a user belongs to now; a stranger belongs to none."""
        return self.filter(pk__in=Member.objects.standing().of(user).values("circle"))


class Circle(models.Model):
    """The people who know of a sealed case, and of whoever is known through it alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)

    objects = CircleQuerySet.as_manager()

    database_rights: ClassVar = {
        "app": ("SELECT", "INSERT"),
        "counter": ("SELECT",),
        "backup": ("SELECT",),
    }
    row_rule: ClassVar = RowRule(words="its members", seen=in_circle("row.id"))
    field_classes: ClassVar = {"id": PERSONAL}


class MemberQuerySet(models.QuerySet["Member"]):
    """Reads of members."""

    def standing(self) -> "MemberQuerySet":
        """Those who belong to their circle now: not gone, and not let in until an hour past."""
        return self.filter(Q(until=None) | Q(until__gt=Now()), left_at=None)

    def of(self, user: User | AnonymousUser) -> "MemberQuerySet":
        """The memberships of a user."""
        return self.filter(user_id=user.pk) if user.pk else self.none()

    def lasting(self) -> "MemberQuerySet":
        """Members in their own right: whoever broke the glass is let in for hours, and no member
        that a circle could rest upon."""
        return self.filter(until=None)

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> "MemberQuerySet":
        """Members of the user's own circles, those who have left among them."""
        return self.filter(circle__in=Circle.objects.of(user))


class Member(models.Model):
    """Somebody in a circle, by name: from when, by whom and why, and how it ended.

    Never deleted: it is told later who knew. `until` is set for whoever broke the glass.
    """

    circle = models.ForeignKey(Circle, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=100)
    reason = models.CharField(max_length=300)
    until = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=100, blank=True)
    left_reason = models.CharField(max_length=300, blank=True)

    objects = MemberQuerySet.as_manager()

    database_rights: ClassVar = APP_WRITES
    row_rule: ClassVar = RowRule(words="the members of the circle", seen=in_circle("row.circle_id"))
    field_classes: ClassVar = {
        "id": PUBLIC, "circle": PERSONAL, "user": PERSONAL, "joined_at": PUBLIC,
        "joined_by": PUBLIC, "reason": PERSONAL, "until": PUBLIC, "left_at": PUBLIC,
        "left_by": PUBLIC, "left_reason": PERSONAL,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["circle", "user"],
                condition=Q(left_at__isnull=True, until__isnull=True),
                name="member_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="member_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("joined_at")), name="member_until"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_by="", left_reason="")
                | (Q(left_at__isnull=False) & ~Q(left_by="") & ~Q(left_reason="")),
                name="member_leaves_by_somebody_for_a_reason",
            ),
        )
