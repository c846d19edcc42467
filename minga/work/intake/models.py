"""Partners' lists: the raw file, and the fate of every row."""

import uuid
from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.organisations.models import Organisation


class PartnerList(models.Model):
    """One file as received from one organisation: encrypted, hashed, kept until a date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    retain_until = models.DateField()
    state = models.CharField(max_length=12, default="reading")
    mapping = models.TextField(blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=100)

    field_classes: ClassVar = {
        "id": PUBLIC, "organisation": PUBLIC, "kind": PUBLIC, "file_name": PERSONAL,
        "sha256": PUBLIC, "size": PUBLIC, "received_at": PUBLIC, "retain_until": PUBLIC,
        "state": PUBLIC, "mapping": PUBLIC, "rows_done": PUBLIC, "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["reading", "done", "undone", "refused"]),
                name="partner_list_state",
            ),
        )


class ListRow(models.Model):
    """One row of a list and what became of it."""

    id = models.BigAutoField(primary_key=True)
    partner_list = models.ForeignKey(PartnerList, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    content_key = models.CharField(max_length=64)
    fate = models.CharField(max_length=10)
    problems = models.JSONField(default=list)
    registration = models.UUIDField(null=True)

    field_classes: ClassVar = {
        "id": PUBLIC, "partner_list": PUBLIC, "sheet": PUBLIC, "number": PUBLIC,
        "content_key": SEALED, "fate": PUBLIC, "problems": PERSONAL, "registration": PERSONAL,
    }  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=["content_key"], name="list_row_content"),)
        constraints = (
            models.UniqueConstraint(
                fields=["partner_list", "sheet", "number"], name="list_row_once"
            ),
            models.CheckConstraint(
                condition=models.Q(fate__in=["accepted", "review", "rejected", "seen"]),
                name="list_row_fate",
            ),
        )


class ListMapping(models.Model):
    """How one organisation's headings are read, for one kind of list; edited as YAML."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    text = models.TextField()
    headings_key = models.CharField(max_length=64)

    field_classes: ClassVar = {
        "id": PUBLIC, "organisation": PUBLIC, "kind": PUBLIC, "text": PUBLIC,
        "headings_key": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "kind", "headings_key"], name="list_mapping_once"
            ),
        )
