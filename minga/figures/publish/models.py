"""Editions: what was published, in which language, from which snapshot."""

from typing import ClassVar

from django.db import models

from minga.figures.measure.models import Snapshot
from minga.foundation.core.classes import PUBLIC


class Edition(models.Model):
    """One published document."""

    publication = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    html = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=100)

    append_only = True
    field_classes: ClassVar = {
        "id": PUBLIC, "publication": PUBLIC, "language": PUBLIC, "snapshot": PUBLIC,
        "published_at": PUBLIC, "html": PUBLIC, "sha256": PUBLIC, "by": PUBLIC,
    }  # fmt: skip
