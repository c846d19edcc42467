"""The heads of all chains, kept elsewhere: what no writer of the database can take back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minga.foundation.audit.chaining import seal_of_kept
from minga.foundation.audit.models import AuditChain
from minga.foundation.core.errors import MendableError


class KeptHeadsError(MendableError):
    """The file is not one that `minga audit heads` wrote."""


@dataclass(frozen=True, slots=True)
class KeptHead:
    """How long a chain was when its head was kept elsewhere, and the code of its last event."""

    chain: int
    length: int
    code: str


def heads_to_keep(*, at: datetime) -> str:
    """The heads of all chains, sealed, to be kept where whoever keeps the database has no hand."""
    heads: list[dict[str, object]] = [
        {"chain": head.pk, "length": head.length, "code": head.code}
        for head in AuditChain.objects.order_by("pk")
    ]
    kept_at = at.isoformat()
    seal = seal_of_kept(heads, kept_at=kept_at)
    return json.dumps({"kept_at": kept_at, "heads": heads, "seal": seal}, indent=1) + "\n"


def read_kept(text: str) -> list[KeptHead]:
    """Heads that were kept. Raises KeptHeadsError where the file is not as it was written."""
    try:
        said: dict[str, Any] = json.loads(text)
        heads = [KeptHead(head["chain"], head["length"], head["code"]) for head in said["heads"]]
        whole = seal_of_kept(said["heads"], kept_at=said["kept_at"]) == said["seal"]
    except (ValueError, KeyError, TypeError) as error:
        raise KeptHeadsError("this is no file of heads; `minga audit heads` writes one.") from error
    if not whole:
        raise KeptHeadsError("this file of heads was changed since it was written; use another.")
    return heads
