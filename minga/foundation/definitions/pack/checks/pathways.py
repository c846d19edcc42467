"""Pathways: their graph of steps, and the forms and answers that their steps name."""

from collections.abc import Iterator

from minga.engines.pathway import definition as pathway_definition
from minga.engines.pathway.definition import Pathway
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
    for name, step in pathway.steps.items():
        if step.form is not None and step.form not in pack.forms:
            yield document.fault(
                ("steps", name, "form"),
                f"step {name} names a form {step.form} that does not exist",
                mend(step.form, pack.forms, where="forms/"),
            )
        for dimension in step.service.dimensions if step.service else ():
            if dimension not in pack.programme.dimensions:
                yield document.fault(
                    ("steps", name, "service"),
                    f"step {name} serves a dimension {dimension} that does not exist",
                    mend(dimension, pack.programme.dimensions, where="programme.yaml"),
                )
        yield from _requirements(pack, pathway, name, document)


def _requirements(pack: Pack, pathway: Pathway, name: str, document: Document) -> Iterator[Fault]:
    for other, need in pathway.steps[name].requires.items():
        asked = pathway.steps.get(other)
        form = pack.forms.get(asked.form or "") if asked else None
        for field, values in need.where.items():
            found = form.field(field) if form else None
            if found is None:
                yield document.fault(
                    ("steps", name, "requires", other, "where", field),
                    f"step {name} looks at an answer {field} that step {other} does not ask",
                    mend(field, form.names if form else (), where="the step's form"),
                )
                continue
            allowed = pack.terms(found)
            for value in values:
                if allowed is not None and value not in allowed:
                    yield document.fault(
                        ("steps", name, "requires", other, "where", field),
                        f"{field} is never {value}",
                        mend(value, allowed, where=f"vocabularies/{found.vocabulary}.yaml"),
                    )
