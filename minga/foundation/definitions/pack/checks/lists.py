"""Kinds of list: their pathway, steps, targets and vocabularies exist."""

from collections.abc import Iterator

from minga.engines.lists.definition import ListKind
from minga.engines.pathway.definition import Pathway
from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack

BUILT_FROM_TABLES = frozenset({"place", "organisation", "site"})
"""Vocabularies that come from the tables of places and organisations."""


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every kind of list."""
    for code, kind in pack.lists.items():
        document = pack.documents[f"lists/{code}"]
        pathway = pack.pathways.get(kind.pathway)
        if pathway is None and kind.pathway in pack.names("pathways"):
            continue  # it has faults of its own
        if pathway is None:
            yield document.fault(
                ("pathway",),
                f"there is no pathway {kind.pathway}",
                mend(kind.pathway, pack.pathways, where="pathways/"),
            )
            continue
        yield from _steps(kind, pathway, document)
        yield from _answers(pack, kind, pathway, document)
        yield from _columns(pack, kind, pathway, document)


def _steps(kind: ListKind, pathway: Pathway, document: Document) -> Iterator[Fault]:
    for index, step in enumerate(kind.steps):
        if step.step not in pathway.steps:
            yield document.fault(
                ("steps", index),
                f"pathway {kind.pathway} has no step {step.step}",
                f"name one of: {', '.join(pathway.steps)}",
            )
        if step.role and step.role not in pathway.roles:
            yield document.fault(
                ("steps", index),
                f"pathway {kind.pathway} has no role {step.role}",
                mend(step.role, pathway.roles, where=f"pathways/{kind.pathway}.yaml"),
            )


def _answers(pack: Pack, kind: ListKind, pathway: Pathway, document: Document) -> Iterator[Fault]:
    """Faults of the answers that hold for every row of such a list."""
    for index, step in enumerate(kind.steps):
        asked = pathway.steps.get(step.step)
        if asked is None or (asked.form and asked.form not in pack.forms):
            continue  # that is told already
        form = pack.form_of(asked)
        for name, answer in step.answers.items():
            at = ("steps", index, "answers", name)
            field = form.field(name) if form else None
            if field is None:
                yield document.fault(
                    at,
                    f"every row answers {name}, which step {step.step} does not ask",
                    mend(name, form.names if form else (), where="the step's form"),
                )
                continue
            allowed = pack.terms(field)
            for value in answer if isinstance(answer, tuple) else (answer,):
                if allowed is not None and str(value) not in allowed:
                    yield document.fault(
                        at,
                        f"every row answers {name} with {value}, which is no term",
                        mend(str(value), allowed, where=f"vocabularies/{field.vocabulary}.yaml"),
                    )


def _columns(pack: Pack, kind: ListKind, pathway: Pathway, document: Document) -> Iterator[Fault]:
    vocabularies = pack.names("vocabularies")
    for name, column in kind.columns.items():
        at = ("columns", name)
        wanted = column.vocabulary_code
        if wanted and wanted not in BUILT_FROM_TABLES and wanted not in vocabularies:
            yield document.fault(
                (*at, "vocabulary"),
                f"column {name} goes through a vocabulary {wanted} that does not exist",
                mend(wanted, vocabularies, where="vocabularies/"),
            )
        target = column.target
        step = pathway.steps.get(target.name)
        if target.kind != "answer" or step is None:
            continue
        if step.form and step.form not in pack.forms:
            continue  # that is told where the step names it
        form = pack.form_of(step)
        if form is None or form.field(target.field) is None:
            yield document.fault(
                (*at, "to"),
                f"column {name} goes to {target.field}, which step {target.name} does not ask",
                mend(target.field, form.names if form else (), where="the step's form"),
            )
