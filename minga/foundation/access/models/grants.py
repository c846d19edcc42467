"""Teams, and the grants that let a user do something for one until a date."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from minga.foundation.access.models.accounts import User
from minga.foundation.access.models.rights import APP_WRITES
from minga.foundation.access.permissions import Permission
from minga.foundation.access.rules import LONGEST_GRANT, Held, roles_with
from minga.foundation.core.classes import PERSONAL, PUBLIC
from minga.foundation.organisations.models import Organisation


class TeamQuerySet(models.QuerySet["Team"]):
    """Reads of teams."""

    def of(self, user: User | AnonymousUser, permission: Permission, *, on: date) -> "TeamQuerySet":
        """Teams for which the user holds the permission on that day: one query, or a part of one.

        What a user sees of a team's records starts here:
        `filter(team__in=Team.objects.of(user, permission, on=day))`.
        """
        grants = Grant.objects.standing(on=on).of(user).carrying(permission)
        return self.filter(pk__in=grants.values("team"))

    def of_organisation(self, code: str) -> "TeamQuerySet":
        """An organisation's teams; what it sends goes to its first one."""
        return self.filter(organisation=code).order_by("pk")

    def staffed_by(self, user: User, *, on: date) -> "TeamQuerySet":
        """Teams in which the user gives roles: all for an administrator, a manager's own."""
        if Team.objects.of(user, Permission.GRANT_HOUSE_ROLE, on=on).exists():
            return self.all()
        own = Team.objects.of(user, Permission.GRANT_TEAM_ROLE, on=on).values("organisation")
        return self.filter(organisation__in=own)


class Team(models.Model):
    """The group of an organisation's users that may see a record."""

    code = models.CharField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)

    objects = TeamQuerySet.as_manager()

    field_classes: ClassVar = {
        "id": PUBLIC,
        "code": PUBLIC,
        "organisation": PUBLIC,
        "title": PUBLIC,
    }

    def __str__(self) -> str:
        return self.title


class GrantQuerySet(models.QuerySet["Grant"]):
    """Reads of grants."""

    def standing(self, *, on: date) -> "GrantQuerySet":
        """Grants in force on that day: begun, not over, not taken back."""
        return self.filter(ended_at__isnull=True, starts_on__lte=on, ends_on__gt=on)

    def unended(self, *, on: date) -> "GrantQuerySet":
        """Grants in force on that day or later: not over, not taken back."""
        return self.filter(ended_at__isnull=True, ends_on__gt=on)

    def over(self, *, on: date) -> "GrantQuerySet":
        """Grants whose last day has passed and that nobody has closed yet."""
        return self.filter(ended_at__isnull=True, ends_on__lte=on)

    def of(self, user: User | AnonymousUser) -> "GrantQuerySet":
        """The user's grants; a stranger has none."""
        return self.filter(user_id=user.pk) if user.pk else self.none()

    def carrying(self, permission: Permission) -> "GrantQuerySet":
        """Grants of the roles that have the permission."""
        return self.filter(role__in=roles_with(permission))

    def held(self) -> list[Held]:
        """What these grants come to, for the rules."""
        return [Held(*row) for row in self.values_list("role", "team__organisation")]


class Grant(models.Model):
    """A role that somebody holds for a team, from a day until before another, at most a year.

    It ends early when it is taken back; the reasons of both stay.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    team = models.ForeignKey(Team, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    database_rights: ClassVar = APP_WRITES
    field_classes: ClassVar = {
        "id": PUBLIC, "user": PERSONAL, "team": PUBLIC, "role": PUBLIC, "starts_on": PUBLIC,
        "ends_on": PUBLIC, "reason": PERSONAL, "granted_at": PUBLIC, "granted_by": PUBLIC,
        "ended_at": PUBLIC, "ended_by": PUBLIC, "end_reason": PERSONAL,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="grant_has_days"),
            models.CheckConstraint(
                condition=Q(ends_on__lte=F("starts_on") + LONGEST_GRANT),
                name="grant_lasts_at_most_a_year",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(end_reason="")),
                name="grant_ends_by_somebody_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["user", "team", "role"],
                condition=Q(ended_at__isnull=True),
                name="grant_is_held_once",
            ),
        )

    @property
    def last_day(self) -> date:
        """The last day on which it holds, unless it is taken back."""
        return self.ends_on - timedelta(days=1)

    @property
    def ended_on(self) -> date:
        """The day on which it really ended."""
        return timezone.localdate(self.ended_at) if self.ended_at else self.last_day
