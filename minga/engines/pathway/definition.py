"""A pathway as the pack writes it: steps, their order, deadlines, roles and secrecy."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from minga.engines.definition import Code, Definition, Text

Subject = Literal["registration", "household", "organisation", "site", "place", "none"]
Confidentiality = Literal["open", "restricted", "sealed"]


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str | Mapping) else value


Answers = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Coded answers of which any will do; the pack may write a single one without brackets."""


class Requirement(Definition):
    """How many steps of a kind must stand, and with which answers."""

    at_least: int = Field(default=1, ge=1)
    where: Mapping[Code, Answers] = Field(default_factory=dict)


class Within(Definition):
    """A step is due within so many days or hours from another, perhaps only if answered so.

    `days` is always known: hours fall on the day in which the last of them lies.
    """

    from_: Code = Field(alias="from")
    days: int = Field(ge=0)
    hours: int | None = Field(default=None, gt=0)
    where: Mapping[Code, Answers] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _days_of_hours(cls, said: Any) -> Any:
        """Count the days of a deadline that the pack gives in hours."""
        if not isinstance(said, Mapping) or not isinstance(hours := said.get("hours"), int):
            return said
        days = -(-hours // 24)
        if said.get("days", days) != days:
            raise ValueError("give days or hours, not both")
        return {**said, "days": days}


class Due(Definition):
    """A repeated step is due so many days from another, each time; `where` as in `Within`."""

    from_: Code = Field(alias="from")
    days: tuple[int, ...]
    where: Mapping[Code, Answers] = Field(default_factory=dict)


Withins = Annotated[tuple[Within, ...], BeforeValidator(_listed)]
Dues = Annotated[tuple[Due, ...], BeforeValidator(_listed)]
"""Deadlines side by side; the pack may write a single one without brackets."""


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
    within: Withins = ()
    due: Dues = ()
    service: ServiceTags | None = None
    by: tuple[Code, ...] = ()
    gathering: tuple[Code, ...] | None = None
    """For a step that many take at one event: the answers that tell that event from another of
    the same day, place and organisation. Without it, everybody takes the step alone."""
    approval: bool = False
    """Whether it waits for a supervisor: until somebody else approves it, it does not count."""
    certificate: bool = False
    """Whether whoever takes it is given a certificate, on paper."""
    apart_from: tuple[Code, ...] = ()
    """Steps of which nobody who recorded one may record this one: segregation of duties."""

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

    @property
    def closing(self) -> frozenset[str]:
        """The steps that close a case."""
        return frozenset(name for name, step in self.steps.items() if step.closes)


class Fault(NamedTuple):
    """Something wrong in a pathway: where (a path of keys), what, and how to mend it."""

    path: tuple[str, ...]
    message: str
    mend: str


def faults(pathway: Pathway) -> list[Fault]:
    """What is wrong with the graph of steps, all of it at once."""
    found = _unknown(pathway) + _impossible(pathway) + _unapprovable(pathway)
    steps = pathway.steps
    if not any(step.opens for step in steps.values()):
        found.append(Fault(("steps",), "no step opens the case", "add `opens: true` to the first"))
    if not any(step.closes for step in steps.values()):
        found.append(Fault(("steps",), "no step closes the case", "add `closes: true` to the last"))
    mend = "let it open the case, or come `after` a step that can be reached and does not close"
    reached = _reachable(pathway)
    found += [
        Fault(("steps", name), f"step {name} can never be reached", mend)
        for name in steps
        if name not in reached
    ]
    return found


def _unknown(pathway: Pathway) -> list[Fault]:
    found = []
    known = ", ".join(pathway.steps)
    for name, step in pathway.steps.items():
        named = [("after", other) for other in step.afters]
        named += [("requires", other) for other in step.requires]
        named += [("within", within.from_) for within in step.within]
        named += [("due", due.from_) for due in step.due]
        named += [("apart_from", other) for other in step.apart_from]
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


def _impossible(pathway: Pathway) -> list[Fault]:
    """Requirements for several steps of a kind that happens once."""
    return [
        Fault(
            ("steps", name, "requires", other, "at_least"),
            f"step {name} requires {need.at_least} of {other}, which happens once",
            f"add `repeats: true` to {other}, or require one",
        )
        for name, step in pathway.steps.items()
        for other, need in step.requires.items()
        if other in pathway.steps and need.at_least > 1 and not pathway.steps[other].repeats
    ]


def _unapprovable(pathway: Pathway) -> list[Fault]:
    """Steps that would have to wait in a case that is not there yet, or in many at once."""
    return [
        Fault(
            ("steps", name, "approval"),
            f"step {name} waits for approval and {what}",
            "let a step after it wait instead",
        )
        for name, step in pathway.steps.items()
        for what, is_so in (
            ("opens the case", step.opens),
            ("is taken at a gathering", step.gathering is not None),
        )
        if step.approval and is_so
    ]


def _reachable(pathway: Pathway) -> set[str]:
    """Steps that some order of steps leads to; nothing comes after a closing step."""
    steps = pathway.steps
    reached: set[str] = set()
    while more := {
        name
        for name, step in steps.items()
        if name not in reached
        and (step.opens or any(o in reached and not steps[o].closes for o in step.afters))
        and all(o in reached or o not in steps for o in step.requires)
    }:
        reached |= more
    return reached
