"""Reading the files of one folder into typed definitions, gathering faults on the way."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from minga.engines.indicators.definition import Indicator
from minga.foundation.definitions.pack import schema
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import (
    Document,
    KeyPath,
    read_csv,
    read_tables,
    read_yaml,
)
from minga.foundation.definitions.pack.spared import UNREAD, spared
from minga.foundation.definitions.pack.words import in_words

M = TypeVar("M", bound=BaseModel)
CODE = re.compile(r"^(?:- )?(\w+): *[\"']?([a-z][a-z0-9_]*)", re.MULTILINE)
"""A key and the code after it at the beginning of a line, also where the YAML is broken."""


class Reader:
    """Reads files; what is faulty is left out, and its name kept as declared all the same."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self.documents: dict[str, Document] = {}
        self.numbers: dict[int, int] = {}
        self.declared: dict[str, set[str]] = defaultdict(set)
        self.unread: set[str] = set()
        self.partial: set[str] = set()

    def one(self, name: str, model: type[M]) -> M | None:
        """One YAML file; None where nothing can be made of it."""
        if not (self.root / name).exists():
            self._missing(name)
            return None
        document = read_yaml(self.root, name)
        self.faults += document.faults
        self.documents[name] = document
        if document.faults and document.content is None:
            return None
        return self.valid(document, (), document.content, model)

    def whole(self, name: str, model: type[M]) -> M:
        """A file that a pack cannot be without: stand-ins where it says nothing readable.

        The parts that were not readable are noted, so that nobody is asked to match them.
        """
        found = self.one(name, model)
        document = self.documents.setdefault(name, Document(name))
        content = document.content if isinstance(document.content, dict) else {}
        for field in model.model_fields:
            inner = content.get(field)
            if isinstance(inner, dict):
                self.declared[field] |= set(map(str, inner))
            elif isinstance(inner, list):
                self.declared[field] |= {str(x.get("code")) for x in inner if isinstance(x, dict)}
            else:
                self.unread.add(field)
        if found is None:
            found = spared({}, model)
        assert found is not None  # noqa: S101 - every required field has a stand-in
        return found

    def folder(self, kind: str, model: type[M], code: str) -> dict[str, M]:
        """Every YAML file of a folder, by the code that it gives itself."""
        found: dict[str, M] = {}
        key = next(f.alias or n for n, f in model.model_fields.items() if n == code)
        for file in sorted((self.root / kind).glob("*.yaml")):
            name = f"{kind}/{file.name}"
            self._declare(kind, file, key)
            each = self.one(name, model)
            if each is not None:
                self._keep(found, str(getattr(each, code)), each, self.documents[name], ())
                self.documents.setdefault(f"{kind}/{getattr(each, code)}", self.documents[name])
        return found

    def indicators(self) -> dict[str, Indicator]:
        """Every indicator: a file holds a list of them."""
        found: dict[str, Indicator] = {}
        for file in sorted((self.root / "indicators").glob("*.yaml")):
            self._declare("indicators", file, "indicator")
            document = read_yaml(self.root, f"indicators/{file.name}")
            self.faults += document.faults
            self.documents[document.file] = document
            if not isinstance(document.content, list) and not document.faults:
                self.faults.append(
                    document.fault((), "this is not a list of indicators", "begin each with `- `")
                )
            content = document.content if isinstance(document.content, list) else []
            for index, item in enumerate(content):
                each = self.valid(document, (index,), item, Indicator)
                if each is not None:
                    self._keep(found, each.indicator, each, document, (index,))
                    self.documents.setdefault(f"indicators/{each.indicator}", document)
        return found

    def forms(self) -> dict[str, schema.Form]:
        """Every form, by the name of its file."""
        found = {}
        for file in sorted((self.root / "forms").glob("*.md")):
            self.declared["forms"].add(file.stem)
            document = read_tables(self.root, f"forms/{file.name}")
            self.faults += document.faults
            self.documents[f"forms/{file.stem}"] = document
            tables = document.content if isinstance(document.content, dict) else {}
            survey = tables.get("survey", [])
            if not survey:
                self.faults.append(
                    document.fault((), "the form asks nothing", "add a `| survey |` table")
                )
            content = {
                "form": file.stem,
                "fields": _fields(survey),
                "survey": survey,
                "choices": tables.get("choices", ()),
                "settings": next(iter(tables.get("settings", ())), {}),
            }
            form = self.valid(document, (), content, schema.Form)
            if form is not None:
                found[form.form] = form
        return found

    def rows(self, name: str, model: type[M], *, needed: bool = False) -> list[M]:
        """Every row of a table."""
        if not (self.root / name).exists():
            if needed:
                self._missing(name)
            return []
        document = read_csv(self.root, name, list(model.model_fields))
        self.faults += document.faults
        self.documents[name] = document
        content = document.content if isinstance(document.content, list) else []
        key = next(iter(model.model_fields))
        if key in document.absent:
            self.unread.add(name)
        needs = {n for n in document.absent if model.model_fields[n].is_required()}
        found = []
        for index, row in enumerate(content):
            self.declared[name].add(row.get(key, ""))
            before = len(self.faults)
            each = self.valid(document, (index,), row, model, absent=needs)
            if needs or len(self.faults) > before:
                self.partial.add(name)
            if each is not None and not needs:
                found.append(each)
                self.numbers[id(each)] = index
        return found

    def valid(
        self,
        document: Document,
        path: KeyPath,
        content: object,
        model: type[M],
        *,
        absent: Container[str] = (),
    ) -> M | None:
        """The content as the model, with every fault noted and what is faulty left out.

        Nothing is said of `absent` columns here: that they are missing is told once.
        """
        try:
            return model.model_validate(content)
        except ValidationError as error:
            errors = [e for e in error.errors() if not e["loc"] or e["loc"][0] not in absent]
            for location, message, mend in in_words(errors, model, content):
                self.faults.append(document.fault((*path, *location), message, mend))
            return spared(content, model) if isinstance(content, Mapping) else None

    def _keep(
        self, found: dict[str, M], code: str, each: M, document: Document, path: KeyPath
    ) -> None:
        if code in found and code != UNREAD:
            self.faults.append(
                document.fault(path, f"{code} is defined twice", "give one another code")
            )
        found.setdefault(code, each)

    def _declare(self, kind: str, file: Path, key: str) -> None:
        """Note the codes that a file gives, whether or not it can be read."""
        text = file.read_text(encoding="utf-8", errors="replace")
        codes = {code for word, code in CODE.findall(text) if word == key}
        self.declared[kind] |= codes or {file.stem}

    def _missing(self, name: str) -> None:
        self.faults.append(Fault(name, 1, "the file is missing", f"write {name}"))
        self.unread.add(name)


def _fields(survey: Iterable[Mapping[str, str]]) -> tuple[schema.FormField, ...]:
    """The questions of a form that have both a name and a type."""
    return tuple(
        schema.FormField(
            name=row["name"], type=row["type"], counted=row.get("counted", "").lower() == "yes"
        )
        for row in survey
        if "name" in row and "type" in row
    )
