"""Snapshots and released figures."""

import uuid
from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC


class Snapshot(models.Model):
    """The frozen facts at a date: Parquet files and a manifest with their hashes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    taken_at = models.DateTimeField()
    as_of = models.DateTimeField()
    manifest_hash = models.CharField(max_length=64)
    by = models.CharField(max_length=100)

    field_classes: ClassVar = {
        "id": PUBLIC, "taken_at": PUBLIC, "as_of": PUBLIC, "manifest_hash": PUBLIC, "by": PUBLIC,
    }  # fmt: skip


class SnapshotRevision(models.Model):
    """That rows of a snapshot became anonymous remainders, and the hash of its manifest since.

    The snapshot keeps its first hash, which editions cite.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="revisions")
    revision = models.PositiveIntegerField()
    manifest_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    erased_registrations = models.PositiveIntegerField()
    erased_rows = models.PositiveIntegerField()
    by = models.CharField(max_length=100)

    append_only = True
    field_classes: ClassVar = {
        "id": PUBLIC, "snapshot": PUBLIC, "revision": PUBLIC, "manifest_hash": PUBLIC,
        "made_at": PUBLIC, "erased_registrations": PUBLIC, "erased_rows": PUBLIC, "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "revision"], name="snapshot_revision"),
        )


class ReleasedFigure(models.Model):
    """A protected number that may be published: with definition version and snapshot.

    A suppressed cell has no value here at all.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="figures")
    indicator = models.CharField(max_length=80)
    definition_version = models.PositiveIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    axes = models.JSONField(default=list)
    unit = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    suppressed = models.BooleanField(default=False)
    participations = models.BigIntegerField(null=True)
    registrations = models.BigIntegerField(null=True)
    tally_low = models.BigIntegerField(null=True)
    tally_high = models.BigIntegerField(null=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    append_only = True
    field_classes: ClassVar = {
        "id": PUBLIC, "snapshot": PUBLIC, "indicator": PUBLIC, "definition_version": PUBLIC,
        "period_start": PUBLIC, "period_end": PUBLIC, "axes": PUBLIC, "unit": PUBLIC,
        "value": PUBLIC, "suppressed": PUBLIC, "participations": PUBLIC, "registrations": PUBLIC,
        "tally_low": PUBLIC, "tally_high": PUBLIC, "numerator": PUBLIC, "denominator": PUBLIC,
        "low": PUBLIC, "high": PUBLIC,
    }  # fmt: skip
