"""Registrations, persons as judgements, households, consent."""

import uuid
from datetime import date
from typing import ClassVar, Self, TypeVar

from django.db import models

from minga.foundation.access.clearance import Visitor, clearance_of
from minga.foundation.access.models import Circle, Team
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, among, follows, known_to
from minga.foundation.organisations.models import Organisation
from minga.register.people.dated import Dated, DatedQuerySet

Row = TypeVar("Row", bound=models.Model)
DatedRow = TypeVar("DatedRow", bound=Dated)


PEOPLE = "people_registration"
ONE_OF = RowRule(words="as its registration", seen=follows(PEOPLE, "row.registration_id"))


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Reads of registrations."""

    def visible_to(self, user: Visitor, *, on: date) -> "RegistrationQuerySet":
        """Registrations of teams whose registrations the user may read.

        Of somebody known through a sealed case alone, only that case's circle knows.
        """
        clearance = clearance_of(user, on=on)
        ours = models.Q(circle=None, team__in=clearance.registrations)
        named = models.Q(circle__in=Circle.objects.of(user), team__in=clearance.sealed_cases)
        return self.filter(ours | named)


class Registration(models.Model):
    """What one organisation wrote down about somebody: facts, never a name.

    `own_key` recognises the same person in this organisation's later files; it is keyed per
    organisation, so that it says nothing between organisations. With a `circle`, its very
    existence is hidden outside it, and nothing recognises it: it was made for a sealed case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")
    sex = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=10, default="unknown")
    own_document_key = models.CharField(max_length=64, blank=True)
    own_name_key = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    row_rule: ClassVar = RowRule(
        words="teams that read registrations; of a sealed case alone: the circle",
        seen=f"row.circle_id IS NULL AND {among('row.team_id', 'registrations')}"
        f" OR row.circle_id IS NOT NULL AND {among('row.team_id', 'sealed_cases')}"
        f" AND {known_to('row.circle_id')}",
    )
    field_classes: ClassVar = {
        "id": PERSONAL, "organisation": PUBLIC, "team": PUBLIC, "circle": PERSONAL,
        "sex": PERSONAL,
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
            models.CheckConstraint(
                condition=models.Q(birth_on__isnull=True, birth_precision="unknown")
                | models.Q(birth_on__isnull=False) & ~models.Q(birth_precision="unknown"),
                name="registration_birth_known",
            ),
            models.CheckConstraint(
                condition=models.Q(circle=None) | models.Q(own_document_key="", own_name_key=""),
                name="registration_of_a_circle_is_not_recognised",
            ),
        )

    @property
    def code(self) -> str:
        """What people call it by where no name may stand: the beginning of its number."""
        return str(self.pk)[:8]


class OfRegistration(models.QuerySet[Row]):
    """Reads of what hangs on a registration: it is seen where that is."""

    def visible_to(self, user: Visitor, *, on: date) -> Self:
        """Rows of registrations that the user may see."""
        return self.filter(registration__in=Registration.objects.visible_to(user, on=on))


class DatedOfRegistration(DatedQuerySet[DatedRow]):
    """Reads of dated rows that hang on a registration."""

    def visible_to(self, user: Visitor, *, on: date) -> Self:
        """Rows of registrations that the user may see."""
        return self.filter(registration__in=Registration.objects.visible_to(user, on=on))


class Correction(models.Model):
    """What a registration said of sex and birth until it was corrected.

    The registration says what is right now; a count as of an earlier moment finds here what was
    recorded then: the first correction after it.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="corrections")
    sex = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=10)
    corrected_at = models.DateTimeField()

    objects = OfRegistration["Correction"].as_manager()

    database_rights: ClassVar = {
        "app": ("SELECT", "INSERT", "DELETE"),
        "counter": ("SELECT",),
        "backup": ("SELECT",),
    }
    row_rule: ClassVar = ONE_OF
    field_classes: ClassVar = {
        "id": PUBLIC, "registration": PERSONAL, "sex": PERSONAL, "birth_on": PERSONAL,
        "birth_precision": PUBLIC, "corrected_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=["registration", "corrected_at"], name="correction_of"),)


class OwnCode(models.Model):
    """A code by which an organisation knows somebody: a file or participant number, hashed.

    It recognises whoever has no document and no full date of birth. Each source that says it is
    kept, so that any of them can be undone.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="own_codes")
    own_key = models.CharField(max_length=64)
    source = models.CharField(max_length=64, blank=True)

    objects = OfRegistration["OwnCode"].as_manager()

    row_rule: ClassVar = ONE_OF
    field_classes: ClassVar = {
        "id": PUBLIC, "registration": PERSONAL, "own_key": SEALED, "source": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=["source"], name="own_code_source"),)
        constraints = (
            models.UniqueConstraint(
                fields=["own_key", "registration", "source"], name="own_code_once"
            ),
        )


class RegistrationFact(Dated):
    """A dated fact of a registration: a self-identified group, a status. Many may hold at once.

    A fact is never changed: it is taken back and said anew, so that a count as of an earlier day
    finds what was recorded then. What two sources say stands twice, so that either can be undone.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=60)

    objects = DatedOfRegistration["RegistrationFact"].as_manager()

    row_rule: ClassVar = ONE_OF
    field_classes: ClassVar = {
        "id": PUBLIC, "registration": PERSONAL, "kind": PUBLIC, "value": PERSONAL,
        "from_on": PERSONAL, "to_on": PERSONAL, "source": PUBLIC, "recorded_at": PUBLIC,
        "retracted_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=["source"], name="registration_fact_source"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["group", "status"]), name="registration_fact_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__gt=models.F("from_on")), name="registration_fact_dates"
            ),
            models.UniqueConstraint(
                fields=["registration", "kind", "value", "from_on", "source"],
                condition=models.Q(retracted_at=None),
                nulls_distinct=False,
                name="registration_fact_once",
            ),
        )


class HouseholdQuerySet(models.QuerySet["Household"]):
    """Reads of households."""

    def visible_to(self, user: Visitor, *, on: date) -> "HouseholdQuerySet":
        """Households of organisations in which the user reads registrations; who lives there is
        seen member by member."""
        return self.filter(organisation__in=clearance_of(user, on=on).households)


class Household(models.Model):
    """People who live together, as one organisation knows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    own_key = models.CharField(max_length=64)

    objects = HouseholdQuerySet.as_manager()

    row_rule: ClassVar = RowRule(
        words="organisations whose registrations one reads",
        seen=among("row.organisation_id", "households", "text"),
    )
    field_classes: ClassVar = {"id": PERSONAL, "organisation": PUBLIC, "own_key": SEALED}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "own_key"], name="household_own_key"),
        )


class HouseholdMember(Dated):
    """A registration in a household, from and to; taken back and said anew as facts are."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="households")

    objects = DatedOfRegistration["HouseholdMember"].as_manager()

    row_rule: ClassVar = RowRule(
        words="as its registration and its household",
        seen=f"{follows(PEOPLE, 'row.registration_id')}"
        f" AND {follows('people_household', 'row.household_id')}",
    )
    field_classes: ClassVar = {
        "id": PUBLIC, "household": PERSONAL, "registration": PERSONAL, "from_on": PERSONAL,
        "to_on": PERSONAL, "source": PUBLIC, "recorded_at": PUBLIC, "retracted_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["household", "registration", "from_on", "source"],
                condition=models.Q(retracted_at=None),
                nulls_distinct=False,
                name="household_member_once",
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__gt=models.F("from_on")), name="household_member_dates"
            ),
        )


class JudgementQuerySet(models.QuerySet["Judgement"]):
    """Reads of judgements."""

    def visible_to(self, user: Visitor, *, on: date) -> "JudgementQuerySet":
        """Judgements on two registrations that the user may see, both of them."""
        seen = Registration.objects.visible_to(user, on=on).values("pk")
        return self.filter(left__in=seen, right__in=seen)


class SafeContact(Dated):
    """How somebody may be reached without harm, from when it was said. Without one: never.

    Hours, words to use, and through whom, are sealed under the key of their identity.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=60)
    sealed = models.BinaryField(null=True)
    by = models.CharField(max_length=100)

    objects = DatedOfRegistration["SafeContact"].as_manager()

    row_rule: ClassVar = ONE_OF
    field_classes: ClassVar = {
        "id": PUBLIC, "registration": PERSONAL, "channel": PERSONAL, "sealed": SEALED,
        "from_on": PERSONAL, "to_on": PERSONAL, "source": PUBLIC, "recorded_at": PUBLIC,
        "retracted_at": PUBLIC, "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(retracted_at=None),
                name="safe_contact_once",
            ),
            models.CheckConstraint(condition=~models.Q(channel=""), name="safe_contact_channel"),
        )


class Judgement(models.Model):
    """Whether two registrations are the same human being. Kept for ever; the latest one holds."""

    left = models.UUIDField()
    right = models.UUIDField()
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=300)
    score = models.FloatField()
    by = models.CharField(max_length=100)
    judged_at = models.DateTimeField(auto_now_add=True)

    objects = JudgementQuerySet.as_manager()

    append_only = True
    database_rights: ClassVar = {
        "app": ("SELECT", "INSERT"),
        "linker": ("SELECT", "INSERT"),
        "counter": ("SELECT",),
        "backup": ("SELECT",),
    }
    row_rule: ClassVar = RowRule(
        words="as both registrations",
        seen=f"{follows(PEOPLE, 'row.left')} AND {follows(PEOPLE, 'row.right')}",
    )
    field_classes: ClassVar = {
        "id": PUBLIC, "left": PERSONAL, "right": PERSONAL, "verdict": PERSONAL,
        "reason": PERSONAL, "score": PERSONAL, "by": PUBLIC, "judged_at": PUBLIC,
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


class ConsentQuerySet(OfRegistration["Consent"]):
    """Reads of consents."""

    def standing(self, *, on: date) -> "ConsentQuerySet":
        """Consents in force on a day: given, not over, not withdrawn by then."""
        over = models.Q(until_on__isnull=False, until_on__lte=on)
        withdrawn = models.Q(withdrawn_on__isnull=False, withdrawn_on__lte=on)
        return self.filter(given_on__lte=on).exclude(over | withdrawn)

    def covering(self, *, purpose: str, data_class: str, recipient: str) -> "ConsentQuerySet":
        """Consents to exactly this: nothing covers more than it says."""
        return self.filter(purpose=purpose, data_class=data_class, recipient=recipient)


class Consent(models.Model):
    """What somebody agreed to: purpose, data, recipient, until when. Never true by default.

    `source` is the list that said so, where it was one.

    The recipient is an organisation's code; empty, it is the one that asked. A guardian's consent
    says whether the child agreed too; a child's own says why no guardian was asked.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    data_class = models.CharField(max_length=60)
    recipient = models.CharField(max_length=60, blank=True)
    given_by = models.CharField(max_length=10)
    relation = models.CharField(max_length=40, blank=True)
    assent = models.CharField(max_length=10, blank=True)
    no_guardian_reason = models.CharField(max_length=300, blank=True)
    given_on = models.DateField()
    until_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    source = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    objects = ConsentQuerySet.as_manager()

    row_rule: ClassVar = ONE_OF
    field_classes: ClassVar = {
        "id": PUBLIC, "registration": PERSONAL, "purpose": PERSONAL, "data_class": PERSONAL,
        "recipient": PERSONAL, "given_by": PERSONAL, "relation": PERSONAL, "assent": PERSONAL,
        "no_guardian_reason": PERSONAL, "given_on": PERSONAL, "until_on": PERSONAL,
        "withdrawn_on": PERSONAL, "source": PUBLIC, "recorded_at": PUBLIC, "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(purpose="") & ~models.Q(data_class=""),
                name="consent_says_to_what",
            ),
            models.CheckConstraint(
                condition=models.Q(given_by="self", relation="", assent="")
                | models.Q(given_by="guardian", assent__in=["given", "too_young"])
                & ~models.Q(relation=""),
                name="consent_given_by",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("given_on")), name="consent_until"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_withdrawn",
            ),
        )
