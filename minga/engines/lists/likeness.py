"""How alike a partner's headings are to those that kinds of list know, and to terms.

What was found out of one heading is kept: sheet after sheet has the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from minga.engines.lists.definition import Column, ListKind, Vocabulary
from minga.engines.lists.words import JOINT, normal

FLOOR = 78.0
"""Likeness (0-100) below which a heading is left for a person to map."""

_TICK_FLOOR = 92.0
_SHORTEST = 3
"""Letters below which a heading is a known one or none."""
_FILLERS = frozenset(("de", "del", "la", "el", "los", "las", "en", "the", "of", "en", "su"))
_HINT = re.compile(r"\([^)]*\)")
_AGAIN = re.compile(r" \(\d+\)$")


def heading_score(heading: str, column: Column) -> float:
    """Likeness (0-100) of one heading to one column; 0 below `FLOOR`."""
    near = _near(_key(heading), map(_key, column.known_headings))
    return max((score for _, score in near), default=0.0)


@lru_cache(maxsize=65_536)
def _key(heading: str) -> str:
    words = normal(heading).split()
    return " ".join(word for word in words if word not in _FILLERS) or " ".join(words)


@lru_cache(maxsize=65_536)
def columns_alike(heading: str, kind: ListKind, *, alone: bool) -> tuple[tuple[str, float], ...]:
    """The columns of `kind` that a heading is alike to; of `Sexo / Sex` both halves must be.

    The lower line of a two-line heading may speak for itself where it stands `alone`: no other
    column has the same.
    """
    bare = _AGAIN.sub("", heading)
    forms: list[tuple[str, ...]] = [(_key(bare),), (_key(_HINT.sub(" ", bare)),)]
    if "/" in bare:
        forms.append(tuple(_key(part) for part in bare.split("/") if normal(part)))
    group, _, part = bare.rpartition(JOINT)
    if group and alone:
        forms += [(_key(part),), (_key(_HINT.sub(" ", part)),)]
    scores: dict[str, float] = {}
    for form in filter(None, dict.fromkeys(forms)):
        first, *others = (_alike(key, kind) for key in form)
        for code, score in first.items():
            whole = min([score, *(other.get(code, 0.0) for other in others)])
            scores[code] = max(scores.get(code, 0.0), whole)
    return tuple((code, scores[code]) for code in kind.columns if scores.get(code, 0.0) >= FLOOR)


@lru_cache(maxsize=65_536)
def _alike(key: str, kind: ListKind) -> Mapping[str, float]:
    """The columns of `kind` that a heading is alike to, and how much."""
    scores: dict[str, float] = {}
    owners = _owners(kind)
    for words, score in _near(key, list(owners)):
        for code in owners[words]:
            scores[code] = max(scores.get(code, 0.0), score)
    return scores


@lru_cache(maxsize=1024)
def _owners(kind: ListKind) -> Mapping[str, tuple[str, ...]]:
    """Each heading that the kind knows, with the columns that it may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for code, column in kind.columns.items():
        for key in dict.fromkeys(map(_key, column.known_headings)):
            found[key] = (*found.get(key, ()), code)
    return found


def _near(key: str, known: Iterable[str], floor: float = FLOOR) -> Iterator[tuple[str, float]]:
    """Headings that are alike to `key` from `floor` on, and how much.

    Numbers must be the same: "Mujeres 12-17" and "Mujeres 18-29" differ by little as letters and
    by everything as meaning.
    """
    numbers, short = _numbers(key), len(key) < _SHORTEST
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for words, score, _ in process.extract_iter(key, known, scorer=scorer, score_cutoff=floor):
            if words == key:
                yield words, 100.0
            elif _numbers(words) == numbers and not short and len(words) >= _SHORTEST:
                yield words, min(99.0, score)


@lru_cache(maxsize=65_536)
def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", text))


@lru_cache(maxsize=65_536)
def term_named(heading: str, vocabulary: Vocabulary) -> tuple[str, float] | None:
    """The term that a heading names, and how surely."""
    wanted = _key(_AGAIN.sub("", heading).rpartition(JOINT)[2])
    names = _names(vocabulary)
    near = _near(wanted, list(names), floor=_TICK_FLOOR)
    found = max(near, key=lambda one: one[1], default=None)
    return (names[found[0]], found[1]) if found else None


@lru_cache(maxsize=1024)
def _names(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Each word of a vocabulary with its term; of two terms with one word, the first."""
    pairs = [(_key(word), code) for code, words in vocabulary.words for word in words]
    return dict(reversed(pairs))
