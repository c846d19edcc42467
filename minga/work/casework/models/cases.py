"""Cases on pathways, and their append-only steps."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models

from minga.foundation.access.clearance import Visitor, clearance_of
from minga.foundation.access.models import Circle, Member, MemberQuerySet, Team
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, among, follows, known_to
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.register.people.models import PEOPLE, Household, Registration

SUBJECTS = ("registration", "household", "organisation", "place")
"""The columns of a case of which one at most says whom it is about."""


def _one_subject() -> models.Q:
    """At most one subject: for each, that all the others are empty."""
    alone = models.Q()
    for subject in SUBJECTS:
        others = {f"{other}__isnull": True for other in SUBJECTS if other != subject}
        alone |= models.Q(**others)
    return alone


def seen_by(user: Visitor, *, on: date) -> models.Q:
    """Open and restricted cases of teams in which the user may read such, and sealed ones of
    whose circle they are while they may still join one: of cases, and of where they stand."""
    clearance = clearance_of(user, on=on)
    return (
        models.Q(confidentiality="open", team__in=clearance.open_cases)
        | models.Q(confidentiality="restricted", team__in=clearance.restricted_cases)
        | models.Q(
            confidentiality="sealed",
            team__in=clearance.sealed_cases,
            circle__in=Circle.objects.of(user),
        )
    )


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases."""

    def visible_to(self, user: Visitor, *, on: date) -> "CaseQuerySet":
        """The cases that a user may see."""
        return self.filter(seen_by(user, on=on))

    def about(self, registration: uuid.UUID) -> "CaseQuerySet":
        """Cases that a registration is the subject of."""
        return self.filter(registration=registration)

    def unnamed(self) -> "CaseQuerySet":
        """Sealed cases, not erased, that nobody knows of yet: as lists bring them."""
        sealed = self.filter(confidentiality="sealed", circle=None)
        return sealed.exclude(position__state="erased")

    def out_of_order(self) -> "CaseQuerySet":
        """Cases with steps that their pathway would not have allowed: somebody should look."""
        return self.filter(out_of_order=True)


SEEN = " OR ".join(
    (
        f"row.confidentiality = 'open' AND {among('row.team_id', 'open_cases')}",
        f"row.confidentiality = 'restricted' AND {among('row.team_id', 'restricted_cases')}",
        f"row.confidentiality = 'sealed' AND {among('row.team_id', 'sealed_cases')}"
        f" AND {known_to('row.circle_id')}",
    )
)
"""The rule of `seen_by`, for the database."""
OF_SEEN_CASE = follows("casework_case", "row.case_id")
OF_CASE = RowRule(words="as its case", seen=OF_SEEN_CASE)


class Case(models.Model):
    """One subject on one pathway version, owned by one team.

    `own_key` recognises the case in this organisation's later lists. A sealed case that somebody
    opens at a screen has a key like no other, so that opening one never tells of another.
    `out_of_order` marks a case whose standing steps its pathway would not all have allowed. The
    `circle` of a sealed case is who knows of it; without one, as from a list, nobody does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pathway = models.ForeignKey(LoadedDefinition, models.PROTECT, related_name="+")
    own_key = models.CharField(max_length=64)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    confidentiality = models.CharField(max_length=12)
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")
    registration = models.ForeignKey(Registration, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    matter = models.CharField(max_length=120, blank=True)
    out_of_order = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    row_rule: ClassVar = RowRule(
        words="the owning team, by kind; sealed: the circle",
        seen=SEEN,
        new=f"({SEEN})"
        f" AND (row.registration_id IS NULL OR {follows(PEOPLE, 'row.registration_id')})"
        f" AND (row.household_id IS NULL OR {follows('people_household', 'row.household_id')})",
    )
    field_classes: ClassVar = {
        "id": PERSONAL, "pathway": PUBLIC, "own_key": SEALED, "team": PUBLIC,
        "confidentiality": PUBLIC, "circle": PERSONAL, "registration": PERSONAL,
        "household": PERSONAL, "organisation": PUBLIC, "place": PUBLIC, "matter": PERSONAL,
        "out_of_order": PERSONAL,
    }  # fmt: skip

    class Meta:
        verbose_name_plural = "cases"
        constraints = (
            models.UniqueConstraint(fields=["team", "own_key"], name="case_own_key"),
            models.CheckConstraint(
                condition=models.Q(confidentiality__in=["open", "restricted", "sealed"]),
                name="case_confidentiality",
            ),
            models.CheckConstraint(condition=_one_subject(), name="case_one_subject"),
            models.CheckConstraint(
                condition=models.Q(circle=None) | models.Q(confidentiality="sealed"),
                name="case_with_a_circle_is_sealed",
            ),
        )

    @property
    def members(self) -> MemberQuerySet:
        """Who knows of a sealed case, and knew; of any other case, nobody by name."""
        return Member.objects.filter(circle=self.circle_id)


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Reads of participants."""

    def visible_to(self, user: Visitor, *, on: date) -> "ParticipantQuerySet":
        """Participants of cases that the user may see."""
        return self.filter(case__in=Case.objects.visible_to(user, on=on))

    def said(self) -> "ParticipantQuerySet":
        """Those whom nobody has taken back."""
        return self.filter(retracted_at=None)


class Participant(models.Model):
    """Somebody with a role in a case besides its subject, from when it was recorded.

    Taken back, never deleted: a count as of an earlier moment finds who took part then.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="participants")
    role = models.CharField(max_length=60)
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    row_rule: ClassVar = RowRule(
        words="as its case",
        seen=OF_SEEN_CASE,
        new=f"{OF_SEEN_CASE} AND {follows(PEOPLE, 'row.registration_id')}",
    )
    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "role": PERSONAL, "registration": PERSONAL,
        "recorded_at": PUBLIC, "retracted_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "role", "registration"],
                condition=models.Q(retracted_at=None),
                name="participant_once",
            ),
        )


class StepQuerySet(models.QuerySet["Step"]):
    """Reads of steps."""

    def visible_to(self, user: Visitor, *, on: date) -> "StepQuerySet":
        """Steps of cases that the user may see."""
        return self.filter(case__in=Case.objects.visible_to(user, on=on))

    def live(self) -> "StepQuerySet":
        """Steps that stand: neither superseded by a later one nor void; moves are no steps."""
        later = Step.objects.filter(supersedes=models.OuterRef("pk"))
        return self.filter(~models.Exists(later), voided=False, moves_to=None)


class Step(models.Model):
    """Something that happened in a case. Never changed: a correction supersedes it.

    A void step takes back what it supersedes. A step that `moves_to` another version of the
    pathway is none of the pathway's own.
    """

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
    reason = models.CharField(max_length=300, blank=True)
    gathering = models.UUIDField(null=True)
    moves_to = models.ForeignKey(LoadedDefinition, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=100)

    objects = StepQuerySet.as_manager()

    append_only = True
    row_rule: ClassVar = OF_CASE
    field_classes: ClassVar = {
        "id": PUBLIC, "case": PERSONAL, "name": PUBLIC, "occurred_on": PERSONAL,
        "recorded_at": PUBLIC, "place": PERSONAL, "organisation": PUBLIC, "activity": PUBLIC,
        "role": PERSONAL, "answers": PERSONAL, "sealed_answers": SEALED, "supersedes": PUBLIC,
        "voided": PUBLIC, "reason": PERSONAL, "gathering": PERSONAL, "moves_to": PUBLIC,
        "digest": SEALED, "source": PUBLIC, "by": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (
            models.Index(fields=["source"], name="step_source"),
            models.Index(
                fields=["gathering"],
                condition=models.Q(gathering__isnull=False),
                name="step_gathering",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(voided=False) | models.Q(supersedes__isnull=False),
                name="step_void_supersedes",
            ),
        )


class SightingQuerySet(models.QuerySet["Sighting"]):
    """Reads of sightings."""

    def visible_to(self, user: Visitor, *, on: date) -> "SightingQuerySet":
        """Further sources of steps that the user may see."""
        return self.filter(step__in=Step.objects.visible_to(user, on=on))


class Sighting(models.Model):
    """A further source that said what a step says: undoing one source leaves what another said."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="sightings")
    source = models.CharField(max_length=64)

    objects = SightingQuerySet.as_manager()

    append_only = True
    row_rule: ClassVar = RowRule(words="as its step", seen=follows("casework_step", "row.step_id"))
    field_classes: ClassVar = {"id": PUBLIC, "step": PUBLIC, "source": PUBLIC}

    class Meta:
        indexes = (models.Index(fields=["source"], name="sighting_source"),)
        constraints = (models.UniqueConstraint(fields=["step", "source"], name="sighting_once"),)


class UndoneSource(models.Model):
    """A source that was undone whole: nothing that it alone said stands any more."""

    source = models.CharField(max_length=64, unique=True)
    undone_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    append_only = True
    field_classes: ClassVar = {"id": PUBLIC, "source": PUBLIC, "undone_at": PUBLIC, "by": PUBLIC}
