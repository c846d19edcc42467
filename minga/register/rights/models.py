"""Requests that people make about their own data."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from minga.foundation.access.clearance import Visitor
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.foundation.core.classes import PERSONAL, PUBLIC
from minga.foundation.core.rows import RowRule, among
from minga.foundation.organisations.models import Organisation
from minga.register.people.models import Registration
from minga.register.rights.rules import AskedBy, Check, Decision, Right

RIGHTS, ASKERS, CHECKS, DECISIONS = (
    [code.value for code in codes] for codes in (Right, AskedBy, Check, Decision)
)


SEEN = among("row.organisation_id", "requests", "text")


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Reads of requests."""

    def visible_to(self, user: Visitor, *, on: date) -> "DataRequestQuerySet":
        """All of them, for whoever answers them; for everybody else none."""
        if user.pk and Team.objects.of(user, Permission.ANSWER_REQUEST, on=on).exists():
            return self.all()
        return self.none()

    def waiting(self) -> "DataRequestQuerySet":
        """Those that somebody has still to do something about."""
        return self.filter(done_on=None).exclude(decision=Decision.REFUSED)


class DataRequest(models.Model):
    """What somebody asks about one registration of theirs.

    It holds codes and days only: the words of the decision are its reason in the log, which is
    sealed, and which erasing the person destroys.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="+")
    right = models.CharField(max_length=20)
    asked_by = models.CharField(max_length=20)
    check_made = models.CharField(max_length=20)
    received_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    decision = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    done_on = models.DateField(null=True)

    objects = DataRequestQuerySet.as_manager()

    database_rights: ClassVar = {"app": ("SELECT", "INSERT", "UPDATE"), "backup": ("SELECT",)}
    row_rule: ClassVar = RowRule(words="whoever answers them", seen=SEEN)
    field_classes: ClassVar = {
        "id": PUBLIC, "organisation": PUBLIC, "registration": PERSONAL, "right": PERSONAL,
        "asked_by": PERSONAL, "check_made": PERSONAL, "received_on": PERSONAL, "due_on": PERSONAL,
        "recorded_at": PUBLIC, "by": PUBLIC, "decision": PERSONAL, "decided_at": PUBLIC,
        "decided_by": PUBLIC, "done_on": PERSONAL,
    }  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=["due_on"], name="data_request_due"),)
        constraints = (
            models.CheckConstraint(condition=Q(right__in=RIGHTS), name="data_request_right"),
            models.CheckConstraint(condition=Q(asked_by__in=ASKERS), name="data_request_asked_by"),
            models.CheckConstraint(condition=Q(check_made__in=CHECKS), name="data_request_check"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by="", done_on=None)
                | Q(decision__in=DECISIONS, decided_at__isnull=False) & ~Q(decided_by=""),
                name="data_request_decided",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(decision=Decision.REFUSED.value),
                name="data_request_refused_is_not_done",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to do something about it."""
        return self.done_on is None and self.decision != Decision.REFUSED

    @property
    def may_be_carried_out(self) -> bool:
        """Whether it was granted, at least in part, and is not done yet."""
        return self.is_open and self.decision != ""
