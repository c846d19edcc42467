"""Pathways and forms as far as walking them needs: order, clocks, demands, and what is asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from minga.engines.world.inputs import Column, ListKind

Answers = Mapping[str, tuple[str, ...]]
"""Answers by field, of which any will do."""

_RELEVANT = re.compile(r"\$\{(\w+)\}\s*(!?=)\s*'([^']*)'")


@dataclass(frozen=True)
class Field:
    """A question of a form: its type, its vocabulary, and when it is asked."""

    name: str
    type: str = "text"
    vocabulary: str = ""
    required: bool = False
    relevant: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one term may be chosen."""
        return self.type == "select_multiple"

    def asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether the form asks it after these answers: one of its conditions holds."""
        conditions = _RELEVANT.findall(self.relevant)
        return not conditions or any(
            (str(answers.get(name, "")) == value) == (sign == "=")
            for name, sign, value in conditions
        )


@dataclass(frozen=True)
class Clock:
    """Days from a step, perhaps only where that was answered so."""

    origin: str
    days: tuple[int, ...]
    where: Answers = field(default_factory=dict)

    def runs(self, answers: Mapping[str, Any]) -> bool:
        """Whether the answers of the step that it counts from set it going."""
        return all(str(answers.get(name)) in wanted for name, wanted in self.where.items())


@dataclass(frozen=True)
class Demand:
    """How many steps of a kind must stand, and with which answers."""

    at_least: int = 1
    where: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class PathwayStep:
    """A step of a pathway: what must stand before it, its clocks and its form."""

    name: str
    after: tuple[str, ...] = ()
    opens: bool = False
    closes: bool = False
    repeats: bool = False
    within: tuple[Clock, ...] = ()
    due: tuple[Clock, ...] = ()
    requires: Mapping[str, Demand] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)


@dataclass(frozen=True)
class Pathway:
    """A pathway's steps by name, and what its cases are about."""

    code: str
    subject: str
    steps: Mapping[str, PathwayStep]

    @property
    def ends(self) -> list[str]:
        """The closing steps."""
        return [name for name, step in self.steps.items() if step.closes]


def fields_from(markdown: str) -> dict[str, Field]:
    """The questions by name of an XLSForm that is written as Markdown tables."""
    found: dict[str, Field] = {}
    heads: list[str] = []
    for line in markdown.splitlines():
        if not line.startswith("|"):
            continue
        title, *cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
        if title:
            heads = []
        elif not heads:
            heads = cells
        else:
            row = dict(zip(heads, cells, strict=False))
            if row.get("name"):
                found[row["name"]] = _field(row)
    return found


def _field(row: Mapping[str, str]) -> Field:
    kind, _, chosen = row.get("type", "text").partition(" ")
    return Field(
        name=row["name"],
        type=kind,
        vocabulary=chosen.split()[0] if kind.startswith("select_") and chosen else "",
        required=row.get("required") == "yes",
        relevant=row.get("relevant", ""),
    )


def _listed(value: Any) -> tuple[Any, ...]:
    """One or several, as a tuple: the pack writes a single one without brackets."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str | int | Mapping) else tuple(value)


def _where(raw: Mapping[str, Any] | None) -> Answers:
    return {name: tuple(map(str, _listed(value))) for name, value in (raw or {}).items()}


def _clocks(raw: Any) -> tuple[Clock, ...]:
    return tuple(
        Clock(str(each["from"]), _days(each), _where(each.get("where"))) for each in _listed(raw)
    )


def _days(raw: Mapping[str, Any]) -> tuple[int, ...]:
    """The days of a clock; hours are the days they reach into."""
    if "hours" in raw:
        return (-(-int(raw["hours"]) // 24),)
    return tuple(map(int, _listed(raw["days"])))


def _demands(raw: Mapping[str, Any] | None) -> dict[str, Demand]:
    return {
        name: Demand(int((each or {}).get("at_least", 1)), _where((each or {}).get("where")))
        for name, each in (raw or {}).items()
    }


def pathway_from(raw: Mapping[str, Any], forms: Mapping[str, Mapping[str, Field]]) -> Pathway:
    """A pathway as the pack writes it, with the questions of each step's form."""
    steps = {}
    for name, step in raw["steps"].items():
        step = step or {}
        steps[str(name)] = PathwayStep(
            name=str(name),
            after=_listed(step.get("after")),
            opens=bool(step.get("opens")),
            closes=bool(step.get("closes")),
            repeats=bool(step.get("repeats")),
            within=_clocks(step.get("within")),
            due=_clocks(step.get("due")),
            requires=_demands(step.get("requires")),
            fields=forms.get(str(step.get("form")), {}),
        )
    return Pathway(str(raw["pathway"]), str(raw.get("subject") or "registration"), steps)


def with_forms(kinds: Iterable[ListKind], pathways: Mapping[str, Pathway]) -> list[ListKind]:
    """The kinds of list with what the pathways' forms say of their answers filled in."""
    return [
        replace(
            kind,
            columns=tuple(
                _with_form(column, pathways.get(kind.pathway)) for column in kind.columns
            ),
        )
        for kind in kinds
    ]


def _with_form(column: Column, pathway: Pathway | None) -> Column:
    first, name, field_name = column.parts
    step = pathway.steps.get(name) if pathway else None
    asked = step.fields.get(field_name) if step else None
    if first != "answer" or asked is None:
        return column
    return replace(
        column,
        vocabulary=column.vocabulary or asked.vocabulary or None,
        several=column.several or asked.several,
        type=column.type or asked.type,
        required=column.required or asked.required,
    )
