"""Keeping how an organisation's headings are read, for each kind of list."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from minga.engines.lists.mapping import ColumnMapping
from minga.engines.lists.mapping_file import MappingFault, read_mapping, write_mapping
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.work.intake.actions.alone import alone
from minga.work.intake.actions.receiving import IntakeError
from minga.work.intake.models import ListMapping
from minga.work.intake.opening import Vocabularies, kept_mappings


class MappingFaultsError(IntakeError):
    """An edited mapping was not kept; `faults` say why, line by line."""

    def __init__(self, faults: list[MappingFault]) -> None:
        super().__init__("the mapping was not kept; nothing has changed.")
        self.faults = faults


def keep_suggested(organisation: str, suggested: Iterable[ColumnMapping]) -> None:
    """Add headings not met before to the organisation's mappings; what is kept of others holds.

    What a file settles for itself (the order of its dates) is kept with the file, not here. Nor
    are headings that mean nothing to us: one that is none may name somebody.
    """
    kept = kept_mappings(organisation)
    for mapping in suggested:
        new = ColumnMapping(mapping.kind, mapping.columns)
        before = kept.get(mapping.kind)
        kept[mapping.kind] = after = before.joined(new) if before else new
        if after != before:
            _write(organisation, after)


def save_mapping(
    text: str, *, organisation: str, kind: str, known: Vocabularies, by: Principal
) -> ColumnMapping:
    """Keep a mapping as a person has edited it; it holds for lists that are read from now on.

    Raises MappingFaultsError with every fault of the text by line.
    """
    if kind not in known.kinds:
        raise IntakeError(f"there is no list {kind}; there are: {', '.join(known.kinds)}.")
    mapping, faults = read_mapping(text, known.kinds[kind], known.terms)
    if faults:
        raise MappingFaultsError(faults)
    with transaction.atomic():
        alone(organisation)
        _write(organisation, mapping)
        record(
            action="intake.mapping_saved",
            kind="list_mapping",
            object_id=f"{organisation}/{kind}"[:64],
            by=by,
            detail={"columns": len(mapping.columns)},
        )
    return mapping


def _write(organisation: str, mapping: ColumnMapping) -> None:
    ListMapping.objects.update_or_create(
        organisation_id=organisation,
        kind=mapping.kind,
        defaults={"text": write_mapping(replace(mapping, unmapped=()))},
    )
