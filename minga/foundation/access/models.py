"""Users and teams."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.organisations.models import Organisation


class User(AbstractUser):
    """Somebody who signs in."""

    field_classes: ClassVar = {
        "id": PUBLIC, "username": PERSONAL, "password": SEALED, "first_name": PERSONAL,
        "last_name": PERSONAL, "email": PERSONAL, "is_staff": PUBLIC, "is_active": PUBLIC,
        "is_superuser": PUBLIC, "date_joined": PUBLIC, "last_login": PERSONAL,
    }  # fmt: skip


class Team(models.Model):
    """The group of an organisation's users that may see a record."""

    code = models.CharField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)

    field_classes: ClassVar = {
        "id": PUBLIC,
        "code": PUBLIC,
        "organisation": PUBLIC,
        "title": PUBLIC,
    }
