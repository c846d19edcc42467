"""A pack: everything that a programme's folder says, typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from minga.engines.definition import Definition
from minga.engines.indicators.definition import Indicator
from minga.engines.lists.definition import ListKind, Vocabulary
from minga.engines.pathway.definition import Pathway, StepDefinition
from minga.foundation.definitions.pack import schema
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.publication import Publication
from minga.foundation.definitions.pack.reader import Reader


class Names(frozenset[str]):
    """Names that a pack gives, also in parts that cannot be read.

    Where a whole table cannot be read, any name may be meant: what follows from another fault is
    no fault of its own.
    """

    whole: bool

    def __new__(cls, names: Iterable[str], *, whole: bool = True) -> "Names":
        """The names; `whole` says whether there can be no others."""
        made = super().__new__(cls, names)
        made.whole = whole
        return made

    def __contains__(self, name: object) -> bool:
        """Whether the name is given, or may be."""
        return not self.whole or super().__contains__(name)


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
    numbers: dict[int, int] = field(default_factory=dict)
    """The number of each table row in its file, by the identity of what was read from it."""
    declared: dict[str, set[str]] = field(default_factory=dict)
    """Names by kind, also those of definitions that cannot be read."""
    unread: set[str] = field(default_factory=set)
    """Kinds of names of which nothing can be read."""
    partial: set[str] = field(default_factory=set)
    """Tables of which some row cannot be read: what they add up to is not known."""

    def at(self, row: Definition) -> tuple[int, ...]:
        """Where a table row stands in its file."""
        return (self.numbers[id(row)],)

    def names(self, kind: str) -> Names:
        """What may be named: `places.csv`, `funds` (of the programme), `pathways` …"""
        return Names(self.declared.get(kind, ()), whole=kind not in self.unread)

    def reads(self, kind: str, code: str) -> bool:
        """Whether what is declared under that name could also be read."""
        return code in getattr(self, kind) or code not in self.names(kind)

    def step(self, kind: str) -> StepDefinition | None:
        """The step that `pathway.step` names, if it can be read."""
        pathway, _, name = kind.partition(".")
        return self.pathways[pathway].steps.get(name) if pathway in self.pathways else None

    def form_of(self, step: StepDefinition | None) -> schema.Form | None:
        """The form of a step, if it has one that can be read."""
        return self.forms.get(step.form or "") if step else None

    def terms(self, asked: schema.FormField) -> frozenset[str] | None:
        """The codes that may answer a field, or None where any answer may."""
        vocabulary = self.vocabularies.get(asked.vocabulary or "")
        return frozenset(vocabulary.terms) or None if vocabulary else None

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


def read(folder: Path) -> tuple[Pack, list[Fault]]:
    """The pack and what is wrong in its files; only a pack without any fault may be loaded."""
    reader = Reader(folder)
    pack = Pack(
        programme=reader.whole("programme.yaml", schema.Programme),
        results=reader.whole("results.yaml", schema.Results),
        vocabularies=reader.folder("vocabularies", Vocabulary, "code"),
        pathways=reader.folder("pathways", Pathway, "pathway"),
        lists=reader.folder("lists", ListKind, "code"),
        forms=reader.forms(),
        indicators=reader.indicators(),
        publications=reader.folder("publications", Publication, "publication"),
        places=reader.rows("places.csv", schema.Place, needed=True),
        organisations=reader.rows("organisations.csv", schema.Organisation, needed=True),
        activities=reader.rows("activities.csv", schema.Activity),
        budget=reader.rows("budget.csv", schema.BudgetLine),
        expenditure=reader.rows("expenditure.csv", schema.Expenditure),
        observations=reader.rows("observations.csv", schema.Observation),
        documents=reader.documents,
        numbers=reader.numbers,
        declared=reader.declared,
        unread=reader.unread,
        partial=reader.partial,
    )
    return pack, reader.faults
