"""Definitions from the pack, one row a version."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC
from minga.foundation.definitions.fields import OrderedJSONField


class LoadedDefinition(models.Model):
    """One version of a pathway, form, vocabulary, list kind, indicator, publication or programme.

    What has data behind it is never overwritten: a changed definition is a new version.
    """

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    content = OrderedJSONField()
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now_add=True)
    current = models.BooleanField(default=True)

    field_classes: ClassVar = {
        "id": PUBLIC, "kind": PUBLIC, "code": PUBLIC, "version": PUBLIC, "content": PUBLIC,
        "content_hash": PUBLIC, "loaded_at": PUBLIC, "current": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "code", "version"], name="definition_version"),
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=models.Q(current=True),
                name="definition_one_current",
            ),
        )
