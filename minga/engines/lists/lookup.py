"""Finds the term of a vocabulary that a cell means; what is only near is never taken silently."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from minga.engines.lists.definition import Vocabulary
from minga.engines.lists.findings import Finding, Reading, finding
from minga.engines.lists.reading import Cell
from minga.engines.lists.words import is_missing, normal, plain

REMEMBERED = 65_536
"""How many cells a lookup remembers."""
NEAR = 80.0
"""Likeness (0-100) from which a word is offered as a guess."""

_PAIR = re.compile(r"^(.+?)(?:\s+[-–—]\s+|\s*[/,:>]\s*)(.+)$")
_SEPARATORS = re.compile(r"[;,/|+]|\s+y\s+|\s+and\s+")


class Lookup:
    """A vocabulary ready for many questions; the same words always get the same answer."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._exact: dict[str, set[str]] = {}
        for code, names in vocabulary.words:
            for words in (code, *names):
                self._exact.setdefault(normal(words), set()).add(code)
        self._exact.pop("", None)
        self._known: dict[tuple[str, tuple[str, ...]], Reading[str]] = {}

    def read(self, cell: Cell, *, within: Sequence[Cell] = ()) -> Reading[str]:
        """The code that the cell means; `within` are cells naming what contains it, widest first.

        Several meanings, one of which contains the others, are read as the containing one: less
        precise, still true.
        """
        text = plain(cell)
        wider = tuple(plain(other) for other in within if plain(other))
        key = (text, wider)
        if key not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[key] = self._read(text, wider)
        return self._known[key]

    def _read(self, text: str, wider: tuple[str, ...]) -> Reading[str]:
        codes = self._codes(text)
        if not codes and (pair := _PAIR.match(text)) and (found := self._codes(pair[2])):
            if self._codes(pair[1]):
                return self._read(pair[2], (*wider, pair[1]))
            codes = found
        if not codes and is_missing(text):
            return self._read(wider[-1], wider[:-1]) if wider else Reading(None)
        if not codes:
            return self._near(text)
        containing = [found for other in wider if (found := self._codes(other))]
        narrowed = {code for code in codes if self._inside(code, containing)} or codes
        if narrowed is codes and containing and not self._inside_any(codes, containing):
            return Reading(None, self._ambiguous(text, codes.union(*containing)))
        if len(narrowed) == 1:
            return Reading(next(iter(narrowed)))
        over = [c for c in narrowed if all(o == c or c in self._above(o) for o in narrowed)]
        return Reading(over[0]) if over else Reading(None, self._ambiguous(text, narrowed))

    def _codes(self, text: str) -> set[str]:
        """The terms that the words name exactly; a code of digits may have lost its zero."""
        words = normal(text)
        return self._exact.get(words) or self._exact.get(f"0{words}", set())

    def _above(self, code: str) -> list[str]:
        found: list[str] = []
        term = self.vocabulary.terms.get(code)
        while term is not None and term.within is not None and term.within not in found:
            found.append(term.within)
            term = self.vocabulary.terms.get(term.within)
        return found

    def _inside(self, code: str, containing: Iterable[set[str]]) -> bool:
        """Whether `code` lies within one reading of every wider cell, itself not counted."""
        above = self._above(code)
        return all(any(wide in above for wide in codes) for codes in containing)

    def _inside_any(self, codes: Iterable[str], containing: Sequence[set[str]]) -> bool:
        return any(all(wide & {code, *self._above(code)} for wide in containing) for code in codes)

    def _near(self, text: str) -> Reading[str]:
        found = process.extractOne(
            normal(text), self._exact.keys(), scorer=fuzz.ratio, score_cutoff=NEAR
        )
        if found is None or len(normal(text)) < 4:
            return Reading(None, finding("term_unknown", cell=text))
        codes = self._exact[found[0]]
        if len(codes) > 1:
            return Reading(None, self._ambiguous(text, codes))
        code = next(iter(codes))
        return Reading(code, finding("term_near", cell=text, guess=self.title(code)))

    def _ambiguous(self, text: str, codes: Iterable[str]) -> Finding:
        titles = sorted(f"{self.title(code)} ({code})" for code in codes)
        return finding("term_ambiguous", cell=text, guesses=", ".join(titles))

    def title(self, code: str) -> str:
        """The term's word in the language that partners write."""
        return self.vocabulary.terms[code].es

    def read_several(self, cell: Cell) -> list[Reading[str]]:
        """The codes of a cell that may name more than one term; the whole cell is tried first."""
        whole = self.read(cell)
        if whole.value is not None and whole.finding is None:
            return [whole]
        parts = [part for part in _SEPARATORS.split(plain(cell)) if part.strip()]
        return [self.read(part) for part in parts] if len(parts) > 1 else [whole]


@lru_cache(maxsize=512)
def lookup(vocabulary: Vocabulary) -> Lookup:
    """The lookup of a vocabulary; one for all the sheets that go through it."""
    return Lookup(vocabulary)


def lookups(vocabularies: Mapping[str, Vocabulary]) -> dict[str, Lookup]:
    """One lookup per vocabulary."""
    return {code: lookup(vocabulary) for code, vocabulary in vocabularies.items()}
