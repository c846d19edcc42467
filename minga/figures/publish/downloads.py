"""Released cells as files that anybody may recompute from: CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from minga.figures.measure.models import ReleasedFigure, Snapshot

COLUMNS = (
    "indicator",
    "period_start",
    "period_end",
    "axes",
    "unit",
    "value",
    "suppressed",
    "participations",
    "registrations",
    "tally_low",
    "tally_high",
    "numerator",
    "denominator",
    "low",
    "high",
    "definition_version",
    "snapshot",
    "synthetic",
)


def cells(snapshot: Snapshot, indicator: str | None = None) -> list[dict[str, Any]]:
    """The released cells of a snapshot, of all indicators or of one; withheld ones stay empty."""
    rows = ReleasedFigure.objects.filter(snapshot=snapshot)
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    return [_cell(row, snapshot) for row in rows.order_by("indicator", "period_end", "id")]


def _cell(row: ReleasedFigure, snapshot: Snapshot) -> dict[str, Any]:
    numbers = ("value", "numerator", "denominator", "low", "high")
    counts = ("participations", "registrations", "tally_low", "tally_high")
    found: dict[str, Any] = {
        "indicator": row.indicator,
        "period_start": row.period_start.isoformat(),
        "period_end": row.period_end.isoformat(),
        "axes": dict(row.axes),
        "unit": row.unit,
        "suppressed": row.suppressed,
        "definition_version": row.definition_version,
        "snapshot": str(snapshot.id),
        "synthetic": settings.DEMONSTRATION,
    }
    for name in numbers:
        number = getattr(row, name)
        found[name] = None if number is None else f"{number.normalize():f}"
    return found | {name: getattr(row, name) for name in counts}


def as_json(rows: Iterable[dict[str, Any]], snapshot: Snapshot) -> str:
    """The cells with what they come from; numbers are text, so that none is rounded on its way."""
    return json.dumps(
        {
            "synthetic": settings.DEMONSTRATION,
            "snapshot": str(snapshot.id),
            "manifest_sha256": snapshot.manifest_hash,
            "as_of": snapshot.as_of.isoformat(),
            "cells": list(rows),
        },
        ensure_ascii=False,
        indent=1,
    )


def as_csv(rows: Iterable[dict[str, Any]]) -> str:
    """The cells as a table; the axes of a cell stand in one column (`sex=f;canton=0801`)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        axes = ";".join(f"{axis}={value}" for axis, value in row["axes"].items())
        writer.writerow({name: row[name] for name in COLUMNS} | {"axes": axes})
    return out.getvalue()
