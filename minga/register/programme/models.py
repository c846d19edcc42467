"""What was promised, with what money, and what statistics from outside say."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place


class Activity(models.Model):
    """Something planned: under which output, by whom, where, from when to when."""

    code = models.CharField(max_length=60, primary_key=True)
    title_es = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    output = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    dimensions = models.JSONField(default=list)
    sides = models.JSONField(default=list)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    places = models.JSONField(default=list)
    retired = models.BooleanField(default=False)
    """The pack no longer has it; steps that were taken under it still name it."""

    field_classes: ClassVar = {
        "code": PUBLIC, "title_es": PUBLIC, "title_en": PUBLIC, "output": PUBLIC,
        "organisation": PUBLIC, "dimensions": PUBLIC, "sides": PUBLIC, "starts": PUBLIC,
        "ends": PUBLIC, "places": PUBLIC, "retired": PUBLIC,
    }  # fmt: skip


class BudgetLine(models.Model):
    """Money planned, in whole cents."""

    line = models.CharField(max_length=60, primary_key=True)
    fund = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    output = models.CharField(max_length=60)
    object_class = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    cents = models.BigIntegerField()
    description_es = models.CharField(max_length=300, blank=True)
    description_en = models.CharField(max_length=300, blank=True)

    field_classes: ClassVar = {
        "line": PUBLIC, "fund": PUBLIC, "organisation": PUBLIC, "output": PUBLIC,
        "object_class": PUBLIC, "period": PUBLIC, "cents": PUBLIC, "description_es": PUBLIC,
        "description_en": PUBLIC,
    }  # fmt: skip


class Expenditure(models.Model):
    """Cumulative spending and commitments, in whole cents, up to a cut-off date."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fund = models.CharField(max_length=60)
    object_class = models.CharField(max_length=60)
    spent_cents = models.BigIntegerField()
    committed_cents = models.BigIntegerField()
    cutoff_on = models.DateField()

    field_classes: ClassVar = {
        "id": PUBLIC, "organisation": PUBLIC, "fund": PUBLIC, "object_class": PUBLIC,
        "spent_cents": PUBLIC, "committed_cents": PUBLIC, "cutoff_on": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "fund", "object_class", "cutoff_on"],
                name="expenditure_once",
            ),
        )


class Observation(models.Model):
    """A statistic from outside, with its source, method and version."""

    measure = models.CharField(max_length=60)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=4)
    unit = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    method = models.CharField(max_length=300)
    version = models.CharField(max_length=40)

    field_classes: ClassVar = {
        "id": PUBLIC, "measure": PUBLIC, "place": PUBLIC, "year": PUBLIC, "value": PUBLIC,
        "unit": PUBLIC, "source": PUBLIC, "method": PUBLIC, "version": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "place", "year", "version"], name="observation_once"
            ),
        )
