"""The audit log: what was done, by whom, to what, and why; in chains that nobody can rewrite."""

from collections.abc import Collection
from typing import ClassVar

from django.db import connection, models
from psycopg import sql

from minga.foundation.core.classes import PUBLIC, SEALED
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import open_sealed, unwrap


class AuditChainQuerySet(models.QuerySet["AuditChain"]):
    """Reads of chains."""

    def free(self) -> "AuditChain":
        """A chain that nobody else writes to now, ours until this transaction ends.

        It never waits, so that the log makes nobody wait and takes part in no deadlock: where
        every chain is taken there is one more.
        """
        chain = self.select_for_update(skip_locked=True).order_by("pk").first()
        return chain or self.create()


class AuditChain(models.Model):
    """The head of one chain of events: how long it is, and the code of its last event.

    `seal` is a keyed code of the head itself: whoever takes events from the end cannot make the
    head that goes with what is left.
    """

    length = models.BigIntegerField(default=0)
    code = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    objects = AuditChainQuerySet.as_manager()

    database_rights: ClassVar = {"app": ("SELECT", "INSERT", "UPDATE"), "backup": ("SELECT",)}
    field_classes: ClassVar = {"id": PUBLIC, "length": PUBLIC, "code": PUBLIC, "seal": PUBLIC}


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads of events."""

    def each(self, column: str) -> list[str]:
        """Every value of a column that an index begins with, found by leaps along it."""
        leaps = sql.SQL(
            "WITH RECURSIVE each AS ("
            " SELECT min({column}) AS found FROM audit_auditevent UNION ALL"
            " SELECT (SELECT min({column}) FROM audit_auditevent WHERE {column} > found)"
            " FROM each WHERE found IS NOT NULL"
            ") SELECT found FROM each WHERE found IS NOT NULL"
        )
        with connection.cursor() as cursor:
            cursor.execute(leaps.format(column=sql.Identifier(column)))
            return [found for (found,) in cursor.fetchall()]

    def about(self, kind: str, numbers: Collection[object]) -> "AuditEventQuerySet":
        """Events of some objects of a kind."""
        return self.filter(object_kind=kind, object_id__in=[str(number) for number in numbers])


class AuditEvent(models.Model):
    """One thing that was done. No foreign keys, so that the log never hinders live data.

    `code` is a keyed code of all that stands here and of the code before it in the chain. The
    reason, in somebody's own words, is sealed under a key of its own: destroying that key takes
    the words out of the log and leaves the chain whole.
    """

    chain = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    team = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    reason_key = models.UUIDField(null=True)
    sealed_reason = models.BinaryField(null=True)
    code = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    append_only = True
    database_rights: ClassVar = {"app": ("SELECT", "INSERT"), "backup": ("SELECT",)}
    field_classes: ClassVar = {
        "id": PUBLIC, "chain": PUBLIC, "number": PUBLIC, "at": PUBLIC, "by": PUBLIC,
        "team": PUBLIC, "action": PUBLIC, "object_kind": PUBLIC, "object_id": PUBLIC,
        "detail": PUBLIC, "reason_key": PUBLIC, "sealed_reason": SEALED, "code": PUBLIC,
    }  # fmt: skip

    class Meta:
        indexes = (
            models.Index(fields=["object_kind", "object_id"], name="audit_event_object"),
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["by", "at"], name="audit_event_by"),
            models.Index(fields=["action", "at"], name="audit_event_action"),
        )
        constraints = (
            models.UniqueConstraint(fields=["chain", "number"], name="audit_event_place"),
            models.CheckConstraint(
                condition=models.Q(reason_key__isnull=True, sealed_reason__isnull=True)
                | models.Q(reason_key__isnull=False, sealed_reason__isnull=False),
                name="audit_event_reason_has_a_key",
            ),
        )

    @property
    def place(self) -> str:
        """Where the event stands: its chain and its number there."""
        return f"{self.chain}.{self.number}"

    @property
    def reason(self) -> str:
        """The reason that was given; empty where none was, or where it was destroyed since."""
        key = self.reason_key
        return self.reason_under(WrappedKey.objects.filter(pk=key).first()) if key else ""

    def reason_under(self, row: WrappedKey | None) -> str:
        """The reason, opened with its key from the keystore; empty without it."""
        if row is None or self.sealed_reason is None:
            return ""
        sealed = bytes(self.sealed_reason)
        return open_sealed(sealed, key=unwrap(row), about=f"reason {self.place}").decode()
