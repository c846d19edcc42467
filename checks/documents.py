"""Whether documents are true: `python -m checks.documents`, and `--write` to bring them up to date.

A document holds pieces that the code writes, between `<!-- code: NAME -->` and `<!-- end -->`.
The rest is written by hand; what it names (files, headings, commands, words of the code) must
exist.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from checks import start_django
from checks.floors import ROOT
from checks.names import wrong_names
from checks.pieces import PIECES

PIECE = re.compile(r"(<!-- code: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def documents() -> list[Path]:
    """Every document of the project."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def renewed(text: str) -> str:
    """A document's text with its pieces written anew. Raises KeyError for an unknown piece."""
    return PIECE.sub(lambda found: f"{found[1]}{PIECES[found[2]]()}\n{found[3]}", text)


def stale(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of each piece that is no longer what the code says."""
    for found in PIECE.finditer(text):
        if found[2] not in PIECES or renewed(found[0]) != found[0]:
            yield text.count("\n", 0, found.start()) + 1, found[2]


def faults() -> list[str]:
    """Everything that is not true any more, with file, line and mend."""
    found = []
    for document in documents():
        name, text = document.relative_to(ROOT), document.read_text()
        found += [
            f"{name}:{line}: the piece `{piece}` is not what the code says; run `make docs`."
            for line, piece in stale(text)
        ]
        found += [f"{name}:{line}: {words}" for line, words in wrong_names(document, text)]
    return found


def write() -> None:
    """Bring every piece up to date."""
    for document in documents():
        document.write_text(renewed(document.read_text()))


if __name__ == "__main__":
    start_django()
    if "--write" in sys.argv:
        write()
    sys.exit("\n".join(faults()) or 0)
