"""Rows that are never changed: taken back and said anew, so that every earlier moment keeps them.

A dated row holds from its first day until before its last; without dates it always does. As of a
moment, what counts is what had been recorded by then and was not yet taken back.
"""

from datetime import date, datetime
from typing import Protocol, TypeVar

from django.db import models


class Dated(Protocol):
    """What such a row has."""

    pk: int | None
    from_on: date | None
    to_on: date | None
    recorded_at: datetime


Row = TypeVar("Row", bound=models.Model)


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
