"""Registrations, persons as judgements, households, consent."""

import uuid
from typing import ClassVar

from django.db import models

from minga.foundation.access.models import Team
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.organisations.models import Organisation


class Registration(models.Model):
    """What one organisation wrote down about somebody: facts, never a name.

    `own_key` recognises the same person in this organisation's later files; it is keyed per
    organisation, so that it says nothing between organisations.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    sex = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=10, default="unknown")
    own_document_key = models.CharField(max_length=64, blank=True)
    own_name_key = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    field_classes: ClassVar = {
        "id": PERSONAL, "organisation": PUBLIC, "team": PUBLIC, "sex": PERSONAL,
        "birth_on": PERSONAL, "birth_precision": PUBLIC, "own_document_key": SEALED,
        "own_name_key": SEALED, "source": PUBLIC, "recorded_at": PUBLIC, "erased_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "own_document_key"], name="registration_own_doc"),
            models.Index(fields=["organisation", "own_name_key"], name="registration_own_name"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(birth_precision__in=["day", "month", "year", "unknown"]),
                name="registration_birth_precision",
            ),
        )


class RegistrationFact(models.Model):
    """A dated fact of a registration: a self-identified group, a status. Many may hold at once."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=60)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    source = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()

    field_classes: ClassVar = {
        "id": PUBLIC, "registration": PERSONAL, "kind": PUBLIC, "value": PERSONAL,
        "from_on": PERSONAL, "to_on": PERSONAL, "source": PUBLIC, "recorded_at": PUBLIC,
    }  # fmt: skip


class Household(models.Model):
    """People who live together, as one organisation knows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    own_key = models.CharField(max_length=64)

    field_classes: ClassVar = {"id": PERSONAL, "organisation": PUBLIC, "own_key": SEALED}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "own_key"], name="household_own_key"),
        )


class HouseholdMember(models.Model):
    """A registration in a household, from and to."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="households")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    field_classes: ClassVar = {
        "id": PUBLIC, "household": PERSONAL, "registration": PERSONAL,
        "from_on": PERSONAL, "to_on": PERSONAL, "recorded_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["household", "registration", "from_on"],
                nulls_distinct=False,
                name="household_member_once",
            ),
        )


class Judgement(models.Model):
    """Whether two registrations are the same human being. Kept for ever; the latest one holds."""

    left = models.UUIDField()
    right = models.UUIDField()
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=60)
    score = models.FloatField()
    by = models.CharField(max_length=100)
    judged_at = models.DateTimeField(auto_now_add=True)

    append_only = True
    database_rights: ClassVar = {
        "app": ("SELECT", "INSERT"),
        "linker": ("SELECT", "INSERT"),
        "counter": ("SELECT",),
        "backup": ("SELECT",),
    }
    field_classes: ClassVar = {
        "id": PUBLIC, "left": PERSONAL, "right": PERSONAL, "verdict": PERSONAL,
        "reason": PUBLIC, "score": PERSONAL, "by": PUBLIC, "judged_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=["left", "right"], name="judgement_pair"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(left__lt=models.F("right")), name="judgement_ordered_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["same", "different", "unsure"]),
                name="judgement_verdict",
            ),
        )


class Consent(models.Model):
    """What somebody agreed to: purpose, data, recipient, until when. Never true by default."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    data_class = models.CharField(max_length=60)
    recipient = models.CharField(max_length=60, blank=True)
    given_by = models.CharField(max_length=40)
    given_on = models.DateField()
    until_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    field_classes: ClassVar = {
        "id": PUBLIC, "registration": PERSONAL, "purpose": PERSONAL, "data_class": PERSONAL,
        "recipient": PERSONAL, "given_by": PERSONAL, "given_on": PERSONAL,
        "until_on": PERSONAL, "withdrawn_on": PERSONAL,
    }  # fmt: skip
