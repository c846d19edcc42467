"""Gatherings and tallies."""

import uuid
from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC, SEALED
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.work.casework.models import Step, StepQuerySet


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Reads of gatherings."""

    def held(self) -> "GatheringQuerySet":
        """Gatherings that somebody is known to have come to, by roll or by tally: sessions."""
        attended = Step.objects.live().filter(gathering=models.OuterRef("pk"))
        tallied = Tally.objects.filter(gathering=models.OuterRef("pk"))
        return self.filter(models.Exists(attended) | models.Exists(tallied), undone_at=None)


class Gathering(models.Model):
    """A dated group event of one organisation, on a pathway (a training session, an assembly).

    Whoever came is on its roll (a step each, that names the gathering), or in its tallies where
    no names were taken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    own_key = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pathway = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    occurred_on = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True)

    objects = GatheringQuerySet.as_manager()

    field_classes: ClassVar = {
        "id": PUBLIC, "own_key": SEALED, "organisation": PUBLIC, "pathway": PUBLIC, "step": PUBLIC,
        "occurred_on": PUBLIC, "place": PUBLIC, "answers": PUBLIC, "recorded_at": PUBLIC,
        "source": PUBLIC, "undone_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "own_key"],
                condition=models.Q(undone_at__isnull=True),
                name="gathering_own_key",
            ),
        )

    def roll(self) -> StepQuerySet:
        """The steps of those who came, as they stand."""
        return Step.objects.live().filter(gathering=self.pk)


class Tally(models.Model):
    """How many took part, by sex and age, where no names were taken."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="tallies")
    sex = models.CharField(max_length=20)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    count = models.PositiveIntegerField()

    field_classes: ClassVar = {
        "id": PUBLIC, "gathering": PUBLIC, "sex": PUBLIC, "age_from": PUBLIC,
        "age_to": PUBLIC, "count": PUBLIC,
    }  # fmt: skip
