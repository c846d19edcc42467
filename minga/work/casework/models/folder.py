"""What a case holds besides its steps: notes, papers, steps that wait, and being handed over.

All of it is seen where its case is seen. Of a sealed case nothing stands in the clear: what
somebody wrote is under the case's own key.
"""

import uuid
from datetime import date
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from minga.foundation.access.clearance import Visitor, clearance_of
from minga.foundation.access.models import Team
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, among
from minga.foundation.definitions.models import LoadedDefinition
from minga.work.casework.models.cases import OF_CASE, OF_SEEN_CASE, Case, Step

Row = TypeVar("Row", bound=models.Model)
FOLDER_RIGHTS = {
    "app": ("SELECT", "INSERT", "UPDATE", "DELETE"),
    "backup": ("SELECT",),
}
"""Nothing of it is counted. Erasing a person takes it away."""


class OfCase(models.QuerySet[Row]):
    """Reads of what hangs on a case: it is seen where that is."""

    def visible_to(self, user: Visitor, *, on: date) -> Self:
        """Rows of cases that the user may see."""
        return self.filter(case__in=Case.objects.visible_to(user, on=on))


class Note(models.Model):
    """Something to remember about a case; a flag asks to be looked at, until it is settled.

    What was written stays: a note is settled, never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    occurred_on = models.DateField()
    text = models.TextField(blank=True)
    sealed_text = models.BinaryField(null=True)
    flag = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)

    objects = OfCase["Note"].as_manager()

    row_rule: ClassVar = OF_CASE
    database_rights: ClassVar = FOLDER_RIGHTS
    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "occurred_on": PERSONAL, "text": PERSONAL,
        "sealed_text": SEALED, "flag": PERSONAL, "recorded_at": PUBLIC, "by": PUBLIC,
        "settled_at": PUBLIC, "settled_by": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(sealed_text__isnull=True) | Q(text=""), name="note_sealed_or_clear"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="")
                | (Q(flag=True, settled_at__isnull=False) & ~Q(settled_by="")),
                name="note_settled_by_somebody",
            ),
        )


class Paper(models.Model):
    """A file that belongs to a case: encrypted in the data folder under a key of its own.

    Of a sealed case it stands under the case's key besides. Its name may tell of somebody, and is
    kept as a note's text is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=120, blank=True)
    sealed_name = models.BinaryField(null=True)
    kind = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    thumbnail = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    objects = OfCase["Paper"].as_manager()

    row_rule: ClassVar = OF_CASE
    database_rights: ClassVar = FOLDER_RIGHTS
    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "name": PERSONAL, "sealed_name": SEALED, "kind": PUBLIC,
        "size": PUBLIC, "thumbnail": PUBLIC, "recorded_at": PUBLIC, "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (
            models.Index(
                fields=["thumbnail"],
                condition=Q(thumbnail__isnull=False),
                name="paper_thumbnail",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(sealed_name__isnull=True) ^ Q(name=""), name="paper_sealed_or_clear"
            ),
        )


class ProposalQuerySet(OfCase["Proposal"]):
    """Reads of proposals."""

    def waiting(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(decided_at=None)


class Proposal(models.Model):
    """A step that waits for a supervisor: until it is approved it is no step, and counts nowhere.

    `said` is what would be recorded; of a sealed case it is under the case's key.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    name = models.CharField(max_length=60)
    said = models.JSONField(default=dict)
    sealed_said = models.BinaryField(null=True)
    proposed_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    supersedes = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+")
    step = models.OneToOneField(Step, models.PROTECT, null=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    row_rule: ClassVar = OF_CASE
    database_rights: ClassVar = FOLDER_RIGHTS
    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "name": PERSONAL, "said": PERSONAL,
        "sealed_said": SEALED, "proposed_at": PUBLIC, "by": PUBLIC, "decided_at": PUBLIC,
        "decided_by": PUBLIC, "reason": PERSONAL, "supersedes": PUBLIC, "step": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="", step__isnull=True)
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=models.F("by")),
                name="proposal_decided_by_another",
            ),
        )


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Reads of handovers."""

    def visible_to(self, user: Visitor, *, on: date) -> Self:
        """Of cases that the user may see, and those that are offered to a team in which they
        would see the case."""
        clearance = clearance_of(user, on=on)
        offered = Q(confidentiality="open", to__in=clearance.open_cases)
        offered |= Q(confidentiality="restricted", to__in=clearance.restricted_cases)
        return self.filter(
            Q(case__in=Case.objects.visible_to(user, on=on)) | Q(offered, answered_at=None)
        )

    def waiting(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answered_at=None)


class Handover(models.Model):
    """A team offers a case to another of its organisation, which takes it or does not.

    Until it is taken, the case is where it was, and the other team reads only what stands here.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    pathway = models.ForeignKey(LoadedDefinition, models.PROTECT, related_name="+")
    confidentiality = models.CharField(max_length=12)
    of = models.ForeignKey(Team, models.PROTECT, related_name="+")
    to = models.ForeignKey(Team, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    offered_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    taken = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    objects = HandoverQuerySet.as_manager()

    row_rule: ClassVar = RowRule(
        words="as its case, and by the team that it is offered to",
        seen=f"{OF_SEEN_CASE}"
        f" OR row.confidentiality = 'open' AND {among('row.to_id', 'open_cases')}"
        f" OR row.confidentiality = 'restricted' AND {among('row.to_id', 'restricted_cases')}",
        new=OF_SEEN_CASE,
    )
    database_rights: ClassVar = FOLDER_RIGHTS
    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "pathway": PUBLIC, "confidentiality": PUBLIC,
        "of": PUBLIC, "to": PUBLIC, "reason": PERSONAL, "offered_at": PUBLIC, "by": PUBLIC,
        "answered_at": PUBLIC, "answered_by": PUBLIC, "taken": PUBLIC, "answer": PERSONAL,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="handover_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="handover_has_a_reason"),
            models.CheckConstraint(condition=~Q(of=models.F("to")), name="handover_to_another"),
            models.CheckConstraint(
                condition=~Q(confidentiality="sealed"), name="handover_of_no_sealed_case"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, taken__isnull=True, answered_by="")
                | (Q(answered_at__isnull=False, taken__isnull=False) & ~Q(answered_by="")),
                name="handover_answered_by_somebody",
            ),
        )
