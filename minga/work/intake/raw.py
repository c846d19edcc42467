"""The raw file and what is sealed with it under its key: its name, its sheets' words."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from minga.engines.lists.mapping_file import read_mapping, write_mapping
from minga.engines.lists.plan import LeftOut, SheetFault, SheetPlan
from minga.foundation.keys.sealing import ErasedError, find_key, open_sealed, seal
from minga.work.intake.models import ListSheet, PartnerList


def seal_name(name: str, *, list_id: uuid.UUID) -> bytes:
    """A file's name, sealed; the file is stored already, so its key is there."""
    return seal(name.encode(), key=find_key(list_id), about=f"{list_id}/name")


def name_of(partner_list: PartnerList) -> str:
    """The file's name, or nothing once the file was destroyed."""
    try:
        key = find_key(partner_list.id)
    except ErasedError:
        return ""
    about = f"{partner_list.id}/name"
    return open_sealed(bytes(partner_list.sealed_name), key=key, about=about).decode()


def keep_plans(
    partner_list: PartnerList,
    plans: Iterable[SheetPlan],
    changes: Mapping[int, Mapping[str, object]],
) -> None:
    """Write down what the sheets of a list are and change; an earlier plan gives way."""
    ListSheet.objects.filter(partner_list=partner_list).delete()
    key = find_key(partner_list.id)
    ListSheet.objects.bulk_create(
        ListSheet(
            partner_list=partner_list,
            position=position,
            kind=plan.kind,
            fault=plan.fault or "",
            rivals=list(plan.rivals),
            lacking=list(plan.lacking),
            rows=plan.rows,
            left_out=[one._asdict() for one in plan.left_out],
            changes=dict(changes.get(position, {})),
            sealed=seal(
                json.dumps(_words(plan), ensure_ascii=False).encode(),
                key=key,
                about=f"{partner_list.id}/{position}",
            ),
        )
        for position, plan in enumerate(plans, start=1)
    )


def _words(plan: SheetPlan) -> Mapping[str, object]:
    return {
        "name": plan.name,
        "headings": plan.headings,
        "mapping": write_mapping(plan.mapping),
    }


def plans_of(partner_list: PartnerList) -> dict[int, SheetPlan]:
    """The plan of every sheet by its position. Raises ErasedError once the file was destroyed."""
    key = find_key(partner_list.id)
    plans = {}
    for row in ListSheet.objects.filter(partner_list=partner_list).order_by("position"):
        about = f"{partner_list.id}/{row.position}"
        plans[row.position] = _plan(
            row, json.loads(open_sealed(bytes(row.sealed), key=key, about=about))
        )
    return plans


def sheets_of(partner_list: PartnerList) -> dict[int, SheetPlan]:
    """The same, without names, headings and mappings once the file was destroyed."""
    try:
        return plans_of(partner_list)
    except ErasedError:
        nothing = {"name": "", "headings": [], "mapping": ""}
        rows = ListSheet.objects.filter(partner_list=partner_list).order_by("position")
        return {row.position: _plan(row, nothing) for row in rows}


def _plan(row: ListSheet, words: Mapping[str, Any]) -> SheetPlan:
    mapping, _ = read_mapping(words["mapping"])
    return SheetPlan(
        name=words["name"],
        fault=SheetFault(row.fault) if row.fault else None,
        kind=row.kind,
        rivals=tuple(row.rivals),
        lacking=tuple(row.lacking),
        headings=tuple(words["headings"]),
        mapping=mapping,
        rows=row.rows,
        left_out=tuple(LeftOut(**one) for one in row.left_out),
    )
