"""A pathway as the pack writes it: steps, their order, deadlines, roles and secrecy."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pydantic import Field

from minga.engines.definition import Code, Definition, Text

Subject = Literal["registration", "household", "organisation", "site", "place", "none"]
Confidentiality = Literal["open", "restricted", "sealed"]


class Requirement(Definition):
    """How many steps of a kind must stand, and with which answers."""

    at_least: int = 1
    where: Mapping[Code, tuple[str, ...]] = Field(default_factory=dict)


class Within(Definition):
    """A step is due within so many days from another."""

    from_: Code = Field(alias="from")
    days: int


class Due(Definition):
    """A repeated step is due so many days from another, each time."""

    from_: Code = Field(alias="from")
    days: tuple[int, ...]


class ServiceTags(Definition):
    """What a step gives: dimensions of human security, and protection or empowerment."""

    dimensions: tuple[Code, ...] = ()
    sides: tuple[Literal["protection", "empowerment"], ...] = ()


class Role(Definition):
    """Somebody's role in a case; duty-bearers are never counted among people served."""

    title: Text
    duty_bearer: bool = False


class StepDefinition(Definition):
    """One step: what must stand before it, its form, its deadlines."""

    title: Text | None = None
    opens: bool = False
    closes: bool = False
    repeats: bool = False
    after: tuple[Code, ...] | Code = ()
    requires: Mapping[Code, Requirement] = Field(default_factory=dict)
    form: Code | None = None
    within: Within | None = None
    due: Due | None = None
    service: ServiceTags | None = None
    by: tuple[Code, ...] = ()

    @property
    def afters(self) -> tuple[str, ...]:
        """The steps of which one must stand before this one."""
        return (self.after,) if isinstance(self.after, str) else self.after


class Pathway(Definition):
    """The steps that something can go through."""

    pathway: Code
    title: Text
    subject: Subject = "registration"
    confidentiality: Confidentiality = "open"
    roles: Mapping[Code, Role] = Field(default_factory=dict)
    steps: Mapping[Code, StepDefinition]


class Fault(NamedTuple):
    """Something wrong in a pathway: where (a path of keys), what, and how to mend it."""

    path: tuple[str, ...]
    message: str
    mend: str


def faults(pathway: Pathway) -> list[Fault]:
    """What is wrong with the graph of steps."""
    found = list(_unknown(pathway))
    steps = pathway.steps
    if not any(step.opens for step in steps.values()):
        found.append(Fault(("steps",), "no step opens the case", "add `opens: true` to the first"))
    if not any(step.closes for step in steps.values()):
        found.append(Fault(("steps",), "no step closes the case", "add `closes: true` to the last"))
    reached = _reachable(pathway)
    for name in steps:
        if name not in reached:
            found.append(
                Fault(
                    ("steps", name),
                    f"step {name} can never be reached",
                    "let it open the case, or come `after` a step that can be reached",
                )
            )
    return found


def _unknown(pathway: Pathway) -> list[Fault]:
    found = []
    known = ", ".join(pathway.steps)
    for name, step in pathway.steps.items():
        named = [("after", other) for other in step.afters]
        named += [("requires", other) for other in step.requires]
        named += [("within", step.within.from_)] if step.within else []
        named += [("due", step.due.from_)] if step.due else []
        found += [
            Fault(
                ("steps", name, key),
                f"step {name} names a step {other} that does not exist",
                f"name one of: {known}",
            )
            for key, other in named
            if other not in pathway.steps
        ]
    return found


def _reachable(pathway: Pathway) -> set[str]:
    reached = {name for name, step in pathway.steps.items() if step.opens}
    while more := {
        name
        for name, step in pathway.steps.items()
        if name not in reached and set(step.afters) & reached
    }:
        reached |= more
    return reached
