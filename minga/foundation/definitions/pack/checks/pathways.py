"""Pathways: their graph of steps, and the forms and answers that their steps name."""

from collections.abc import Iterator, Mapping

from minga.engines.pathway import definition as pathway_definition
from minga.engines.pathway.definition import Pathway, StepDefinition
from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every pathway."""
    for code, pathway in pack.pathways.items():
        document = pack.documents[f"pathways/{code}"]
        for fault in pathway_definition.faults(pathway):
            yield document.fault(fault.path, fault.message, fault.mend)
        yield from _steps(pack, pathway, document)


def _steps(pack: Pack, pathway: Pathway, document: Document) -> Iterator[Fault]:
    forms, dimensions = pack.names("forms"), pack.names("dimensions")
    for name, step in pathway.steps.items():
        if step.form is not None and step.form not in forms:
            yield document.fault(
                ("steps", name, "form"),
                f"step {name} names a form {step.form} that does not exist",
                mend(step.form, forms, where="forms/"),
            )
        for dimension in step.service.dimensions if step.service else ():
            if dimension not in dimensions:
                yield document.fault(
                    ("steps", name, "service"),
                    f"step {name} serves a dimension {dimension} that does not exist",
                    mend(dimension, dimensions, where="programme.yaml"),
                )
        for path, other, where in _conditions(step):
            yield from _answers(pack, pathway, (name, other), where, document, path)
        yield from _gathering(pack, name, step, document)


def _gathering(pack: Pack, name: str, step: StepDefinition, document: Document) -> Iterator[Fault]:
    """Answers that tell events apart, which the step does not ask."""
    form = pack.form_of(step)
    for field in step.gathering or ():
        if form is None or form.field(field) is None:
            yield document.fault(
                ("steps", name, "gathering"),
                f"step {name} tells its events apart by {field}, which it does not ask",
                mend(field, form.names if form else (), where="the step's form"),
            )


Condition = tuple[tuple[str | int, ...], str, Mapping[str, tuple[str, ...]]]
"""Where in the step it stands, the step it looks at, and the answers it wants."""


def _conditions(step: StepDefinition) -> Iterator[Condition]:
    for other, need in step.requires.items():
        yield ("requires", other, "where"), other, need.where
    for index, within in enumerate(step.within):
        yield ("within", index, "where"), within.from_, within.where
    for index, due in enumerate(step.due):
        yield ("due", index, "where"), due.from_, due.where


def _answers(
    pack: Pack,
    pathway: Pathway,
    names: tuple[str, str],
    where: Mapping[str, tuple[str, ...]],
    document: Document,
    path: tuple[str | int, ...],
) -> Iterator[Fault]:
    """Faults of the answers that a step asks of another: not in its form, sealed, or no term."""
    name, other = names
    asked = pathway.steps.get(other)
    if asked is None or (asked.form and asked.form not in pack.forms):
        return  # that is told already
    form = pack.form_of(asked)
    for field, values in where.items():
        at = ("steps", name, *path, field)
        found = form.field(field) if form else None
        if found is None:
            yield document.fault(
                at,
                f"step {name} looks at an answer {field} that step {other} does not ask",
                mend(field, form.names if form else (), where="the step's form"),
            )
            continue
        if pathway.confidentiality == "sealed" and not found.counted:
            yield document.fault(
                at,
                f"step {name} looks at {field}, which the sealed step {other} keeps to itself",
                f"write yes under counted in forms/{asked.form}.md",
            )
        allowed = pack.terms(found)
        for value in values:
            if allowed is not None and value not in allowed:
                yield document.fault(
                    at,
                    f"{field} is never {value}",
                    mend(value, allowed, where=f"vocabularies/{found.vocabulary}.yaml"),
                )
