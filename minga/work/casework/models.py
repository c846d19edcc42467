"""Cases on pathways, and their append-only steps."""

import uuid
from typing import ClassVar

from django.db import models

from minga.foundation.access.models import Team
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.register.people.models import Household, Registration


class Case(models.Model):
    """One subject on one pathway version, owned by one team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pathway = models.ForeignKey(LoadedDefinition, models.PROTECT, related_name="+")
    own_key = models.CharField(max_length=64)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    confidentiality = models.CharField(max_length=12)
    registration = models.ForeignKey(Registration, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    matter = models.CharField(max_length=120, blank=True)

    field_classes: ClassVar = {
        "id": PERSONAL, "pathway": PUBLIC, "own_key": SEALED, "team": PUBLIC,
        "confidentiality": PUBLIC, "registration": PERSONAL, "household": PERSONAL,
        "organisation": PUBLIC, "place": PUBLIC, "matter": PERSONAL,
    }  # fmt: skip

    class Meta:
        verbose_name_plural = "cases"
        constraints = (
            models.UniqueConstraint(fields=["team", "own_key"], name="case_own_key"),
            models.CheckConstraint(
                condition=models.Q(confidentiality__in=["open", "restricted", "sealed"]),
                name="case_confidentiality",
            ),
        )


class Participant(models.Model):
    """Somebody with a role in a case besides its subject."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="participants")
    role = models.CharField(max_length=60)
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="+")

    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "role": PERSONAL, "registration": PERSONAL,
    }  # fmt: skip


class StepQuerySet(models.QuerySet["Step"]):
    """Reads of steps."""

    def live(self) -> "StepQuerySet":
        """Steps that stand: not superseded by a later one."""
        later = Step.objects.filter(supersedes=models.OuterRef("pk"))
        return self.filter(~models.Exists(later), voided=False)


class Step(models.Model):
    """Something that happened in a case. Never changed: a correction supersedes it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    name = models.CharField(max_length=60)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    activity = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)
    sealed_answers = models.BinaryField(null=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    voided = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=100)

    objects = StepQuerySet.as_manager()

    append_only = True
    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "name": PUBLIC, "occurred_on": PERSONAL,
        "recorded_at": PUBLIC, "place": PERSONAL, "organisation": PUBLIC, "activity": PUBLIC,
        "role": PERSONAL, "answers": PERSONAL, "sealed_answers": SEALED, "supersedes": PUBLIC,
        "voided": PUBLIC, "digest": SEALED, "source": PUBLIC, "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=["source"], name="step_source"),)
