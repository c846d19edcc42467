"""Organisations."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC
from minga.foundation.places.models import Place


class Organisation(models.Model):
    """An institution or civil-society organisation; reorganised ones keep their old name."""

    code = models.CharField(max_length=60, primary_key=True)
    name_es = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    acronym = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=40)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.CharField(max_length=60, blank=True)
    synthetic = models.BooleanField(default=False)
    iati_type = models.CharField(max_length=4, blank=True)
    retired = models.BooleanField(default=False)
    """The pack no longer has it: it counts in no network, and its records keep its name."""

    field_classes: ClassVar = {
        "code": PUBLIC, "name_es": PUBLIC, "name_en": PUBLIC, "acronym": PUBLIC, "kind": PUBLIC,
        "place": PUBLIC, "role": PUBLIC, "joined_on": PUBLIC, "left_on": PUBLIC,
        "valid_from": PUBLIC, "valid_to": PUBLIC, "successor": PUBLIC, "synthetic": PUBLIC,
        "iati_type": PUBLIC, "retired": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="organisation_leaves_after_joining",
            ),
        )
