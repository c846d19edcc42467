"""Accounts, and the sessions in which they are signed in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from minga.foundation.access.models.rights import APP_ONLY, APP_WRITES
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED


class UserManager(BaseUserManager["User"]):
    """How accounts are found."""

    def working_in(self, teams: models.QuerySet[Any]) -> models.QuerySet["User"]:
        """Open accounts that hold, or once held, a role in one of the teams."""
        return self.filter(is_active=True, grants__team__in=teams).distinct()

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


class Session(AbstractBaseSession):
    """A browser that has signed in, kept here so that its owner can see it and end it.

    No address is kept. A browser shows a key whose hash is here: whoever reads this table is not
    thereby its owner.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=120, blank=True)

    database_rights: ClassVar = APP_ONLY
    field_classes: ClassVar = {
        "session_key": SEALED, "session_data": SEALED, "expire_date": PUBLIC, "user": PERSONAL,
        "started_at": PERSONAL, "seen_at": PERSONAL, "device": PERSONAL,
    }  # fmt: skip


class Remembered(models.Model):
    """What is remembered for a while and then forgotten: how often somebody tried to sign in.

    Django's database cache writes here, so that every process counts together.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    database_rights: ClassVar = APP_ONLY
    field_classes: ClassVar = {"cache_key": PERSONAL, "value": PERSONAL, "expires": PUBLIC}
