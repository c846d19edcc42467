"""The words on screen: English in the code, Spanish in each room's catalogue. `make words`.

Finds every sentence that a room marks for translation, keeps the translations that are there,
and writes the catalogue as Django reads it.
"""

import io
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "es"
MARKS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
HEADER = f"""# The Spanish of this room; `make words` adds what is missing.
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
SOME_DAY = datetime(2017, 3, 31, tzinfo=UTC)  # so that the same words make the same file
Key = str | tuple[str, ...]


def rooms() -> list[Path]:
    """The folders of all rooms."""
    return [Path(*room.split(".")) for room in settings.ROOMS]


def catalogue_of(room: Path) -> Path:
    """Where a room's Spanish is."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def marked_in(room: Path) -> set[Key]:
    """Every sentence that the room marks for translation."""
    found: set[Key] = set()
    for file in sorted([*room.rglob("*.py"), *room.rglob("templates/**/*.*")]):
        if {"tests", "migrations"} & set(file.relative_to(room).parts):
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            text = "\n".join(line.strip() for line in templatize(text).splitlines())
        source = io.BytesIO(text.encode())
        for _, words, _, _ in extract("python", source, keywords=MARKS):
            found.add(words)
    return found


def read(room: Path) -> Catalog:
    """The room's catalogue as it is; empty where there is none."""
    file = catalogue_of(room)
    if not file.exists():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as source:
        found = read_po(source, locale=LANGUAGE)
    found.creation_date = SOME_DAY
    return found


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def write(room: Path) -> int:
    """Bring the room's catalogue up to date. How many sentences still wait for Spanish."""
    marked, old = marked_in(room), read(room)
    if not marked:
        return 0
    new = Catalog(locale=LANGUAGE, charset="utf-8")
    for key in sorted(marked, key=str):
        known = old.get(key if isinstance(key, str) else key[0])
        new.add(key, string=known.string if known else None)
    file = catalogue_of(room)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        out.write(HEADER.encode())
        write_po(out, new, omit_header=True, width=100, sort_output=True)
    file.with_suffix(".mo").write_bytes(compiled(read(room)))
    return sum(not said(message.string) for message in new if message.id)


def said(words: str | Sequence[str] | None) -> bool:
    """Whether there is a translation, in singular and plural."""
    return bool(words) if words is None or isinstance(words, str) else all(words)


if __name__ == "__main__":
    django.setup()
    waiting = {str(room): count for room in rooms() if (count := write(room))}
    for name, count in waiting.items():
        print(f"{catalogue_of(Path(name))}: {count} sentences without Spanish")  # noqa: T201
    sys.exit(bool(waiting))
