"""Rows that are never changed: taken back and said anew, so that every earlier moment keeps them.

A dated row holds from its first day until before its last; without dates it always does. As of a
moment, what counts is what had been recorded by then and was not yet taken back.
"""

from datetime import date, datetime
from typing import TypeVar

from django.db import models


class Dated(models.Model):
    """What such rows have in common."""

    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    source = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Dated)


class DatedQuerySet(models.QuerySet[Row]):
    """Reads of dated rows, and ending them."""

    def said(self) -> "DatedQuerySet[Row]":
        """Rows that nobody has taken back."""
        return self.filter(retracted_at=None)

    def on(self, day: date) -> "DatedQuerySet[Row]":
        """Rows that hold on a day."""
        begun = models.Q(from_on=None) | models.Q(from_on__lte=day)
        return self.said().filter(begun, models.Q(to_on=None) | models.Q(to_on__gt=day))

    def end(self, *, on: date, at: datetime) -> int:
        """Let rows that hold before a day and on it end that day, as is known from `at` on.

        How many did.
        """
        before = models.Q(from_on=None) | models.Q(from_on__lt=on)
        ending = list(self.said().filter(before, models.Q(to_on=None) | models.Q(to_on__gt=on)))
        self.model._default_manager.filter(pk__in=[row.pk for row in ending]).update(
            retracted_at=at
        )
        for row in ending:
            row.pk, row.to_on, row.recorded_at = None, on, at
        self.bulk_create(ending)
        return len(ending)
