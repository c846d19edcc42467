"""The codes that hold a chain together: keyed, so that writing the tables is not enough."""

import json
from collections.abc import Mapping
from datetime import UTC

from minga.foundation.audit.models import AuditChain, AuditEvent
from minga.foundation.keys.sealing import keyed_hash


def plain(detail: Mapping[str, object]) -> dict[str, object]:
    """The detail as the database gives it back, so that its code is the same then."""
    same: dict[str, object] = json.loads(json.dumps(dict(detail)))
    return same


def code_of(event: AuditEvent, *, after: str) -> str:
    """The code of an event that follows the one with the code `after`."""
    said = [
        event.chain,
        event.number,
        event.at.astimezone(UTC).isoformat(),
        event.by,
        event.team,
        event.action,
        event.object_kind,
        event.object_id,
        event.detail,
        str(event.reason_key or ""),
        bytes(event.sealed_reason or b"").hex(),
        after,
    ]
    return keyed_hash(_canonical(said), purpose="audit-event")


def seal_of(chain: AuditChain) -> str:
    """The seal of a chain's head."""
    return keyed_hash(_canonical([chain.pk, chain.length, chain.code]), purpose="audit-head")


def seal_of_kept(heads: list[dict[str, object]], *, kept_at: str) -> str:
    """The seal of heads that are kept elsewhere."""
    return keyed_hash(_canonical([kept_at, heads]), purpose="audit-kept")


def _canonical(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
