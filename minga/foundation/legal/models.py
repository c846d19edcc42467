"""The legal record in its versions, and which kind of people this database holds."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC


class LegalRecord(models.Model):
    """One version of what is on record about the law. The newest holds; none is changed."""

    version = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    append_only = True
    database_rights: ClassVar = {"app": ("SELECT", "INSERT"), "backup": ("SELECT",)}
    field_classes: ClassVar = {
        "id": PUBLIC, "version": PUBLIC, "content": PUBLIC, "recorded_at": PUBLIC, "by": PUBLIC,
    }  # fmt: skip


class Founding(models.Model):
    """Whether this database was made for real people or for synthetic ones; one row, for ever.

    The data folder says so too, but a database can be brought into another folder.
    """

    kind = models.CharField(max_length=20)

    database_rights: ClassVar = {"app": ("SELECT",), "backup": ("SELECT",)}
    field_classes: ClassVar = {"id": PUBLIC, "kind": PUBLIC}

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="founding_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["demonstration", "live"]), name="founding_kind"
            ),
        )
