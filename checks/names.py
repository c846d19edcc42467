"""Whether what a document names is there: files, headings, commands, words of the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps

from checks.floors import ROOT

Fault = tuple[int, str]
"""The line, and what is wrong with it."""

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^(?:\$ )?minga ([a-z][a-z-]*)")
MAKE = re.compile(r"^(?:\$ )?make ([a-z]+)\b")
OURS = re.compile(r"^(?:minga|tests|checks|docs|programmes|benchmarks)/[\w./-]*$")
SETTING = re.compile(r"\bMINGA_[A-Z_]+\b")


def wrong_names(document: Path, text: str) -> Iterator[Fault]:
    """What a document names and is not there."""
    for number, line in enumerate(text.splitlines(), start=1):
        for target in LINK.findall(line):
            if not _resolves(document, target):
                yield number, f"the link {target} leads nowhere."
        for words in (*CODE.findall(line), *_in_block(text, number, line)):
            yield from ((number, fault) for fault in _wrong_words(words))
    if document.name == "GLOSSARY.md":
        yield from _glossary(text)
    if document.name == "settings.md":
        yield from _settings(text)
    if document.name == "CHANGELOG.md":
        yield from _changelog(text)


def _resolves(document: Path, target: str) -> bool:
    """Whether a link leads to a file, and to a heading where it names one."""
    if re.match(r"[a-z]+:", target):
        return True
    name, _, heading = target.partition("#")
    file = document.parent / name if name else document
    if not file.exists():
        return False
    return not heading or heading in {_anchor(line) for line in file.read_text().splitlines()}


def _anchor(line: str) -> str:
    """What a heading is called in a link."""
    words = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower()) if line[:1] == "#" else ""
    return words.replace(" ", "-")


def _in_block(text: str, number: int, line: str) -> list[str]:
    """The line itself where it stands in a block of commands."""
    before = "\n".join(text.splitlines()[: number - 1])
    return [line] if len(re.findall(r"^```", before, re.MULTILINE)) % 2 else []


def _wrong_words(words: str) -> Iterator[str]:
    """What a piece of code in a document names and is not there."""
    from minga.cli import COMMANDS

    if (found := COMMAND.match(words)) and found[1] not in COMMANDS:
        yield f"there is no command `minga {found[1]}`."
    if (found := MAKE.match(words)) and found[1] not in _targets():
        yield f"there is no target `make {found[1]}`."
    if OURS.match(words) and not (ROOT / words).exists():
        yield f"there is no {words}."


@cache
def _targets() -> frozenset[str]:
    return frozenset(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@cache
def _code() -> dict[Path, str]:
    """The text of all our modules."""
    files = (ROOT / "minga").rglob("*.py")
    return {f: f.read_text() for f in files if not {"tests", "migrations"} & set(f.parts)}


@cache
def _defined() -> frozenset[str]:
    """The names of classes and fields, functions and modules, and of the pack's kinds."""
    names: set[str] = set()
    for file, text in _code().items():
        names |= {file.stem, file.parent.name}
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
            elif isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(names)


def _glossary(text: str) -> Iterator[Fault]:
    """Each word of the glossary is a word of the code, and each table of ours has its word."""
    found: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 4:
            continue
        for word in CODE.findall(cells[2]):
            found.add(word)
            if not set(re.findall(r"\w+", word)) <= _defined():
                yield number, f"the code has no `{word}`."
    ours = (m for m in apps.get_models() if m.__module__.startswith("minga."))
    for missing in sorted({model.__name__ for model in ours} - found):
        yield 1, f"the table {missing} has no entry; say what it is in both languages."


def _settings(text: str) -> Iterator[Fault]:
    """Each variable that the code reads is described, and none besides."""
    read = {name for source in _code().values() for name in SETTING.findall(source)}
    described = set(SETTING.findall(text))
    for name in sorted(read - described):
        yield 1, f"{name} is not described."
    for name in sorted(described - read):
        yield 1, f"{name} is described, and nothing reads it."


def _changelog(text: str) -> Iterator[Fault]:
    """The newest version is the package's own."""
    from minga import __version__

    versions = re.findall(r"^## \[(\d[\d.]*)\]", text, re.MULTILINE)
    if versions and versions[0] != __version__:
        yield 1, f"its newest version is {versions[0]}, and the package's {__version__}."
