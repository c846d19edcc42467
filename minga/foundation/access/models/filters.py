"""Filters that somebody comes back to."""

from typing import ClassVar

from django.db import models

from minga.foundation.access.models.accounts import User
from minga.foundation.access.models.rights import APP_ONLY
from minga.foundation.core.classes import PERSONAL, PUBLIC


class SavedFilter(models.Model):
    """How a user narrows a list down, under a name of their own."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    address = models.CharField(max_length=300)
    query = models.CharField(max_length=500)
    name = models.CharField(max_length=60)

    database_rights: ClassVar = APP_ONLY
    field_classes: ClassVar = {
        "id": PUBLIC, "user": PERSONAL, "address": PUBLIC, "query": PERSONAL, "name": PERSONAL,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "address", "name"], name="filter_by_name"),
        )
