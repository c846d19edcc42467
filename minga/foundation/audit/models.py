"""The audit log: what was done, by whom, to what, and why."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PERSONAL, PUBLIC


class AuditEvent(models.Model):
    """One thing that was done. No foreign keys, so that the log never hinders live data."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=100)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)

    append_only = True
    field_classes: ClassVar = {
        "id": PUBLIC, "at": PUBLIC, "by": PUBLIC, "action": PUBLIC, "object_kind": PUBLIC,
        "object_id": PUBLIC, "reason": PERSONAL, "detail": PUBLIC,
    }  # fmt: skip
