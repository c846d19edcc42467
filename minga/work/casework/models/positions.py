"""Where each case stands, kept beside it."""

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from minga.foundation.access.clearance import Visitor, clearance_of
from minga.foundation.access.models import Circle, Team, User
from minga.foundation.core.classes import PERSONAL, PUBLIC
from minga.foundation.core.rows import RowRule
from minga.work.casework.models.cases import SEEN, Case, seen_by


class PositionQuerySet(models.QuerySet["Position"]):
    """Reads of where cases stand."""

    def visible_to(self, user: Visitor, *, on: date) -> "PositionQuerySet":
        """Where the cases stand that the user may see; their teams are said too, for the index."""
        clearance = clearance_of(user, on=on)
        teams = {*clearance.open_cases, *clearance.restricted_cases, *clearance.sealed_cases}
        return self.filter(seen_by(user, on=on), team__in=teams)

    def owing(self, *, until: date) -> "PositionQuerySet":
        """Open cases that owe a step by a day, the most urgent first."""
        owed = self.filter(state=Position.State.OPEN, due_on__lte=until)
        return owed.order_by("due_on", models.F("due_at").asc(nulls_last=True), "case")

    def came_in(self, *, since: datetime) -> "PositionQuerySet":
        """Open cases first written down since a moment, the latest first."""
        return self.filter(state=Position.State.OPEN, came_at__gte=since).order_by("-came_at")


class Position(models.Model):
    """Where a case stands: worked out from its steps, in the transaction that writes them.

    It says nothing that the steps do not, and `minga settle` works it out anew. What is owed does
    not depend on the day it is read: `due_on` and `due_step` are of the most urgent deadline, and
    `due_at` its moment where the pathway counts hours. `came_at` and `moved_at` are when the first
    and the last of its steps were written down. `waiting_for` are the roles that may take
    the step that is due (anybody, where there are none), `hand` is who recorded last.

    Team, confidentiality and circle are the case's: what is seen is found without looking there.
    """

    class State(models.TextChoices):
        """`unclear`: it has steps, and none that its pathway would have allowed."""

        OPEN = "open"
        CLOSED = "closed"
        UNCLEAR = "unclear"
        EMPTY = "empty"
        ERASED = "erased"

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, db_index=False, related_name="position"
    )
    team = models.ForeignKey(Team, models.PROTECT, db_index=False, related_name="+")
    confidentiality = models.CharField(max_length=12)
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, db_index=False, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    opened_on = models.DateField(null=True)
    came_at = models.DateTimeField(null=True)
    last_step = models.CharField(max_length=60, blank=True)
    last_on = models.DateField(null=True)
    due_step = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    waiting_for = ArrayField(models.CharField(max_length=60), default=list)
    hand = models.ForeignKey(User, models.PROTECT, null=True, db_index=False, related_name="+")

    objects = PositionQuerySet.as_manager()

    row_rule: ClassVar = RowRule(words="as its case", seen=SEEN)
    field_classes: ClassVar = {
        "case": PERSONAL, "team": PUBLIC, "confidentiality": PUBLIC, "circle": PERSONAL,
        "state": PERSONAL, "opened_on": PERSONAL,
        "came_at": PUBLIC, "last_step": PERSONAL, "last_on": PERSONAL, "due_step": PERSONAL,
        "due_on": PERSONAL, "due_at": PERSONAL, "moved_at": PUBLIC, "waiting_for": PUBLIC,
        "hand": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (
            models.Index(
                fields=["team", "due_on"],
                condition=models.Q(state="open", due_on__isnull=False),
                name="position_due",
            ),
            models.Index(
                fields=["team", "came_at"], condition=models.Q(state="open"), name="position_came"
            ),
            models.Index(
                "team",
                models.F("last_on").desc(nulls_last=True),
                "case",
                name="position_last",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(due_on=None, due_step="")
                | (models.Q(due_on__isnull=False, state="open") & ~models.Q(due_step="")),
                name="position_owes_a_step_by_a_day",
            ),
        )
