"""Terms of the pack, as a page offers them."""

from typing import Any

from minga.engines.definition import Text
from minga.foundation.definitions.actions import current
from minga.work.casework.words import said
from minga.work.gatherings.forms import Band


def terms(vocabulary: str) -> list[tuple[str, str]]:
    """The codes of a vocabulary with their words, in the pack's order."""
    row = current("vocabulary").get(vocabulary)
    found = row.content["terms"] if row else {}
    return [(code, said(Text(es=one["es"], en=one["en"]))) for code, one in found.items()]


def age_bands() -> list[Band]:
    """The programme's bands of ages, the last one open, and one for ages that nobody knows."""
    rows = current("programme")
    content: dict[str, Any] = next((row.content for row in rows.values()), {})
    starts = list(content.get("bands", {}).get("age_band", [0, 18]))
    return [*zip(starts, [*starts[1:], None], strict=True), (None, None)]
