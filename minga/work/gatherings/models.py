"""Gatherings and tallies."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models

from minga.foundation.access.clearance import Visitor, clearance_of
from minga.foundation.access.models import Team
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, among, follows
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.register.people.models import Registration
from minga.work.casework.models import Step, StepQuerySet


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Reads of gatherings."""

    def visible_to(self, user: Visitor, *, on: date) -> "GatheringQuerySet":
        """Gatherings of organisations for which the user keeps rolls."""
        return self.filter(organisation__in=clearance_of(user, on=on).gatherings)

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
    code_key = models.CharField(max_length=64, blank=True)
    """The event's own code, hashed, where its list has one."""
    ordinal = models.PositiveSmallIntegerField(default=1)
    """Tells apart tallied gatherings that are alike in everything: the first, the second."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pathway = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    occurred_on = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    usual = models.JSONField(default=dict)
    """What holds for everybody on the roll besides, unless their own step says otherwise."""
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    """The team that keeps the roll at a screen; a list's has none."""
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True)
    """Since when it no longer counts: its list was undone, or another took its place."""
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = GatheringQuerySet.as_manager()

    row_rule: ClassVar = RowRule(
        words="organisations whose rolls one keeps",
        seen=among("row.organisation_id", "gatherings", "text"),
    )
    field_classes: ClassVar = {
        "id": PUBLIC, "own_key": SEALED, "code_key": SEALED, "ordinal": PUBLIC,
        "organisation": PUBLIC, "pathway": PUBLIC, "step": PUBLIC, "occurred_on": PUBLIC,
        "place": PUBLIC, "answers": PUBLIC, "usual": PUBLIC, "team": PUBLIC,
        "recorded_at": PUBLIC, "source": PUBLIC,
        "undone_at": PUBLIC, "supersedes": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "own_key", "ordinal"],
                condition=models.Q(undone_at__isnull=True),
                name="gathering_own_key",
            ),
        )
        indexes = (
            models.Index(fields=["source"], name="gathering_source"),
            models.Index(
                fields=["organisation", "code_key"],
                condition=~models.Q(code_key=""),
                name="gathering_code",
            ),
        )

    def roll(self) -> StepQuerySet:
        """The steps of those who came, as they stand."""
        return Step.objects.live().filter(gathering=self.pk)


class ExpectedQuerySet(models.QuerySet["Expected"]):
    """Reads of who is expected."""

    def visible_to(self, user: Visitor, *, on: date) -> "ExpectedQuerySet":
        """People whom the user may see, on rolls that they may see."""
        return self.filter(
            gathering__in=Gathering.objects.visible_to(user, on=on),
            registration__in=Registration.objects.visible_to(user, on=on),
        )


class Expected(models.Model):
    """Somebody on a roll before it is known whether they come; whoever came has a step."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="expected")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    objects = ExpectedQuerySet.as_manager()

    database_rights: ClassVar = {
        "app": ("SELECT", "INSERT", "UPDATE", "DELETE"),
        "backup": ("SELECT",),
    }
    row_rule: ClassVar = RowRule(
        words="as its gathering and its registration",
        seen=f"{follows('gatherings_gathering', 'row.gathering_id')}"
        f" AND {follows('people_registration', 'row.registration_id')}",
    )
    field_classes: ClassVar = {
        "id": PUBLIC, "gathering": PUBLIC, "registration": PERSONAL, "added_at": PUBLIC,
        "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["gathering", "registration"], name="expected_once"),
        )


class TallyQuerySet(models.QuerySet["Tally"]):
    """Reads of tallies."""

    def visible_to(self, user: Visitor, *, on: date) -> "TallyQuerySet":
        """Tallies of gatherings that the user may see."""
        return self.filter(gathering__in=Gathering.objects.visible_to(user, on=on))


class Tally(models.Model):
    """How many took part, by sex and age, where no names were taken."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="tallies")
    sex = models.CharField(max_length=20)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    count = models.PositiveIntegerField()

    objects = TallyQuerySet.as_manager()

    row_rule: ClassVar = RowRule(
        words="as its gathering", seen=follows("gatherings_gathering", "row.gathering_id")
    )
    field_classes: ClassVar = {
        "id": PUBLIC, "gathering": PUBLIC, "sex": PUBLIC, "age_from": PUBLIC,
        "age_to": PUBLIC, "count": PUBLIC,
    }  # fmt: skip


class GatheringSighting(models.Model):
    """A further source that said what a gathering's tallies say; as `Sighting` does of steps."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="sightings")
    source = models.CharField(max_length=64)

    append_only = True
    field_classes: ClassVar = {"id": PUBLIC, "gathering": PUBLIC, "source": PUBLIC}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["gathering", "source"], name="gathering_sighting_once"),
        )
