"""Partners' lists: the raw file, what its sheets are, and the fate of every row."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models.functions import Cast

from minga.foundation.access.clearance import Visitor, clearance_of
from minga.foundation.access.models import Team
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, among, follows
from minga.foundation.organisations.models import Organisation

OWN = RowRule(
    words="organisations whose lists one takes in",
    seen=among("row.organisation_id", "lists", "text"),
)
LISTED = RowRule(words="as its list", seen=follows("intake_partnerlist", "row.partner_list_id"))


class PartnerListQuerySet(models.QuerySet["PartnerList"]):
    """Reads of lists."""

    def visible_to(self, user: Visitor, *, on: date) -> "PartnerListQuerySet":
        """Lists of organisations for which the user takes lists in."""
        return self.filter(organisation__in=clearance_of(user, on=on).lists)

    def live(self) -> "PartnerListQuerySet":
        """Lists that count: not undone."""
        return self.exclude(state="undone")

    def named(self, start: str) -> "PartnerListQuerySet":
        """Lists whose id begins so."""
        return self.alias(text=Cast("id", models.TextField())).filter(text__startswith=start)


class PartnerList(models.Model):
    """One file as received from one organisation: encrypted, hashed, kept until a date.

    Its name may name somebody, so it is sealed under the file's own key, as its sheets' names and
    headings are: when the file is destroyed, they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sealed_name = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    retain_until = models.DateField()
    purged_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, default="received")
    refusal = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=100)

    objects = PartnerListQuerySet.as_manager()

    row_rule: ClassVar = OWN
    field_classes: ClassVar = {
        "id": PUBLIC, "organisation": PUBLIC, "sealed_name": SEALED, "sha256": PUBLIC,
        "size": PUBLIC, "received_at": PUBLIC, "retain_until": PUBLIC, "purged_at": PUBLIC,
        "state": PUBLIC, "refusal": PUBLIC, "rows_total": PUBLIC, "rows_done": PUBLIC,
        "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["received", "reading", "done", "undone", "refused"]),
                name="partner_list_state",
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=~models.Q(state="undone"),
                name="partner_list_once",
            ),
        )

    @property
    def short_id(self) -> str:
        """The beginning of the id, enough for people to name the list by."""
        return str(self.id)[:8]


class ListSheetQuerySet(models.QuerySet["ListSheet"]):
    """Reads of sheets."""

    def visible_to(self, user: Visitor, *, on: date) -> "ListSheetQuerySet":
        """Sheets of lists that the user may see."""
        return self.filter(partner_list__in=PartnerList.objects.visible_to(user, on=on))


class ListSheet(models.Model):
    """What one sheet of a list is: of which kind and how it is read, or why it is not."""

    partner_list = models.ForeignKey(PartnerList, models.CASCADE, related_name="sheets")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60, blank=True)
    fault = models.CharField(max_length=12, blank=True)
    rivals = models.JSONField(default=list)
    lacking = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    """Of a later edition: its rows by number that may stand for rows of the earlier, and those."""
    sealed = models.BinaryField()

    objects = ListSheetQuerySet.as_manager()

    row_rule: ClassVar = LISTED
    field_classes: ClassVar = {
        "id": PUBLIC, "partner_list": PUBLIC, "position": PUBLIC, "kind": PUBLIC,
        "fault": PUBLIC, "rivals": PUBLIC, "lacking": PUBLIC, "rows": PUBLIC, "left_out": PUBLIC,
        "changes": PUBLIC,
        "sealed": SEALED,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["partner_list", "position"], name="list_sheet_once"),
        )


class ListRowQuerySet(models.QuerySet["ListRow"]):
    """Reads of rows."""

    def visible_to(self, user: Visitor, *, on: date) -> "ListRowQuerySet":
        """Rows of lists that the user may see."""
        return self.filter(partner_list__in=PartnerList.objects.visible_to(user, on=on))


class ListRow(models.Model):
    """One row of a list and what became of it. Its cells stay in the encrypted file."""

    id = models.BigAutoField(primary_key=True)
    partner_list = models.ForeignKey(PartnerList, models.CASCADE, related_name="rows")
    sheet = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content_key = models.CharField(max_length=64)
    fate = models.CharField(max_length=10)
    problems = models.JSONField(default=list)
    registration = models.UUIDField(null=True)
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    objects = ListRowQuerySet.as_manager()

    row_rule: ClassVar = LISTED
    field_classes: ClassVar = {
        "id": PUBLIC, "partner_list": PUBLIC, "sheet": PUBLIC, "number": PUBLIC,
        "content_key": SEALED, "fate": PUBLIC, "problems": PUBLIC, "registration": PERSONAL,
        "corrects": PUBLIC, "decided_by": PUBLIC, "decided_at": PUBLIC,
        "decision_reason": PERSONAL,
    }  # fmt: skip

    class Meta:
        indexes = (
            models.Index(fields=["content_key"], name="list_row_content"),
            models.Index(fields=["registration"], name="list_row_registration"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["partner_list", "sheet", "number"], name="list_row_once"
            ),
            models.CheckConstraint(
                condition=models.Q(fate__in=["accepted", "review", "rejected", "seen"]),
                name="list_row_fate",
            ),
        )


class ListJobQuerySet(models.QuerySet["ListJob"]):
    """Reads of jobs."""

    def visible_to(self, user: Visitor, *, on: date) -> "ListJobQuerySet":
        """Jobs on lists that the user may see."""
        return self.filter(partner_list__in=PartnerList.objects.visible_to(user, on=on))

    def waiting(self) -> "ListJobQuerySet":
        """Jobs that are not ended, the first asked for first."""
        return self.filter(ended_at=None).order_by("asked_at", "pk")


class ListJob(models.Model):
    """Something that a page asked to be done to a list. `minga work` does it, after a kill too.

    How far it has come is the list's own count of rows.
    """

    partner_list = models.ForeignKey(PartnerList, models.CASCADE, related_name="jobs")
    task = models.CharField(max_length=10)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, blank=True)
    """The kind of list that somebody says it is."""
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    in_its_place = models.ForeignKey(PartnerList, models.SET_NULL, null=True, related_name="+")
    """The list that a file is, once it was read again."""

    objects = ListJobQuerySet.as_manager()

    row_rule: ClassVar = LISTED
    field_classes: ClassVar = {
        "id": PUBLIC, "partner_list": PUBLIC, "task": PUBLIC, "team": PUBLIC, "kind": PUBLIC,
        "reason": PERSONAL, "by": PUBLIC, "asked_at": PUBLIC, "attempts": PUBLIC,
        "ended_at": PUBLIC, "failed": PUBLIC, "in_its_place": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(task__in=["take_in", "reread", "undo"]), name="list_job_task"
            ),
            models.UniqueConstraint(
                fields=["partner_list"],
                condition=models.Q(ended_at=None),
                name="list_job_one_at_a_time",
            ),
        )


class ListMappingQuerySet(models.QuerySet["ListMapping"]):
    """Reads of mappings."""

    def visible_to(self, user: Visitor, *, on: date) -> "ListMappingQuerySet":
        """Mappings of organisations for which the user takes lists in."""
        return self.filter(organisation__in=clearance_of(user, on=on).lists)


class ListMapping(models.Model):
    """How one organisation's headings are read, for one kind of list; edited as YAML."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    text = models.TextField()

    objects = ListMappingQuerySet.as_manager()

    row_rule: ClassVar = OWN
    field_classes: ClassVar = {
        "id": PUBLIC, "organisation": PUBLIC, "kind": PUBLIC, "text": PERSONAL,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "kind"], name="list_mapping_once"),
        )
