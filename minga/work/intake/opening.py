"""From a received file to typed rows: sheets, kind of list, mapping, in the order they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from minga.engines.definition import Text
from minga.engines.lists.definition import ListKind, Term, Vocabulary
from minga.engines.lists.headers import find_table
from minga.engines.lists.mapping import ColumnMapping, guess_kind, suggest
from minga.engines.lists.reader import ListReader
from minga.engines.lists.reading import read_sheets
from minga.engines.lists.rows import ListRow
from minga.foundation.definitions.actions import current
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.work.intake.models import ListMapping

SURE = 0.35
"""How well a sheet's headings must fit a kind of list to be read as one, from 0 to 1."""


@dataclass(frozen=True)
class Vocabularies:
    """What cells may mean: the pack's kinds of list and vocabularies, places, organisations."""

    kinds: Mapping[str, ListKind]
    terms: Mapping[str, Vocabulary]
    cantons: Mapping[str, str]

    @classmethod
    def load(cls) -> "Vocabularies":
        """The current ones."""
        kinds = {c: ListKind.model_validate(d.content) for c, d in current("list").items()}
        terms = {c: Vocabulary.model_validate(d.content) for c, d in current("vocabulary").items()}
        places = {
            place.code: Term(es=place.name, en=place.name, within=place.parent_id)
            for place in Place.objects.filter(
                kind__in=["canton", "parish", "province"], retired=False
            )
        }
        organisations = {
            o.code: Term(es=o.name_es, en=o.name_en, synonyms=(o.acronym,) if o.acronym else ())
            for o in Organisation.objects.filter(retired=False)
        }
        title = Text(es="", en="")
        terms["place"] = Vocabulary(code="place", title=title, terms=places)
        terms["organisation"] = Vocabulary(code="organisation", title=title, terms=organisations)
        return cls(kinds=kinds, terms=terms, cantons={})


@dataclass(frozen=True)
class OpenedSheet:
    """A sheet that was recognised: its kind of list, its mapping and its rows."""

    sheet: str
    kind: ListKind
    mapping: ColumnMapping
    reader: ListReader

    @property
    def rows(self) -> Iterator[ListRow]:
        """The rows, in order."""
        return self.reader.rows()


def open_sheets(
    content: bytes,
    *,
    name: str,
    organisation: str,
    received_on: date,
    known: Vocabularies,
    kind: str | None = None,
) -> Iterator[OpenedSheet]:
    """Every sheet that is one of the pack's lists, read with this organisation's own mapping.

    Raises UnreadableFile for a file that cannot be read at all.
    """
    headings = {h for k in known.kinds.values() for c in k.columns.values() for h in c.headings}
    own = {m.kind: m.text for m in ListMapping.objects.filter(organisation=organisation)}
    kinds = [known.kinds[kind]] if kind else list(known.kinds.values())
    for sheet in read_sheets(content, name=name):
        table = find_table(sheet, known=headings)
        if table is None:
            continue
        guesses = guess_kind(table.headings, kinds, known.terms)
        if not guesses or guesses[0].score < SURE:
            continue
        chosen = known.kinds[guesses[0].kind]
        mapping = guesses[0].mapping
        if chosen.code in own:
            kept = ColumnMapping.from_yaml(own[chosen.code])
            mapping = kept if kept.fits(table.headings) else mapping
        elif kind:
            mapping = suggest(table.headings, chosen, known.terms)
        reader = ListReader(table, chosen, mapping, known.terms, received_on=received_on)
        yield OpenedSheet(sheet.name, chosen, mapping, reader)
