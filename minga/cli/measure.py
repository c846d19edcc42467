"""`minga count` and `minga snapshot`."""

import json
from collections.abc import Sequence
from datetime import datetime, time

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.command()
@click.argument("indicators", nargs=-1)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As recorded on that day.")
@click.option("--by", "axes", multiple=True, help="Only breakdowns along these axes.")
@click.option("--json", "as_json", is_flag=True)
def count(
    *, indicators: Sequence[str], as_of: datetime | None, axes: Sequence[str], as_json: bool
) -> None:
    """Count INDICATORS (all by default), exactly, as recorded now or on a day."""
    setup.start()
    from django.utils import timezone

    from minga.engines.indicators.count import UnknownIndicatorError
    from minga.figures.measure.actions import measure
    from minga.figures.measure.extracts import extract

    moment = timezone.now()
    if as_of is not None:
        moment = timezone.make_aware(datetime.combine(as_of.date(), time.max))
    try:
        measured = measure(extract(as_of=moment), as_of=moment, codes=indicators)
    except UnknownIndicatorError as error:
        raise click.ClickException(str(error)) from error
    wanted = {""} | set(axes)
    rows = [
        {
            "indicator": row.indicator,
            "period": [day.isoformat() for day in row.period],
            "axes": dict(row.axes),
            "value": None if row.value is None else str(row.value),
            "unit": row.unit,
            "participations": row.participations,
            "registrations": row.registrations,
            "tally": [row.tally_low, row.tally_high],
            "definition_version": measured.versions[row.indicator],
            "as_of": moment.isoformat(),
        }
        for row in measured.rows
        if not axes or {axis for axis, _ in row.axes} <= wanted
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for cell in measured.rows:
        if not axes or {axis for axis, _ in cell.axes} <= wanted:
            where = " ".join(f"{axis}={value}" for axis, value in cell.axes)
            click.echo(f"{cell.indicator:36} {where:28} {cell.value}")


@click.command()
def snapshot() -> None:
    """Freeze the facts as recorded now, as Parquet files with a manifest."""
    setup.start()
    from django.utils import timezone

    from minga.figures.measure import snapshots

    now = timezone.now()
    taken, _ = snapshots.take(as_of=now, taken_at=now, by=command("snapshot"))
    click.echo(f"{taken.id} in {snapshots.folder(taken)}")
