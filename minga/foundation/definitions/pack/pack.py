"""Reading a pack folder into typed definitions, and checking all of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from minga.engines.definition import Definition
from minga.engines.indicators.definition import Indicator
from minga.engines.lists.definition import ListKind, Vocabulary
from minga.engines.pathway.definition import Pathway
from minga.foundation.definitions.pack import schema
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document, read_csv, read_tables, read_yaml
from minga.foundation.definitions.pack.publication import Publication
from minga.foundation.definitions.pack.words import in_words

M = TypeVar("M", bound=BaseModel)


@dataclass(kw_only=True)
class Pack:
    """Everything a programme's folder says."""

    programme: schema.Programme
    results: schema.Results
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    forms: dict[str, schema.Form] = field(default_factory=dict)
    pathways: dict[str, Pathway] = field(default_factory=dict)
    lists: dict[str, ListKind] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    publications: dict[str, Publication] = field(default_factory=dict)
    places: list[schema.Place] = field(default_factory=list)
    organisations: list[schema.Organisation] = field(default_factory=list)
    activities: list[schema.Activity] = field(default_factory=list)
    budget: list[schema.BudgetLine] = field(default_factory=list)
    expenditure: list[schema.Expenditure] = field(default_factory=list)
    observations: list[schema.Observation] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    """The file of each definition, by `kind/code`, for faults found later."""
    rows: dict[int, int] = field(default_factory=dict)
    """The number of each table row in its file, by the identity of what was read from it."""

    def at(self, row: Definition) -> tuple[int, ...]:
        """Where a table row stands in its file."""
        return (self.rows[id(row)],)

    def terms(self, asked: schema.FormField) -> frozenset[str] | None:
        """The codes that may answer a field, or None where any answer may."""
        if asked.vocabulary in self.vocabularies:
            return frozenset(self.vocabularies[asked.vocabulary].terms)
        return None

    def definitions(self) -> dict[tuple[str, str], Mapping[str, object]]:
        """What is stored in versions: kind and code, and the content as JSON."""
        found: dict[tuple[str, str], Mapping[str, object]] = {
            ("programme", self.programme.programme): _json(self.programme),
            ("results", "results"): _json(self.results),
        }
        kinds: dict[str, Mapping[str, Definition]] = {
            "vocabulary": self.vocabularies,
            "form": self.forms,
            "pathway": self.pathways,
            "list": self.lists,
            "indicator": self.indicators,
            "publication": self.publications,
        }
        for kind, members in kinds.items():
            found |= {(kind, code): _json(member) for code, member in members.items()}
        return found


def _json(model: BaseModel) -> Mapping[str, object]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def read(folder: Path) -> tuple[Pack | None, list[Fault]]:
    """The pack, or None where it has not even a programme and results; and what is wrong in it."""
    reader = _Reader(folder)
    programme = reader.one("programme.yaml", schema.Programme)
    results = reader.one("results.yaml", schema.Results)
    if programme is None or results is None:
        return None, reader.faults
    pack = Pack(programme=programme, results=results, documents=reader.documents)
    pack.vocabularies = reader.folder("vocabularies", Vocabulary, "code")
    pack.pathways = reader.folder("pathways", Pathway, "pathway")
    pack.lists = reader.folder("lists", ListKind, "code")
    pack.forms = reader.forms()
    pack.indicators = reader.indicators()
    pack.publications = reader.folder("publications", Publication, "publication")
    pack.places = reader.rows("places.csv", schema.Place)
    pack.organisations = reader.rows("organisations.csv", schema.Organisation)
    pack.activities = reader.rows("activities.csv", schema.Activity)
    pack.budget = reader.rows("budget.csv", schema.BudgetLine)
    pack.expenditure = reader.rows("expenditure.csv", schema.Expenditure)
    pack.observations = reader.rows("observations.csv", schema.Observation)
    pack.rows = reader.numbers
    return pack, reader.faults


class _Reader:
    """Reads the files of one folder, gathering faults on the way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self.documents: dict[str, Document] = {}
        self.numbers: dict[int, int] = {}

    def one(self, name: str, model: type[M]) -> M | None:
        if not (self.root / name).exists():
            self.faults.append(Fault(name, 1, "the file is missing", f"write {name}"))
            return None
        document = read_yaml(self.root, name)
        self.faults += document.faults
        self.documents[name] = document
        if document.faults and document.content is None:
            return None
        return self.valid(document, (), document.content, model)

    def folder(self, kind: str, model: type[M], code: str) -> dict[str, M]:
        found: dict[str, M] = {}
        for file in sorted((self.root / kind).glob("*.yaml")):
            name = f"{kind}/{file.name}"
            each = self.one(name, model)
            if each is not None:
                self._keep(found, str(getattr(each, code)), each, self.documents[name], ())
                self.documents[f"{kind}/{getattr(each, code)}"] = self.documents[name]
        return found

    def _keep(
        self,
        found: dict[str, M],
        code: str,
        each: M,
        document: Document,
        path: tuple[str | int, ...],
    ) -> None:
        if code in found:
            self.faults.append(
                document.fault(path, f"{code} is defined twice", "give one another code")
            )
        found[code] = each

    def indicators(self) -> dict[str, Indicator]:
        found: dict[str, Indicator] = {}
        for file in sorted((self.root / "indicators").glob("*.yaml")):
            document = read_yaml(self.root, f"indicators/{file.name}")
            self.faults += document.faults
            if not isinstance(document.content, list) and not document.faults:
                self.faults.append(
                    document.fault((), "this is not a list of indicators", "begin each with `- `")
                )
            content = document.content if isinstance(document.content, list) else []
            for index, item in enumerate(content):
                each = self.valid(document, (index,), item, Indicator)
                if each is not None:
                    self._keep(found, each.indicator, each, document, (index,))
                    self.documents[f"indicators/{each.indicator}"] = document
        return found

    def forms(self) -> dict[str, schema.Form]:
        found = {}
        for file in sorted((self.root / "forms").glob("*.md")):
            document = read_tables(self.root, f"forms/{file.name}")
            self.faults += document.faults
            self.documents[f"forms/{file.stem}"] = document
            tables = document.content if isinstance(document.content, dict) else {}
            survey = tables.get("survey", [])
            if not survey:
                self.faults.append(
                    document.fault((), "the form asks nothing", "add a `| survey |` table")
                )
            fields = tuple(
                schema.FormField(
                    name=row["name"],
                    type=row["type"],
                    counted=row.get("counted", "").lower() == "yes",
                )
                for row in survey
                if "name" in row and "type" in row
            )
            content = {
                "form": file.stem,
                "fields": fields,
                "survey": survey,
                "choices": tables.get("choices", ()),
                "settings": next(iter(tables.get("settings", ())), {}),
            }
            form = self.valid(document, (), content, schema.Form)
            if form is not None:
                found[form.form] = form
        return found

    def rows(self, name: str, model: type[M]) -> list[M]:
        if not (self.root / name).exists():
            return []
        document = read_csv(self.root, name, list(model.model_fields))
        self.faults += document.faults
        self.documents[name] = document
        content = document.content if isinstance(document.content, list) else []
        found = []
        for index, row in enumerate(content):
            each = self.valid(document, (index,), row, model)
            if each is not None:
                found.append(each)
                self.numbers[id(each)] = index
        return found

    def valid(
        self, document: Document, path: tuple[str | int, ...], content: object, model: type[M]
    ) -> M | None:
        """The content as the model, or None with every fault noted."""
        try:
            return model.model_validate(content)
        except ValidationError as error:
            for detail in error.errors():
                message, mend = in_words(detail, model)
                self.faults.append(document.fault((*path, *detail["loc"]), message, mend))
            return None
