"""Users, teams, and the grants that let a user do something for a team until a date."""

from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from minga.foundation.access.permissions import Permission
from minga.foundation.access.rules import LONGEST_GRANT, Held, roles_with
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.organisations.models import Organisation

APP_WRITES = {"app": ("SELECT", "INSERT", "UPDATE"), "backup": ("SELECT",)}
"""Nothing here is deleted, and whoever counts needs to know nothing about accounts."""


class UserManager(BaseUserManager["User"]):
    """How accounts are found."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this e-mail address, however it is capitalised."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their grants, nowhere else.

    `demonstration` accounts have a published password: a live installation lets none in.
    """

    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="es")
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["display_name"]

    database_rights: ClassVar = APP_WRITES
    field_classes: ClassVar = {
        "id": PUBLIC, "password": SEALED, "last_login": PERSONAL, "email": PERSONAL,
        "display_name": PERSONAL, "language": PERSONAL, "is_active": PUBLIC,
        "demonstration": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_email_in_lower_case"
            ),
        )

    def __str__(self) -> str:
        return self.display_name


class TeamQuerySet(models.QuerySet["Team"]):
    """Reads of teams."""

    def of(self, user: User | AnonymousUser, permission: Permission, *, on: date) -> "TeamQuerySet":
        """Teams for which the user holds the permission on that day: one query, or a part of one.

        What a user sees of a team's records starts here:
        `filter(team__in=Team.objects.of(user, permission, on=day))`.
        """
        grants = Grant.objects.standing(on=on).of(user).carrying(permission)
        return self.filter(pk__in=grants.values("team"))


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
