"""Writing to the audit log, inside the transaction of the thing that was done."""

from collections.abc import Mapping

from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import Principal


def record(
    *,
    action: str,
    kind: str,
    object_id: object,
    by: Principal,
    reason: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write one event. `detail` holds codes and counts, never anything about a person.

    `reason` is in the words of whoever acts; what it should not hold is theirs to know.
    """
    AuditEvent.objects.create(
        action=action,
        object_kind=kind,
        object_id=str(object_id),
        by=str(by),
        reason=reason,
        detail=dict(detail or {}),
    )
