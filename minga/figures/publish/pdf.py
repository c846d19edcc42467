"""The fact sheet as a tagged PDF (PDF/UA-1): two designed A4 pages, then the list of figures."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typst

from minga.figures.publish.factsheet import Factsheet
from minga.figures.publish.plain import plain_sheet
from minga.foundation.core.errors import MendableError
from minga.foundation.web.paper import finish, fonts

TEMPLATE = Path(__file__).parent / "typst" / "factsheet.typ"
SCALES = ("1.1", "1.07", "1.04", "1.01", "0.98", "0.95", "0.92", "0.89", "0.86", "0.83")
"""Sizes of type tried from the largest, until a page keeps to itself."""


class SheetTooLongError(MendableError):
    """The texts do not fit on two pages even in the smallest type that can be read."""


def render_pdf(sheet: Factsheet) -> bytes:
    """The PDF; the same sheet always gives the same bytes.

    Each of the two pages is set in the largest type that it holds.

    Raises:
        SheetTooLongError: when a page's parts do not fit on it at the smallest size.
    """
    setting = _Setting(json.dumps(plain_sheet(sheet), ensure_ascii=False))
    first = setting.fit("second-page", 2, lambda scale: (scale, SCALES[-1]))
    second = setting.fit("notes-page", 3, lambda scale: (first, scale)) if first else None
    if first is None or second is None:
        page = 1 if first is None else 2
        raise SheetTooLongError(
            f"«{sheet.title}» does not fit: page {page} is too full; shorten its longest section"
            " or drop a chart"
        )
    return finish(setting.compiler(first, second), on=sheet.released_on)


@dataclass(frozen=True)
class _Setting:
    """A sheet on its way to paper."""

    data: str

    def compiler(self, first: str, second: str) -> typst.Compiler:
        """The template with the sheet, each page in its own size of type."""
        inputs = {"sheet": self.data, "first": first, "second": second}
        return typst.Compiler(TEMPLATE, font_paths=fonts(), sys_inputs=inputs)

    def fit(self, mark: str, page: int, sizes: Callable[[str], tuple[str, str]]) -> str | None:
        """The largest size of type with which what is marked falls on its page."""
        for scale in SCALES:
            found = self.compiler(*sizes(scale)).query(f"<{mark}>", field="value", one=True)
            if json.loads(found) == page:
                return scale
        return None
