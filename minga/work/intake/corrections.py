"""The workbook that goes back to a partner: the rows to mend, each with what to do."""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Exists, OuterRef, QuerySet

from minga.engines.lists.findings import Problem, Severity, wording
from minga.engines.lists.rows import ListRow as ReadRow
from minga.engines.lists.workbooks import CorrectionSheet, write_corrections
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import Vocabularies, reopened
from minga.work.intake.raw import plans_of
from minga.work.intake.words import NOT_ACCEPTED, SEND_AGAIN


def open_rows(partner_list: PartnerList) -> QuerySet[ListRow]:
    """Rows for review or rejected that no corrected row, in a list that counts, has mended."""
    mended = ListRow.objects.filter(
        corrects=OuterRef("pk"),
        fate__in=["accepted", "seen"],
        partner_list__in=PartnerList.objects.live(),
    )
    return ListRow.objects.filter(
        ~Exists(mended), partner_list=partner_list, fate__in=["review", "rejected"]
    )


def corrections(partner_list: PartnerList, *, known: Vocabularies, mark: str = "") -> bytes:
    """The workbook of a list's open rows, sheet by sheet as it came.

    A row carries its id, so that it ties back when it returns. Raises ErasedError once the raw
    file was destroyed, ChangedPlan when the programme's lists have changed since.
    """
    plans = plans_of(partner_list)
    found: dict[int, list[tuple[str, ReadRow]]] = {}
    for stored, opened in reopened(partner_list, open_rows(partner_list), known=known):
        row = replace(opened.row, problems=problems_of(stored, opened.row))
        found.setdefault(opened.sheet, []).append((str(stored.pk), row))
    return write_corrections(
        (
            CorrectionSheet(plans[sheet].name, plans[sheet].headings, rows)
            for sheet, rows in found.items()
        ),
        mark=mark,
    )


def problems_of(stored: ListRow, read: ReadRow) -> tuple[Problem, ...]:
    """All that is wrong with a row: in its cells, with what was recorded, and to a reviewer."""
    return (*read.problems, *_later(read, stored))


def _later(row: ReadRow, stored: ListRow) -> Iterator[Problem]:
    """What was found wrong after reading, and why a reviewer did not accept the row."""
    have = {problem.code for problem in row.problems}
    severity = Severity.REJECT if stored.fate == "rejected" else Severity.REVIEW
    for problem in stored.problems:
        if problem["code"] not in have:
            message, mend = wording(problem["code"])
            yield Problem("", "", message, mend, severity, problem["code"])
    if stored.decision_reason:
        said = NOT_ACCEPTED.filled(reason=stored.decision_reason)
        yield Problem("", "", said, SEND_AGAIN, severity, "not_accepted")
