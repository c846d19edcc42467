"""The keystore: one wrapped key per sealed thing. The backup role cannot read this table."""

from typing import ClassVar

from django.db import models

from minga.foundation.core.classes import PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, among, follows


class WrappedKey(models.Model):
    """The key of one identity, case or file, wrapped by its organisation's wrapping key.

    Destroying the row erases what it sealed: no backup holds it.
    """

    id = models.UUIDField(primary_key=True)
    organisation = models.CharField(max_length=60)
    wrapping_version = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    database_rights: ClassVar = {"app": ("SELECT", "INSERT", "UPDATE", "DELETE")}
    row_rule: ClassVar = RowRule(
        words="as the registration, case, list or paper that it sealed; the house's own: always",
        seen=" OR ".join(
            (
                "row.organisation = ''",
                follows("people_registration", "row.id"),
                follows("casework_case", "row.id"),
                follows("intake_partnerlist", "row.id"),
                follows("casework_paper", "row.id"),
                follows("casework_paper", "row.id", by="thumbnail"),
            )
        ),
        new=f"row.organisation = '' OR {among('row.organisation', 'households', 'text')}"
        f" OR {among('row.organisation', 'lists', 'text')}",
    )
    field_classes: ClassVar = {
        "id": PUBLIC,
        "organisation": PUBLIC,
        "wrapping_version": PUBLIC,
        "wrapped": SEALED,
    }
