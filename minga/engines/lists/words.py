"""Words compared as people mean them: without accents, case, punctuation or double spaces."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

ROW_ID = "minga_row"
"""Heading of the hidden column by which a corrected row finds its way back."""

JOINT = " · "
"""Stands between the two lines of a heading."""

ORDINALS = frozenset(("n", "no", "nro", "num", "numero", "number", "ord", "orden", "item", "id"))
"""Headings of columns that only number the rows."""

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff]")
_MISSING = frozenset(
    (
        "",
        "n a",
        "na",
        "n d",
        "nd",
        "s d",
        "s n",
        "sn",
        "no aplica",
        "not applicable",
        "no tiene",
        "sin dato",
        "sin datos",
        "sin informacion",
        "no registra",
        "no consta",
        "none",
        "null",
        "pendiente",
    )
)
MARKS = frozenset(("x", "xx", "si", "s", "yes", "y", "1", "true", "verdadero", "ok"))
"""What people write in a column that is only ticked."""


def plain(text: object) -> str:
    """A cell as text: whole numbers without `.0`, spaces collapsed, unseen signs dropped.

    So is the apostrophe by which a spreadsheet marks a number as text.
    """
    if isinstance(text, float) and text.is_integer():
        return str(int(text))
    if text is None:
        return ""
    return " ".join(_CONTROL.sub("", str(text)).split()).removeprefix("'")


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """`text` in lower case without accents; anything but letters and digits is one space."""
    text = text.replace("№", "n").replace("º", "").replace("ª", "").replace("✓", "x")
    text = text.replace("✔", "x").replace("☒", "x").replace("☑", "x")
    bare = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_WORD.sub(" ", "".join(c for c in bare if not unicodedata.combining(c))).strip()


def row_id_column(headings: Sequence[str]) -> int | None:
    """Where the hidden column of a corrections workbook stands, if there is one."""
    wanted = normal(ROW_ID)
    return next((i for i, heading in enumerate(headings) if normal(heading) == wanted), None)


def is_missing(text: str) -> bool:
    """Whether a cell says, one way or another, that nothing is known."""
    return normal(text) in _MISSING
