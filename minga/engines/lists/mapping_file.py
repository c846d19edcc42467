"""A mapping as a small YAML file that a person can read and edit, with its faults told by line."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import yaml

from minga.engines.lists.definition import Column, ListKind, Vocabulary
from minga.engines.lists.lookup import lookup
from minga.engines.lists.mapping import IGNORE, ColumnMapping, MappedColumn
from minga.engines.lists.words import normal

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "dates": ("dmy", "mdy"),
    "names": ("surnames_first", "given_first"),
    "sexes": ("h_m", "m_f"),
}
_KEYS = ("list", "columns", "unmapped", "constants", *SETTINGS)


class MappingFault(NamedTuple):
    """Something wrong in a mapping's file; lines count from 1."""

    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}: {self.message}; {self.mend}"


def write_mapping(mapping: ColumnMapping) -> str:
    """The mapping as YAML: what is sure as `Heading: column`, guesses with how sure they are."""
    content: dict[str, Any] = {"list": mapping.kind}
    content["columns"] = {m.heading: _entry(m) for m in mapping.columns}
    if mapping.unmapped:
        content["unmapped"] = list(mapping.unmapped)
    if mapping.constants:
        content["constants"] = dict(mapping.constants)
    for name in SETTINGS:
        if value := getattr(mapping, name):
            content[name] = value
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def _entry(mapped: MappedColumn) -> object:
    if mapped.score >= 100 and mapped.term is None:
        return mapped.column
    entry: dict[str, object] = {"to": mapped.column, "score": round(mapped.score, 1)}
    if mapped.term is not None:
        entry["term"] = mapped.term
    return entry


def read_mapping(
    text: str,
    kind: ListKind | None = None,
    vocabularies: Mapping[str, Vocabulary] | None = None,
) -> tuple[ColumnMapping, list[MappingFault]]:
    """What `write_mapping` wrote, or what a person made of it, and every fault in it.

    With a kind, its columns and their vocabularies are held against the file too. A mapping with
    faults is not to be used.
    """
    return _Reading(kind, vocabularies or {}).read(text)


Pairs = Iterator[tuple[str, yaml.Node, int]]


class _Reading:
    """One reading of a file, gathering faults; keys and values are text as they stand.

    YAML itself would take a heading `No` for a truth value and `08` for a number.
    """

    def __init__(self, kind: ListKind | None, vocabularies: Mapping[str, Vocabulary]) -> None:
        self.kind = kind
        self.vocabularies = vocabularies
        self.faults: list[MappingFault] = []

    def read(self, text: str) -> tuple[ColumnMapping, list[MappingFault]]:
        found: dict[str, Any] = {}
        for key, node, line in self._document(text):
            if key not in _KEYS:
                self._fault(line, f"a mapping has no `{key}`", _meant(key, _KEYS))
            elif key == "list":
                found["kind"] = self._list(node)
            elif key == "columns":
                found["columns"] = tuple(self._columns(node))
            elif key == "constants":
                found["constants"] = dict(self._constants(node))
            elif key == "unmapped":
                found["unmapped"] = tuple(self._headings(node))
            else:
                found[key] = self._setting(key, node)
        if "kind" not in found and not self.faults:
            self._fault(1, "the mapping does not name its kind of list", "write `list: …` first")
        return ColumnMapping(**{"kind": "", **found}), sorted(self.faults)

    def _fault(self, line: int, message: str, mend: str) -> None:
        self.faults.append(MappingFault(line, message, mend))

    def _document(self, text: str) -> Pairs:
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            self._fault(line, "this is not YAML", "put headings with odd signs in quotation marks")
            return iter(())
        if node is None:
            return iter(())
        return self._pairs(node, "a mapping's file")

    def _pairs(self, node: yaml.Node, what: str) -> Pairs:
        """Keys with their values; a key that stands twice is a fault."""
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return
        if not isinstance(node, yaml.MappingNode):
            self._fault(_line(node), f"{what} has one `name: value` a line", "write it so")
            return
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(_line(key), "this is no heading", "put it in quotation marks")
                continue
            name = str(key.value)
            if name in seen:
                self._fault(_line(key), f"`{name}` stands twice", "keep one of the two lines")
            seen.add(name)
            yield name, value, _line(key)

    def _text(self, node: yaml.Node, what: str) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.value:
            return str(node.value)
        self._fault(_line(node), f"{what} is missing", "write it after the colon")
        return None

    def _list(self, node: yaml.Node) -> str:
        code = self._text(node, "the kind of list") or ""
        if self.kind is not None and code and code != self.kind.code:
            message = f"this is a mapping of `{code}`, not of `{self.kind.code}`"
            self._fault(_line(node), message, f"write `list: {self.kind.code}`, or save it there")
        return code

    def _columns(self, node: yaml.Node) -> Iterator[MappedColumn]:
        for heading, value, line in self._pairs(node, "`columns`"):
            if isinstance(value, yaml.MappingNode):
                found = self._detailed(heading, value, line)
            else:
                column = self._text(value, f"the column that `{heading}` goes to")
                found = MappedColumn(heading, column) if column else None
            if found is not None and self._known(found, line):
                yield found

    def _detailed(self, heading: str, node: yaml.Node, line: int) -> MappedColumn | None:
        parts: dict[str, str] = {}
        for key, value, at in self._pairs(node, "a column"):
            if key not in ("to", "score", "term"):
                self._fault(at, f"a column has no `{key}`", _meant(key, ("to", "score", "term")))
            elif text := self._text(value, f"`{key}`"):
                parts[key] = text
        if "to" not in parts:
            self._fault(line, f"`{heading}` goes nowhere", "write `to: …` with a column")
            return None
        try:
            score = float(parts.get("score", "100"))
        except ValueError:
            self._fault(line, f"the score {parts['score']} is no number", "leave it out")
            return None
        return MappedColumn(heading, parts["to"], score, parts.get("term"))

    def _known(self, mapped: MappedColumn, line: int) -> bool:
        """Whether the column exists, and the term that a tick in it would stand for."""
        if self.kind is None or mapped.column == IGNORE:
            return True
        column = self.kind.columns.get(mapped.column)
        if column is None:
            message = f"`{self.kind.code}` has no column `{mapped.column}`"
            self._fault(line, message, _meant(mapped.column, (*self.kind.columns, IGNORE)))
            return False
        if mapped.term is None:
            return True
        terms = self._terms(column)
        if mapped.term not in terms:
            message = f"`{mapped.column}` has no term `{mapped.term}`"
            self._fault(line, message, _meant(mapped.term, tuple(terms)))
        return mapped.term in terms

    def _terms(self, column: Column) -> Sequence[str]:
        vocabulary = self.vocabularies.get(column.vocabulary_code or "")
        return tuple(vocabulary.terms) if vocabulary else ()

    def _constants(self, node: yaml.Node) -> Iterator[tuple[str, str]]:
        for code, value, line in self._pairs(node, "`constants`"):
            text = self._text(value, f"the value of `{code}`")
            if text is None:
                continue
            if self.kind is not None:
                column = self.kind.columns.get(code)
                if column is None:
                    message = f"`{self.kind.code}` has no column `{code}`"
                    self._fault(line, message, _meant(code, tuple(self.kind.columns)))
                    continue
                self._readable(column, text, line)
            yield code, text

    def _readable(self, column: Column, text: str, line: int) -> None:
        vocabulary = self.vocabularies.get(column.vocabulary_code or "")
        if vocabulary is None:
            return
        reading = lookup(vocabulary).read(text)
        if reading.finding is not None or reading.value is None:
            self._fault(line, f"`{text}` is not among the values", "write one of the vocabulary")

    def _headings(self, node: yaml.Node) -> Iterator[str]:
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return
        if not isinstance(node, yaml.SequenceNode):
            self._fault(_line(node), "`unmapped` is a list of headings", "write one after a dash")
            return
        for item in node.value:
            if text := self._text(item, "a heading"):
                yield text

    def _setting(self, name: str, node: yaml.Node) -> str | None:
        text = self._text(node, f"`{name}`")
        if text is None or text in SETTINGS[name]:
            return text
        self._fault(_line(node), f"`{name}` cannot be `{text}`", _choices(SETTINGS[name]))
        return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _choices(known: Sequence[str]) -> str:
    return "choose among " + ", ".join(f"`{name}`" for name in known)


def _meant(name: str, known: Sequence[str]) -> str:
    """A guess at what was meant, else the choices."""
    close = get_close_matches(normal(name), [normal(one) for one in known], n=1, cutoff=0.7)
    for one in known:
        if close and normal(one) == close[0]:
            return f"do you mean `{one}`?"
    return _choices(known)
