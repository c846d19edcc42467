"""What another mapping would make of a list that is kept, before anything is changed."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from minga.engines.lists.mapping import ColumnMapping
from minga.engines.lists.rows import ListRow as ReadRow
from minga.work.intake.models import PartnerList
from minga.work.intake.opening import Vocabularies, kept_mappings, plan, rows_from, rows_under


@dataclass(frozen=True)
class Preview:
    """Rows by what would become of them, as the list was read and as it would be."""

    before: Counter[str]
    after: Counter[str]
    otherwise: int
    """How many rows would say something else, or be read where they were not."""


def preview(
    partner_list: PartnerList,
    mapping: ColumnMapping,
    *,
    known: Vocabularies,
    first: int | None = None,
) -> Preview:
    """Read a kept list, or its first rows, under its own plan and with `mapping`, and compare.

    Raises UnreadableFile, ErasedError and ChangedPlan as reading does.
    """
    kept = {**kept_mappings(partner_list.organisation_id), mapping.kind: mapping}
    plans = dict(enumerate(plan(partner_list, known=known, kept=kept), start=1))
    before = Counter[str]()
    said: dict[tuple[int, int], int] = {}
    for sheet, _, row in islice(rows_from(partner_list, known=known), first):
        before[row.state] += 1
        said[sheet, row.number] = _said(row)
    after = Counter[str]()
    otherwise = 0
    for sheet, _, row in islice(rows_under(partner_list, plans, known=known), first):
        after[row.state] += 1
        otherwise += said.pop((sheet, row.number), None) != _said(row)
    return Preview(before, after, otherwise + len(said))


def _said(row: ReadRow) -> int:
    """What a row says and what is wrong with it, small enough to keep for every row."""
    return hash((row.canonical(), tuple(problem.code for problem in row.problems)))
