"""From a kept file to typed rows: its sheets as planned, in the order they stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from minga.engines.definition import Text
from minga.engines.lists.definition import ListKind, Term, Vocabulary
from minga.engines.lists.mapping import ColumnMapping
from minga.engines.lists.mapping_file import read_mapping
from minga.engines.lists.plan import SheetPlan, plan_sheets, planned_reader
from minga.engines.lists.reader import ListReader
from minga.engines.lists.reading import read_sheets
from minga.engines.lists.rows import ListRow
from minga.foundation.definitions.actions import current
from minga.foundation.keys import files
from minga.foundation.keys.sealing import ErasedError
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import PathwayRules
from minga.work.intake.models import ListMapping, PartnerList
from minga.work.intake.models import ListRow as StoredRow
from minga.work.intake.raw import name_of, plans_of

LONGEST_ID = 18
"""Digits that the id of a row can have."""


@dataclass(frozen=True)
class Vocabularies:
    """What cells may mean: the pack's kinds of list and vocabularies, places, organisations.

    And what the pathways ask of the steps that lists record.
    """

    kinds: Mapping[str, ListKind]
    terms: Mapping[str, Vocabulary]
    rules: Mapping[str, PathwayRules]

    @classmethod
    def load(cls) -> "Vocabularies":
        """The current ones."""
        kinds = {c: ListKind.model_validate(d.content) for c, d in current("list").items()}
        terms = {c: Vocabulary.model_validate(d.content) for c, d in current("vocabulary").items()}
        units, sites = dict[str, Term](), dict[str, Term]()
        for place in Place.objects.filter(retired=False).exclude(kind="country"):
            found = sites if place.kind == "site" else units
            found[place.code] = Term(es=place.name, en=place.name, within=place.parent_id)
        organisations = {
            o.code: Term(es=o.name_es, en=o.name_en, synonyms=(o.acronym,) if o.acronym else ())
            for o in Organisation.objects.filter(retired=False)
        }
        title = Text(es="", en="")
        terms["place"] = Vocabulary(code="place", title=title, terms=units)
        terms["site"] = Vocabulary(code="site", title=title, terms=sites)
        terms["organisation"] = Vocabulary(code="organisation", title=title, terms=organisations)
        return cls(kinds=kinds, terms=terms, rules=current_rules())

    def kinds_of(self, code: str) -> list[ListKind]:
        """The kinds of list of a pathway, else the one so named; none where there is neither."""
        of_pathway = [kind for kind in self.kinds.values() if kind.pathway == code]
        return of_pathway or [kind for kind in self.kinds.values() if kind.code == code]


class Opened(NamedTuple):
    """A row read: the position of its sheet, its kind of list, and what it says."""

    sheet: int
    kind: str
    row: ListRow


def kept_mappings(organisation: str) -> dict[str, ColumnMapping]:
    """An organisation's own mappings by kind of list."""
    own = ListMapping.objects.filter(organisation=organisation)
    return {row.kind: _mapping_of(row.text) for row in own}


@lru_cache(maxsize=1024)
def _mapping_of(text: str) -> ColumnMapping:
    """A kept mapping; the same text, which stands before each file, is read once."""
    return read_mapping(text)[0]


def mapping_to_edit(organisation: str, kind: str) -> ColumnMapping | None:
    """What is kept, with the headings that stand unmapped in the latest list of that kind."""
    kept = kept_mappings(organisation).get(kind)
    latest = (
        PartnerList.objects.live()
        .filter(organisation=organisation, purged_at=None, sheets__kind=kind, sheets__fault="")
        .order_by("received_at")
        .last()
    )
    if kept is None or latest is None:
        return kept
    for found in plans_of(latest).values():
        if found.kind == kind and found.fault is None:
            kept = kept.joined(ColumnMapping(kind, unmapped=found.mapping.unmapped))
    return kept


def plan(
    partner_list: PartnerList,
    *,
    known: Vocabularies,
    kind: str | None = None,
    kept: Mapping[str, ColumnMapping] | None = None,
) -> list[SheetPlan]:
    """What each sheet of a kept file is, under its sender's own mappings (or those given).

    Raises UnreadableFile for a file that cannot be read at all.
    """
    content = files.fetch(partner_list.id)
    return plan_sheets(
        read_sheets(content, name=name_of(partner_list)),
        known.kinds,
        known.terms,
        kept=kept_mappings(partner_list.organisation_id) if kept is None else kept,
        named=kind,
        mended=lambda row_id: mapping_of(row_id, partner_list.organisation_id),
    )


def mapping_of(row_id: str, organisation: str) -> ColumnMapping | None:
    """How one of an organisation's own rows was read, if its file is still there."""
    if not row_id.isdecimal() or len(row_id) > LONGEST_ID:
        return None
    row = (
        StoredRow.objects.filter(pk=int(row_id), partner_list__organisation=organisation)
        .select_related("partner_list")
        .first()
    )
    try:
        return plans_of(row.partner_list)[row.sheet].mapping if row else None
    except ErasedError:
        return None


def rows_from(partner_list: PartnerList, *, known: Vocabularies, skip: int = 0) -> Iterator[Opened]:
    """The rows of a planned list after the first `skip`.

    Raises UnreadableFile, ChangedPlan when a sheet is now seen otherwise, ErasedError.
    """
    for position, reader, kind, rows in _readers(partner_list, plans_of(partner_list), known):
        if skip >= rows:
            skip -= rows
            continue
        for row in reader.rows(skip=skip):
            yield Opened(position, kind, row)
        skip = 0


def reopened(
    partner_list: PartnerList, rows: Iterable[StoredRow], *, known: Vocabularies
) -> Iterator[tuple[StoredRow, Opened]]:
    """Rows of a list that were read before, with what they say; errors as in `rows_from`."""
    wanted: dict[int, dict[int, StoredRow]] = {}
    for row in rows:
        wanted.setdefault(row.sheet, {})[row.number] = row
    plans = {sheet: plan for sheet, plan in plans_of(partner_list).items() if sheet in wanted}
    for position, reader, kind, _ in _readers(partner_list, plans, known):
        for read in reader.some(wanted[position]):
            yield wanted[position][read.number], Opened(position, kind, read)


def rows_under(
    partner_list: PartnerList, plans: Mapping[int, SheetPlan], *, known: Vocabularies
) -> Iterator[Opened]:
    """The rows as another plan would read them."""
    for position, reader, kind, _ in _readers(partner_list, plans, known):
        for row in reader.rows():
            yield Opened(position, kind, row)


def _readers(
    partner_list: PartnerList, plans: Mapping[int, SheetPlan], known: Vocabularies
) -> Iterator[tuple[int, ListReader, str, int]]:
    content = files.fetch(partner_list.id)
    received_on = timezone.localdate(partner_list.received_at)
    sheets = read_sheets(content, name=name_of(partner_list))
    for position, sheet in enumerate(sheets, start=1):
        found = plans.get(position)
        if found is None or found.fault is not None:
            continue
        reader = planned_reader(sheet, found, known.kinds, known.terms, received_on=received_on)
        yield position, reader, found.kind, found.rows
