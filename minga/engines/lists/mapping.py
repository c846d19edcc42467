"""Which heading of a partner's list means which column of ours: suggested, kept, edited."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import yaml
from rapidfuzz import fuzz

from minga.engines.lists.definition import Column, ListKind, Vocabulary
from minga.engines.lists.words import JOINT, ORDINALS, ROW_ID, normal

FLOOR = 78.0
"""Likeness (0-100) below which a heading is left for a person to map."""

_TICK_FLOOR = 92.0
_FILLERS = frozenset(("de", "del", "la", "el", "los", "las", "en", "the", "of", "en", "su"))
_SETTINGS = ("unmapped", "constants", "dates", "names", "sexes")
_HINT = re.compile(r"\([^)]*\)")
_ROW_ID = normal(ROW_ID)
_AGAIN = re.compile(r" \(\d+\)$")


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

    def fits(self, headings: Iterable[str]) -> bool:
        """Whether every mapped heading is among `headings`: the list looks as it did before."""
        present = {normal(heading) for heading in headings}
        return all(normal(mapped.heading) in present for mapped in self.columns)

    def to_yaml(self) -> str:
        """The mapping as a small file that a person can edit."""
        content: dict[str, Any] = {"list": self.kind}
        content["columns"] = {m.heading: _entry(m) for m in self.columns}
        for name in _SETTINGS:
            if value := getattr(self, name):
                content[name] = list(value) if isinstance(value, tuple) else _plain(value)
        return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)

    @classmethod
    def from_yaml(cls, text: str) -> "ColumnMapping":
        """Read what `to_yaml` wrote, or what a person made of it; ValueError says what is wrong."""
        content = yaml.safe_load(text)
        if not isinstance(content, dict) or not isinstance(content.get("list"), str):
            raise ValueError("a mapping names its kind of list: `list: training_roll`")
        strange = set(content) - {"list", "columns", *_SETTINGS}
        if strange:
            raise ValueError(f"a mapping has no {', '.join(sorted(map(str, strange)))}")
        columns = {} if content.get("columns") is None else content["columns"]
        if not isinstance(columns, dict):
            raise ValueError("`columns` goes from headings to columns: `Nombres: given_names`")
        return cls(
            kind=content["list"],
            columns=tuple(_column(str(h), value) for h, value in columns.items()),
            unmapped=tuple(map(str, content.get("unmapped") or ())),
            constants={str(k): str(v) for k, v in (content.get("constants") or {}).items()},
            dates=_one_of(content.get("dates"), ("dmy", "mdy"), "dates"),
            names=_one_of(content.get("names"), ("surnames_first", "given_first"), "names"),
            sexes=_one_of(content.get("sexes"), ("h_m", "m_f"), "sexes"),
        )


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


def _entry(mapped: MappedColumn) -> object:
    if mapped.score >= 100 and mapped.term is None:
        return mapped.column
    entry: dict[str, object] = {"to": mapped.column, "score": round(mapped.score, 1)}
    if mapped.term is not None:
        entry["term"] = mapped.term
    return entry


def _column(heading: str, value: object) -> MappedColumn:
    if isinstance(value, str):
        return MappedColumn(heading, value)
    if isinstance(value, dict) and isinstance(value.get("to"), str):
        term = value.get("term")
        score = float(value.get("score", 100.0))
        return MappedColumn(heading, value["to"], score, None if term is None else str(term))
    raise ValueError(f"heading {heading!r} goes to a column: `{heading}: full_name`")


def _one_of(value: object, allowed: Sequence[str], name: str) -> str | None:
    if value is None or value in allowed:
        return None if value is None else str(value)
    raise ValueError(f"`{name}` is one of {', '.join(allowed)}")


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
    floor: float = FLOOR,
) -> ColumnMapping:
    """The likeliest meaning of each heading, best first, a column of ours used once.

    Headings that name a term of a person's vocabulary are taken as columns that are ticked.
    Whatever stays below `floor` is listed as unmapped.
    """
    named = [(i, h) for i, h in enumerate(headings) if normal(h) and normal(h) != _ROW_ID]
    parts = [normal(heading.rpartition(JOINT)[2]) for _, heading in named]
    single = frozenset(part for part in parts if parts.count(part) == 1)
    candidates = [
        _Candidate(score, i, heading, code)
        for i, heading in named
        for code, score in _scores(heading, kind, single).items()
        if score >= floor
    ]
    taken = _assigned(candidates)
    for i, heading in named:
        ticked = _ticked(heading, kind, vocabularies or {}) if i not in taken else None
        if ticked is not None:
            taken[i] = ticked
    return ColumnMapping(
        kind=kind.code,
        columns=tuple(taken[i] for i in sorted(taken)),
        unmapped=tuple(
            heading for i, heading in named if i not in taken and not _numbers_rows(heading)
        ),
    )


def _assigned(candidates: Iterable[_Candidate]) -> dict[int, MappedColumn]:
    """The best candidates first, each heading and each column of ours used once."""
    taken: dict[int, MappedColumn] = {}
    used: set[str] = set()
    for found in sorted(candidates, key=lambda c: (-c.score, c.place)):
        if found.place not in taken and found.column not in used:
            taken[found.place] = MappedColumn(found.heading, found.column, round(found.score, 1))
            used.add(found.column)
    return taken


def _numbers_rows(heading: str) -> bool:
    return normal(heading.rpartition(JOINT)[2]) in ORDINALS


def heading_score(heading: str, column: Column) -> float:
    """Likeness (0-100) of one heading to one column."""
    return _best(_key(heading), column)


def _key(heading: str) -> str:
    words = normal(heading).split()
    return " ".join(word for word in words if word not in _FILLERS) or " ".join(words)


def _scores(heading: str, kind: ListKind, single: frozenset[str]) -> dict[str, float]:
    """Likeness of a heading to each column of `kind`; of `Sexo / Sex` both halves must be.

    The lower line of a two-line heading may speak alone where no other column has the same.
    """
    bare = _AGAIN.sub("", heading)
    forms: list[tuple[str, ...]] = [(_key(bare),), (_key(_HINT.sub(" ", bare)),)]
    if "/" in bare:
        forms.append(tuple(_key(part) for part in bare.split("/") if normal(part)))
    group, _, part = bare.rpartition(JOINT)
    if group and normal(part) in single:
        forms += [(_key(part),), (_key(_HINT.sub(" ", part)),)]
    return {
        code: max(min(_best(key, column) for key in form) for form in forms if form)
        for code, column in kind.columns.items()
    }


def _best(key: str, column: Column) -> float:
    titles = (column.title.es, column.title.en) if column.title else ()
    return max(likeness(key, _key(known)) for known in (*column.headings, *titles))


def likeness(one: str, other: str) -> float:
    """How alike two headings are (0-100); numbers in them must be the same.

    "Mujeres 12-17" and "Mujeres 18-29" differ by little as letters and by everything as meaning.
    """
    if one == other:
        return 100.0
    if _numbers(one) != _numbers(other) or min(len(one), len(other)) < 3:
        return 0.0
    return min(99.0, max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _ticked(
    heading: str, kind: ListKind, vocabularies: Mapping[str, Vocabulary]
) -> MappedColumn | None:
    """A heading such as `Afroecuatoriana` above a column of crosses."""
    wanted = _key(_AGAIN.sub("", heading).rpartition(JOINT)[2])
    for code, column in kind.columns.items():
        vocabulary = vocabularies.get(column.vocabulary_code or "")
        if vocabulary is None or column.target.kind in {"place", "organisation", "site"}:
            continue
        for term_code, term in vocabulary.terms.items():
            words = (term.es, term.en, *term.synonyms)
            score = max((likeness(wanted, _key(word)) for word in words), default=0.0)
            if score >= _TICK_FLOOR:
                return MappedColumn(heading, code, round(score, 1), term_code)
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
) -> list[KindGuess]:
    """The kinds that the headings may belong to, likeliest first; none where nothing fits.

    A heading that few kinds know says more than one that all of them know.
    """
    kinds = list(kinds)
    mappings = {kind.code: suggest(headings, kind, vocabularies) for kind in kinds}
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


def with_constants(mapping: ColumnMapping, **constants: str) -> ColumnMapping:
    """The mapping with values that hold for the whole file."""
    return replace(mapping, constants={**mapping.constants, **constants})
