"""Pack files with the line of every value: YAML, CSV and Markdown tables."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import yaml

from minga.foundation.definitions.pack.faults import Fault

KeyPath = tuple[str | int, ...]


@dataclass
class Document:
    """A file's content, and the line of each value by its path of keys."""

    file: str
    content: object = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    absent: frozenset[str] = frozenset()
    """The columns that a table should have and does not."""

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the value at `path`, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            if (found := self.lines.get(tuple(path[:length]))) is not None:
                return found
        return 1

    def fault(self, path: Sequence[str | int], message: str, mend: str) -> Fault:
        """A fault at the value at `path`."""
        return Fault(self.file, self.line(path), message, mend)


def read_yaml(root: Path, name: str) -> Document:
    """Read one YAML file; keys given twice and bad YAML are faults."""
    document = Document(name)
    text = _text(root, document)
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is not None:
            _walk(node, (), document)  # first: making the values rewrites merged keys
            document.content = loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "the file cannot be read"
        document.content = None
        document.faults.append(
            Fault(name, line, f"this is not YAML: {problem}", "mend the indentation or the quotes")
        )
    except (ValueError, TypeError) as error:
        document.content = None
        document.faults.append(
            Fault(name, 1, f"a value cannot be read: {error}", "mend it, or put it in quotes")
        )
    return document


def _text(root: Path, document: Document) -> str:
    """The text of a file; what is not UTF-8 is a fault, and stands as replacement signs."""
    raw = (root / document.file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        document.faults.append(
            Fault(document.file, line, "a letter is not UTF-8", "save the file as UTF-8")
        )
        return raw.decode("utf-8-sig", errors="replace")


def _walk(node: yaml.Node, path: KeyPath, document: Document) -> None:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            if inner in document.lines:
                document.faults.append(
                    Fault(
                        document.file,
                        key.start_mark.line + 1,
                        f"{key.value} is given twice",
                        "keep one of them",
                    )
                )
                continue
            document.lines[inner] = key.start_mark.line + 1
            _walk(value, inner, document)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), document)


def read_csv(root: Path, name: str, columns: Sequence[str]) -> Document:
    """Read one CSV file as a list of rows; empty cells are left out of a row."""
    document = Document(name, content=[])
    rows: list[dict[str, str]] = []
    with StringIO(_text(root, document), newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        document.absent = frozenset(c for c in columns if c not in header)
        for missing in [c for c in columns if c in document.absent]:
            document.faults.append(
                Fault(name, 1, f"the column {missing} is missing", "add it to the first line")
            )
        for strange in [c for c in header if c not in columns]:
            document.faults.append(
                Fault(name, 1, f"there is no column {strange}", f"use: {', '.join(columns)}")
            )
        for cells in reader:
            if not any(cells):
                continue
            document.lines[len(rows),] = reader.line_num
            if len(cells) != len(header):
                document.faults.append(
                    Fault(
                        name,
                        reader.line_num,
                        f"the row has {len(cells)} cells, the header {len(header)}",
                        "quote texts with commas, or add what is missing",
                    )
                )
            row = zip(header, cells, strict=False)
            rows.append({k: v for k, v in row if v != "" and k in columns})
    document.content = rows
    return document


def read_tables(root: Path, name: str) -> Document:
    """Read an XLSForm written as Markdown tables: `| survey |` opens a table, its header next."""
    document = Document(name)
    tables: dict[str, list[dict[str, str]]] = {}
    for title, header, cells, line in _table_rows(_text(root, document)):
        rows = tables.setdefault(title, [])
        document.lines[title, len(rows)] = line
        rows.append({k: v for k, v in zip(header, cells, strict=False) if k and v})
    document.content = tables
    return document


def _table_rows(text: str) -> Iterator[tuple[str, list[str], list[str], int]]:
    title, header = "", list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip().startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0]:
            title, header = cells[0], []
            if len(cells) > 1 and any(cells[1:]):
                header = cells[1:]
        elif not header:
            header = cells[1:]
        elif not set("".join(cells)) <= set("-: "):
            yield title, header, cells[1:], number
