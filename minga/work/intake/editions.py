"""Whether a list is a later edition of one that came before, and which of its rows were changed.

Only an organisation's own lists are compared. What is found is kept with the sheet, so that a
reading that was interrupted goes on as it began.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from django.db.models import Count, QuerySet

from minga.engines.lists.editions import Line, Pair, changed_rows, is_edition
from minga.engines.lists.plan import ChangedPlan, SheetPlan
from minga.engines.lists.reading import UnreadableFile
from minga.engines.lists.rows import ListRow as ReadRow
from minga.foundation.keys.sealing import ErasedError
from minga.work.intake.contents import content_key
from minga.work.intake.models import ListRow, ListSheet, PartnerList
from minga.work.intake.opening import Vocabularies, reopened, rows_under

AT_ONCE = 5_000

Changes = dict[int, Mapping[str, tuple[int | None, bool]]]
"""By sheet and row: the id of the earlier row, if it is known, and whether it is surely that."""


def find_changes(
    partner_list: PartnerList, plans: Mapping[int, SheetPlan], *, known: Vocabularies
) -> Changes:
    """What every sheet of a list changes of an earlier one; nothing of a list that is new."""
    earlier = _earlier(partner_list)
    wanted = {
        position: plan
        for position, plan in plans.items()
        if plan.fault is None and earlier.filter(kind=plan.kind).exists()
    }
    if not wanted:
        return {}
    lines: dict[int, list[Line]] = {}
    for position, kind, row in rows_under(partner_list, wanted, known=known):
        line = _line(partner_list.organisation_id, kind, row.number, row)
        lines.setdefault(position, []).append(line)
    found: Changes = {}
    for position, rows in lines.items():
        kind = wanted[position].kind
        pairs = _compared(partner_list, kind, rows, known)
        if known.kinds[kind].tallied:
            # Other numbers of the same gathering are told by the gathering itself.
            pairs = [pair for pair in pairs if pair.mark != 0]
        if pairs:
            found[position] = {str(pair.new): (pair.old, pair.same) for pair in pairs}
    return found


def _earlier(partner_list: PartnerList) -> QuerySet[ListSheet]:
    lists = PartnerList.objects.live().filter(
        organisation=partner_list.organisation_id, state="done"
    )
    return ListSheet.objects.filter(fault="", partner_list__in=lists).exclude(
        partner_list=partner_list
    )


def _line(organisation: str, kind: str, number: int, row: ReadRow) -> Line:
    return Line(number, content_key(organisation, kind, row), _marks(row))


def _marks(row: ReadRow) -> tuple[int | None, ...]:
    """Hashes of whom a row speaks, for as long as it is compared; the surest first."""
    person = row.person
    if row.tallies:
        event = (repr(row.steps), row.place, row.gathering_code)
        return (hash(event), hash(row.gathering_code) if row.gathering_code else None)
    if person is None:
        about = (row.organisation, row.site, row.case_code)
        return (hash(about) if any(about) else None,)
    named = f"{person.given_names} {person.surnames}".strip()
    whole = (person, row.case_code, row.organisation, row.site)
    return (
        hash(whole),
        hash(person.code) if person.code else None,
        hash(person.document) if person.document else None,
        hash(named) if named else None,
    )


def _compared(
    partner_list: PartnerList, kind: str, lines: Sequence[Line], known: Vocabularies
) -> list[Pair]:
    keys = {line.key for line in lines}
    sheets = _earlier(partner_list).filter(kind=kind)
    common = Counter[tuple[object, int]]()
    elsewhere: set[str] = set()
    rows = ListRow.objects.filter(partner_list__in=sheets.values("partner_list"))
    for some in _chunks(sorted(keys)):
        counted = rows.filter(content_key__in=some).values_list("partner_list", "sheet")
        for one, sheet, count in counted.annotate(count=Count("content_key", distinct=True)):
            common[one, sheet] += count
        recorded = rows.filter(content_key__in=some, fate__in=["accepted", "seen"])
        elsewhere |= set(recorded.values_list("content_key", flat=True))
    for sheet in sheets.select_related("partner_list").order_by("-partner_list__received_at"):
        shared = common[sheet.partner_list_id, sheet.position]
        if shared and shared == max(common.values()):
            return _changes_of(sheet, lines, keys, elsewhere, known)
    return []


def _changes_of(
    sheet: ListSheet,
    lines: Sequence[Line],
    keys: Set[str],
    elsewhere: Set[str],
    known: Vocabularies,
) -> list[Pair]:
    """The changes against one earlier sheet, by the ids of its rows."""
    rows = ListRow.objects.filter(partner_list=sheet.partner_list, sheet=sheet.position)
    stored = list(rows.order_by("number"))
    shared = len({row.content_key for row in stored} & keys)
    if not is_edition(shared, len(stored), len(lines)):
        return []
    gone = [row for row in stored if row.content_key not in keys]
    marks = _marks_of(sheet.partner_list, gone, known)
    old = [Line(row.pk, row.content_key, marks.get(row.pk, ())) for row in stored]
    return changed_rows(old, lines, known=elsewhere)


def _marks_of(
    partner_list: PartnerList, rows: Sequence[ListRow], known: Vocabularies
) -> dict[int, tuple[int | None, ...]]:
    """Whom rows of an earlier list speak of; where its file is gone, only their place is known."""
    if not rows:
        return {}
    try:
        return {row.pk: _marks(one.row) for row, one in reopened(partner_list, rows, known=known)}
    except (ErasedError, ChangedPlan, UnreadableFile):
        return {}


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
