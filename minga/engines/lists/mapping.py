"""Which heading of a partner's list means which column of ours: suggested, kept, edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from minga.engines.lists.definition import ListKind, Vocabulary
from minga.engines.lists.likeness import columns_alike, term_named
from minga.engines.lists.words import JOINT, ORDINALS, ROW_ID, normal

IGNORE = "ignore"
"""Stands for a column of ours where a person has said that a heading means nothing to us."""

_ROW_ID = normal(ROW_ID)


class MappedColumn(NamedTuple):
    """A heading and the column of ours that it means."""

    heading: str
    column: str
    score: float = 100.0
    term: str | None = None
    """For a column that is only ticked: the term that a tick stands for."""


@dataclass(frozen=True)
class ColumnMapping:
    """How one organisation's lists of a kind are read."""

    kind: str
    columns: tuple[MappedColumn, ...] = ()
    unmapped: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    """Values that hold for the whole file, by column: a place named only in the title."""
    dates: str | None = None
    """`dmy` or `mdy` where a person has settled it; otherwise the columns decide."""
    names: str | None = None
    """`surnames_first` or `given_first` where a person has settled it."""
    sexes: str | None = None
    """`h_m` (hombre, mujer) or `m_f` (masculino, femenino) where a person has settled it."""

    def missing(self, kind: ListKind, told: Iterable[str] = ()) -> tuple[str, ...]:
        """Required columns of `kind` that nothing is mapped to, nor `told` above the table."""
        found = {mapped.column for mapped in self.columns} | {*self.constants, *told}
        return tuple(c for c, column in kind.columns.items() if column.required and c not in found)

    def joined(self, other: "ColumnMapping") -> "ColumnMapping":
        """This mapping, with what `other` says of headings that this one does not have."""
        have = {normal(mapped.heading) for mapped in self.columns}
        columns = self.columns + tuple(m for m in other.columns if normal(m.heading) not in have)
        mapped = {normal(one.heading) for one in columns}
        unmapped = dict.fromkeys((*self.unmapped, *other.unmapped))
        left = tuple(heading for heading in unmapped if normal(heading) not in mapped)
        return replace(self, columns=columns, unmapped=left)


Terms = tuple[tuple[str, Vocabulary], ...]
"""Columns that may be ticked, each with its vocabulary."""


class _Candidate(NamedTuple):
    score: float
    place: int
    heading: str
    column: str


def suggest(
    headings: Sequence[str],
    kind: ListKind,
    vocabularies: Mapping[str, Vocabulary] | None = None,
    *,
    kept: ColumnMapping | None = None,
) -> ColumnMapping:
    """The likeliest meaning of each heading, best first, a column of ours used once.

    What `kept` says of a heading holds. Headings that name a term of a person's vocabulary are
    taken as columns that are ticked. Whatever is alike to nothing is listed as unmapped.
    """
    known = vocabularies or {}
    terms = tuple((code, known[name]) for code, name in kind.ticked if name in known)
    suggested = _suggested if kept is None else _suggested.__wrapped__
    return suggested(tuple(headings), kind, terms, kept)


@lru_cache(maxsize=16_384)
def _suggested(
    headings: tuple[str, ...], kind: ListKind, terms: Terms, kept: ColumnMapping | None
) -> ColumnMapping:
    """Kept where nobody has settled anything: sheet after sheet has the same headings."""
    named = [(i, h) for i, h in enumerate(headings) if normal(h) and normal(h) != _ROW_ID]
    taken = _settled(named, kind, kept) if kept else {}
    parts = [normal(heading.rpartition(JOINT)[2]) for _, heading in named]
    candidates = [
        _Candidate(score, i, heading, code)
        for (i, heading), part in zip(named, parts, strict=True)
        if i not in taken
        for code, score in columns_alike(heading, kind, alone=parts.count(part) == 1)
    ]
    _assign(candidates, taken)
    for i, heading in named:
        # `No.` above a column of numbers is no answer to be ticked.
        asked = i not in taken and not _numbers_rows(heading)
        ticked = _ticked(heading, terms) if asked else None
        if ticked is not None:
            taken[i] = ticked
    return replace(
        kept or ColumnMapping(kind.code),
        columns=tuple(taken[i] for i in sorted(taken)),
        unmapped=tuple(
            heading for i, heading in named if i not in taken and not _numbers_rows(heading)
        ),
    )


def _settled(
    named: Iterable[tuple[int, str]], kind: ListKind, kept: ColumnMapping
) -> dict[int, MappedColumn]:
    """What a kept mapping says of these headings; of two for one column, the first that stands."""
    known = {normal(mapped.heading): mapped for mapped in kept.columns}
    taken: dict[int, MappedColumn] = {}
    used: set[str] = set()
    for i, heading in named:
        mapped = known.get(normal(heading))
        if mapped is None or mapped.column not in {*kind.columns, IGNORE} - used:
            continue
        taken[i] = mapped._replace(heading=heading)
        if mapped.term is None and mapped.column != IGNORE:
            used.add(mapped.column)
    return taken


def _assign(candidates: Iterable[_Candidate], taken: dict[int, MappedColumn]) -> None:
    """The best candidates first, each heading and each column of ours used once."""
    used = {mapped.column for mapped in taken.values() if mapped.term is None}
    for found in sorted(candidates, key=lambda c: (-c.score, c.place)):
        if found.place not in taken and found.column not in used:
            taken[found.place] = MappedColumn(found.heading, found.column, round(found.score, 1))
            used.add(found.column)


def _numbers_rows(heading: str) -> bool:
    return normal(heading.rpartition(JOINT)[2]) in ORDINALS


def _ticked(heading: str, terms: Terms) -> MappedColumn | None:
    """A heading such as `Afroecuatoriana` above a column of crosses."""
    for code, vocabulary in terms:
        found = term_named(heading, vocabulary)
        if found is not None:
            return MappedColumn(heading, code, round(found[1], 1), found[0])
    return None


class KindGuess(NamedTuple):
    """A kind of list that a sheet may be, how likely (0-1), and how it would be read."""

    kind: str
    score: float
    mapping: ColumnMapping


def guess_kind(
    headings: Sequence[str],
    kinds: Iterable[ListKind],
    vocabularies: Mapping[str, Vocabulary] | None = None,
    kept: Mapping[str, ColumnMapping] | None = None,
) -> list[KindGuess]:
    """The kinds that the headings may belong to, likeliest first; none where nothing fits.

    A heading that few kinds know says more than one that all of them know. `kept` are the
    sender's own mappings by kind.
    """
    kinds, kept = list(kinds), kept or {}
    mappings = {k.code: suggest(headings, k, vocabularies, kept=kept.get(k.code)) for k in kinds}
    known_to: dict[str, int] = {}
    for mapping in mappings.values():
        for mapped in mapping.columns:
            known_to[mapped.heading] = known_to.get(mapped.heading, 0) + 1
    named = [heading for heading in headings if normal(heading)]
    whole = sum(1 / known_to.get(heading, len(kinds)) for heading in named) or 1.0
    guesses = []
    for kind in kinds:
        mapping = mappings[kind.code]
        told = sum(m.score / 100 / known_to[m.heading] for m in mapping.columns)
        required = [code for code, column in kind.columns.items() if column.required]
        lacking = len(mapping.missing(kind)) / (len(required) or 1)
        score = told / whole * (1 - lacking / 2)
        if score > 0:
            guesses.append(KindGuess(kind.code, round(score, 4), mapping))
    return sorted(guesses, key=lambda guess: (-guess.score, guess.kind))
