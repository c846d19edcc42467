"""Papers of a case: taken in by what is in them, kept encrypted, told when they are read."""

import uuid
from datetime import datetime

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys import files
from minga.work.casework.actions.steps import Held
from minga.work.casework.models import Case, Paper
from minga.work.casework.papers import plain_name, recognise, thumbnail
from minga.work.casework.sealing import TEXT, CaseKeys


@transaction.atomic
def add_paper(
    *, case: Case, name: str, content: bytes, recorded_at: datetime, by: Principal
) -> Paper:
    """Keep a file with a case. Raises CaseworkError for what is too large or of another kind."""
    kind = recognise(content)
    small = thumbnail(content, kind)
    held = Held.lock(case)
    sealed_name = held.keys.hide(held.case, {TEXT: plain_name(name)}) if held.rules.sealed else None
    paper = Paper(
        case=held.case,
        name="" if sealed_name else plain_name(name),
        sealed_name=sealed_name,
        kind=kind,
        size=len(content),
        thumbnail=uuid.uuid4() if small else None,
        recorded_at=recorded_at,
        by=str(by),
    )
    _keep(held, paper.pk, content)
    if small and paper.thumbnail:
        _keep(held, paper.thumbnail, small)
    paper.save(force_insert=True)
    record(
        action="casework.paper_added",
        kind="case",
        object_id=case.pk,
        by=by,
        detail={"paper": str(paper.pk), "kind": kind},
    )
    return paper


def _keep(held: Held, file_id: uuid.UUID, content: bytes) -> None:
    """Under a key of its own, and of a sealed case under the case's key before that."""
    organisation = held.case.team.organisation_id
    files.store(
        held.keys.wrap(held.case, content, about=file_id),
        organisation=organisation,
        file_id=file_id,
    )


@transaction.atomic
def read_paper(*, paper: Paper, by: Principal, small: bool = False) -> bytes:
    """A paper, or its thumbnail. Reading one is itself an event; a thumbnail is part of its case.

    Raises CaseworkError or ErasedError where it was erased.
    """
    file_id = paper.thumbnail if small and paper.thumbnail else paper.pk
    content = CaseKeys.of([paper.case]).unwrap(paper.case, files.fetch(file_id), about=file_id)
    if not small:
        record(
            action="casework.paper_read",
            kind="case",
            object_id=paper.case_id,
            by=by,
            detail={"paper": str(paper.pk)},
        )
    return content
