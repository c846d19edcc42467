"""What became of lists, for people to read: numbers, reasons and row numbers, never a cell."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Count

from minga.engines.definition import Text
from minga.engines.lists.findings import wording
from minga.engines.lists.plan import SheetPlan
from minga.work.intake.corrections import open_rows
from minga.work.intake.models import ListRow, ListSheet, PartnerList
from minga.work.intake.raw import sheets_of

_COLUMN = Text(es="columna {n}", en="column {n}")


@dataclass(frozen=True)
class Line:
    """One list in an overview."""

    partner_list: PartnerList
    kinds: tuple[str, ...]
    fates: Counter[str]


@dataclass
class Trouble:
    """One problem of one column, and the rows that have it."""

    code: str
    sheet: int
    column: Text
    message: Text
    mend: Text
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class ListReport:
    """One list: what its sheets are, its rows by fate, and what is still to mend."""

    partner_list: PartnerList
    sheets: dict[int, SheetPlan]
    fates: Counter[str]
    mended: int
    troubles: list[Trouble]


def overview(
    organisation: str | None = None, *, within: Collection[PartnerList] | None = None
) -> list[Line]:
    """Every list, or those of one organisation, or some; the latest last."""
    lists = PartnerList.objects.order_by("received_at", "pk")
    if organisation is not None:
        lists = lists.filter(organisation=organisation)
    if within is not None:
        lists = lists.filter(pk__in=[one.pk for one in within])
    fates: dict[object, Counter[str]] = {}
    counted = ListRow.objects.filter(partner_list__in=lists).values_list("partner_list", "fate")
    for pk, fate, count in counted.annotate(count=Count("pk")).order_by("partner_list", "fate"):
        fates.setdefault(pk, Counter())[fate] = count
    kinds: dict[object, list[str]] = {}
    read = ListSheet.objects.filter(partner_list__in=lists, fault="").order_by("position")
    for pk, kind in read.values_list("partner_list", "kind"):
        kinds.setdefault(pk, []).append(kind)
    return [
        Line(one, tuple(dict.fromkeys(kinds.get(one.pk, ()))), fates.get(one.pk, Counter()))
        for one in lists
    ]


def fates_of(partner_list: PartnerList) -> Counter[str]:
    """How many rows of a list have each fate."""
    rows = ListRow.objects.filter(partner_list=partner_list).values_list("fate")
    return Counter(dict(rows.annotate(count=Count("pk")).order_by("fate")))


def report(partner_list: PartnerList) -> ListReport:
    """One list in full."""
    fates = fates_of(partner_list)
    waiting = open_rows(partner_list).order_by("sheet", "number")
    sheets = sheets_of(partner_list)
    return ListReport(
        partner_list=partner_list,
        sheets=sheets,
        fates=fates,
        mended=fates["review"] + fates["rejected"] - waiting.count(),
        troubles=list(_troubles(waiting.iterator(), sheets)),
    )


def _troubles(rows: Iterator[ListRow], sheets: dict[int, SheetPlan]) -> Iterator[Trouble]:
    """Problems grouped by sheet, kind and column, the most frequent first."""
    found: dict[tuple[int, str, str], Trouble] = {}
    for row in rows:
        for problem in row.problems:
            column = _column(problem["at"], problem["column"], sheets.get(row.sheet))
            key = (row.sheet, problem["code"], column.en)
            if key not in found:
                found[key] = Trouble(problem["code"], row.sheet, column, *wording(problem["code"]))
            found[key].rows.append(row.number)
    yield from sorted(found.values(), key=lambda trouble: -len(trouble.rows))


def _column(at: int | None, own: str, plan: SheetPlan | None) -> Text:
    """A column by our own name for it, else by its letter; a heading may name somebody."""
    if at is None:
        return Text(es=own, en=own)
    heading = plan.headings[at] if plan and at < len(plan.headings) else ""
    mapped = {m.heading: m.column for m in plan.mapping.columns} if plan else {}
    name = mapped.get(heading, "")
    return Text(es=name, en=name) if name else _COLUMN.filled(n=_letter(at))


def _letter(index: int) -> str:
    """The letter of a column, as a spreadsheet shows it."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
