"""Counting the pack's indicators and releasing what may be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minga.engines.indicators.count import Frame
from minga.engines.indicators.definition import Indicator
from minga.engines.indicators.facts import Row
from minga.figures.measure import defined
from minga.figures.measure.counting import count
from minga.figures.measure.defined import Defined
from minga.figures.measure.extracts import Tables, canton_of
from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.measure.protection import Before, Protected, protect
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.pack.schema import Programme


@dataclass(frozen=True)
class Measured:
    """Counted rows with the definitions they were counted by."""

    rows: list[Row]
    indicators: dict[str, Indicator]
    versions: dict[str, int]
    programme: Programme
    provinces: Mapping[str, str | None]
    """The province of each canton."""


def measure(
    tables: Tables,
    *,
    as_of: datetime,
    codes: Sequence[str] = (),
    definitions: Defined | None = None,
) -> Measured:
    """Count indicators (all, or those named) over tables as recorded at `as_of`."""
    known = definitions or defined.now()
    indicators, plan = known.indicators, known.programme
    frame = Frame(
        starts=plan.starts,
        until=min(plan.ends, timezone.localdate(as_of)),
        as_of=as_of,
        periods=tuple((p.starts, p.ends) for p in plan.periods),
        age_bands=plan.bands["age_band"],
    )
    rows = count(tables, indicators, frame, codes or sorted(indicators))
    provinces = {place: province for place, (_, province) in canton_of(tables["places"]).items()}
    return Measured(rows, indicators, known.versions, plan, provinces)


def note_reading(
    codes: Sequence[str],
    axes: Sequence[str],
    *,
    snapshot: Snapshot | None,
    as_of: datetime,
    by: Principal,
) -> None:
    """Log that somebody read internal figures, in which small numbers are not hidden."""
    record(
        action="measure.counted",
        kind="snapshot" if snapshot else "register",
        object_id=snapshot.id if snapshot else "live",
        by=by,
        detail={"indicators": [*codes], "axes": [*axes], "as_of": as_of.isoformat()},
    )


@transaction.atomic
def release(measured: Measured, *, snapshot: Snapshot, by: Principal) -> int:
    """Keep the protected cells of counted rows as released figures. How many."""
    cells = protect(
        measured.rows,
        measured.indicators,
        measured.programme.thresholds,
        provinces=measured.provinces,
        before=_released_before(snapshot, measured),
    )
    figures = [_figure(cell, snapshot, measured.versions[cell.row.indicator]) for cell in cells]
    ReleasedFigure.objects.bulk_create(figures, batch_size=1000)
    record(
        action="measure.released",
        kind="snapshot",
        object_id=snapshot.id,
        by=by,
        detail={"figures": len(figures)},
    )
    return len(figures)


def _figure(cell: Protected, snapshot: Snapshot, version: int) -> ReleasedFigure:
    row = cell.row
    shown, beside, tallied = not cell.suppressed, cell.beside, cell.tallied
    return ReleasedFigure(
        snapshot=snapshot,
        indicator=row.indicator,
        definition_version=version,
        period_start=row.period[0],
        period_end=row.period[1],
        axes=[list(axis) for axis in row.axes],
        unit=row.unit,
        suppressed=cell.suppressed,
        value=row.value if shown else None,
        participations=row.participations if beside else None,
        registrations=row.registrations if beside else None,
        tally_low=row.tally_low if tallied else None,
        tally_high=row.tally_high if tallied else None,
        numerator=row.numerator if shown else None,
        denominator=row.denominator if shown else None,
        low=cell.low if shown else None,
        high=cell.high if shown else None,
    )


def _released_before(snapshot: Snapshot, measured: Measured) -> Before:
    """What the last release said of the same cells by the same definitions."""
    earlier = Snapshot.objects.filter(taken_at__lt=snapshot.taken_at, figures__isnull=False)
    last = earlier.order_by("-taken_at").first()
    if last is None:
        return {}
    return {
        (row.indicator, (row.period_start, row.period_end), tuple(map(tuple, row.axes))): (
            None if row.suppressed or row.value is None else int(row.value)
        )
        for row in ReleasedFigure.objects.filter(snapshot=last)
        if measured.versions.get(row.indicator) == row.definition_version and row.unit != "sum"
    }
