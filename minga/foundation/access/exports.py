"""Any list as a file: the same rows for the same eyes, in words or in codes, logged, as it grows.

A list page asks `wanted(request)` and answers with `export(...)`; `{% take_away %}` writes the
ways to ask for it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from minga.foundation.access.guards import visitor
from minga.foundation.access.scope import acting
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import user as principal_of
from minga.foundation.web.sheets import Cell, as_csv, as_workbook

Row = TypeVar("Row")
KINDS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
}
SYNTHETIC = "SYNTHETIC"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column by its code and its heading; `words` is what people read instead of a code."""

    code: str
    heading: str
    value: Callable[[Row], Cell]
    words: Callable[[Row], Cell] | None = None

    def told(self, row: Row, *, in_codes: bool) -> Cell:
        """What stands in the column for a row."""
        return self.value(row) if in_codes or self.words is None else self.words(row)


def wanted(request: HttpRequest) -> bool:
    """Whether the list is asked for as a file."""
    return request.GET.get("as") in KINDS


def export(
    request: HttpRequest,
    *,
    what: str,
    columns: Sequence[Column[Row]],
    rows: Callable[[], Iterable[Row]],
) -> StreamingHttpResponse:
    """The list as a file. `rows` is called in the visitor's own scope, once the page is left.

    Logged before anything is sent, for what has been sent cannot be called back; and once more
    at its end, with how many rows there were.
    """
    kind, in_codes = request.GET["as"], request.GET.get("in") == "codes"
    media, write = KINDS[kind]
    user, today, language = visitor(request), timezone.localdate(), translation.get_language()
    detail: dict[str, object] = {"as": kind, "in": "codes" if in_codes else "words"}

    def log(action: str, **more: object) -> None:
        by = principal_of(user.pk)
        record(action=action, kind="list", object_id=what, by=by, detail={**detail, **more})

    def told() -> Iterator[Sequence[Cell]]:
        mark = [SYNTHETIC] if settings.DEMONSTRATION else []
        heads = [column.code if in_codes else column.heading for column in columns]
        yield [*heads, *(_("Synthetic data") for _mark in mark)]
        count = 0
        for row in rows():
            count += 1
            yield [*(column.told(row, in_codes=in_codes) for column in columns), *mark]
        log("access.export_ended", rows=count)

    def sent() -> Iterator[bytes]:
        with translation.override(language), acting(user, on=today):
            yield from write(told())

    log("access.export_begun", asked=sorted(name for name, value in request.GET.items() if value))
    name = f"{what}-{today:%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(sent(), content_type=media, headers=headers)
