"""Editions: what was published, in which language, from which snapshot."""

from typing import ClassVar

from django.db import models

from minga.figures.measure.models import Snapshot
from minga.foundation.core.classes import PUBLIC


class Edition(models.Model):
    """One published document, whole, with everything that it was made from.

    `definitions` are the versions of the publication and of every indicator that it quotes. The
    manifest's hash is that of the day: later erasures change the snapshot's own, never this.
    """

    publication = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    as_of = models.DateField()
    manifest_hash = models.CharField(max_length=64)
    definitions = models.JSONField()
    published_at = models.DateTimeField()
    html = models.TextField()
    html_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=100)

    append_only = True
    field_classes: ClassVar = {
        "id": PUBLIC, "publication": PUBLIC, "language": PUBLIC, "title": PUBLIC,
        "snapshot": PUBLIC, "as_of": PUBLIC, "manifest_hash": PUBLIC, "definitions": PUBLIC,
        "published_at": PUBLIC, "html": PUBLIC, "html_sha256": PUBLIC, "pdf": PUBLIC,
        "pdf_sha256": PUBLIC, "by": PUBLIC,
    }  # fmt: skip
