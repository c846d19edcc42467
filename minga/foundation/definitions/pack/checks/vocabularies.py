"""Vocabularies: every term can be told from the others by each of its words."""

from collections.abc import Iterator

from minga.engines.lists.definition import Term, Vocabulary
from minga.engines.lists.words import normal
from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document, KeyPath
from minga.foundation.definitions.pack.pack import Pack


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every vocabulary."""
    for code, vocabulary in pack.vocabularies.items():
        document = pack.documents[f"vocabularies/{code}"]
        if not vocabulary.terms:
            yield document.fault(("terms",), f"{code} has no term", "write one at least")
        yield from _words(vocabulary, document)
        for name, term in vocabulary.terms.items():
            if term.within and term.within not in vocabulary.terms:
                yield document.fault(
                    ("terms", name, "within"),
                    f"{name} lies within {term.within}, which is no term",
                    mend(term.within, vocabulary.terms, where=f"vocabularies/{code}.yaml"),
                )


def _words(vocabulary: Vocabulary, document: Document) -> Iterator[Fault]:
    """Words that partners write, compared as their lists are read: without accents and case."""
    owners: dict[str, str] = {}
    for code, term in vocabulary.terms.items():
        for path, word in _said(code, term):
            owner = owners.setdefault(normal(word), code)
            if owner != code and normal(word):
                yield document.fault(
                    ("terms", code, *path),
                    f"the word {word} means both {owner} and {code}",
                    "keep it under one of them",
                )


def _said(code: str, term: Term) -> Iterator[tuple[KeyPath, str]]:
    yield (), code
    yield ("es",), term.es
    yield ("en",), term.en
    yield from ((("synonyms", index), word) for index, word in enumerate(term.synonyms))
