"""Places."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC


class Place(models.Model):
    """An administrative unit or site. Its official code is text: leading zeros count."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    area_km2 = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    successor = models.CharField(max_length=20, blank=True)
    retired = models.BooleanField(default=False)
    """The pack no longer has it: nothing new happens there, and its records keep its name."""

    field_classes: ClassVar = {
        "code": PUBLIC, "name": PUBLIC, "kind": PUBLIC, "parent": PUBLIC, "valid_from": PUBLIC,
        "valid_to": PUBLIC, "lat": PUBLIC, "lon": PUBLIC, "area_km2": PUBLIC, "successor": PUBLIC,
        "retired": PUBLIC,
    }  # fmt: skip


class Boundary(models.Model):
    """The outline of a place, where the operator loaded one: maps draw it under their symbols.

    Rings are lists of longitude and latitude in degrees.
    """

    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="+")
    rings = models.JSONField()
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    field_classes: ClassVar = {
        "place": PUBLIC, "rings": PUBLIC, "source": PUBLIC, "loaded_at": PUBLIC,
    }  # fmt: skip
