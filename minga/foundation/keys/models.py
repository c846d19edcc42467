"""The keystore: one wrapped key per sealed thing. The backup role cannot read this table."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC, SEALED


class WrappedKey(models.Model):
    """The key of one identity, case or file, wrapped by its organisation's wrapping key.

    Destroying the row erases what it sealed: no backup holds it.
    """

    id = models.UUIDField(primary_key=True)
    organisation = models.CharField(max_length=60)
    wrapping_version = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    database_rights: ClassVar = {"app": ("SELECT", "INSERT", "UPDATE", "DELETE")}
    field_classes: ClassVar = {
        "id": PUBLIC,
        "organisation": PUBLIC,
        "wrapping_version": PUBLIC,
        "wrapped": SEALED,
    }
