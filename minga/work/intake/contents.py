"""What a row says, as a hash: the same content is known again, and nothing is told by it."""

from minga.engines.lists.rows import ListRow as ReadRow
from minga.foundation.keys.sealing import keyed_hash


def content_key(organisation: str, kind: str, row: ReadRow) -> str:
    """What a row says, as a hash that means something within its organisation only."""
    return keyed_hash(f"{kind}|{row.canonical()}", purpose="row", organisation=organisation)
