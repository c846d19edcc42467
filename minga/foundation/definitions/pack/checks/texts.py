"""Texts: none is empty in either language."""

from collections.abc import Iterator, Mapping

from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import KeyPath
from minga.foundation.definitions.pack.pack import Pack


def check(pack: Pack) -> Iterator[Fault]:
    """A fault for each text that stands empty in Spanish or in English."""
    for document in {doc.file: doc for doc in pack.documents.values()}.values():
        if document.file.endswith(".yaml"):
            for path in _empty(document.content, ()):
                yield document.fault(path, f"the {path[-1]} text is empty", "write it")


def _empty(part: object, path: KeyPath) -> Iterator[KeyPath]:
    if isinstance(part, str) and not part.strip() and path and path[-1] in {"es", "en"}:
        yield path
    if isinstance(part, Mapping):
        for key, inner in part.items():
            yield from _empty(inner, (*path, str(key)))
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from _empty(inner, (*path, index))
