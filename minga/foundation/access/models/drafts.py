"""What somebody has typed and not sent yet."""

from typing import ClassVar

from django.db import models

from minga.foundation.access.models.accounts import User
from minga.foundation.access.models.rights import APP_ONLY
from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, belongs_to


class Draft(models.Model):
    """A form as far as its user has filled it in, sealed; one a page. Short-lived."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    address = models.CharField(max_length=300)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    database_rights: ClassVar = APP_ONLY
    row_rule: ClassVar = RowRule(words="whoever typed it", seen=belongs_to("row.user_id"))
    field_classes: ClassVar = {
        "id": PUBLIC, "user": PERSONAL, "address": PERSONAL, "sealed": SEALED, "saved_at": PUBLIC,
    }  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "address"], name="draft_one_a_page"),
        )
