"""`minga count` and `minga snapshot`."""

import difflib
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from minga.config import setup
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.engines.indicators.facts import Row
    from minga.figures.measure.actions import Measured
    from minga.figures.measure.models import Snapshot

INTERNAL = "Internal figures, small numbers included: not to be passed on. What may be is released."
HEAD = ("indicator", "by", "value", "beside", "unit", "steps", "partners' total", "title")
NUMBERS = frozenset({"value", "steps", "partners' total"})


@click.command()
@click.argument("indicators", nargs=-1)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As recorded on that day.")
@click.option("--snapshot", "code", help="Of a snapshot: its id, a part of it, or latest.")
@click.option("--by", "axes", multiple=True, help="Only breakdowns along these axes.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
def count(
    *,
    indicators: Sequence[str],
    as_of: datetime | None,
    code: str | None,
    axes: Sequence[str],
    as_json: bool,
) -> None:
    """Count INDICATORS (all by default), exactly: as recorded now, on a day, or in a snapshot.

    These are internal figures, for whoever runs the installation: small numbers are shown. What
    others may see is released by `minga publish`, with small numbers hidden. Each count is logged.
    """
    if code and as_of:
        raise click.ClickException("a snapshot has its own moment: either --snapshot or --as-of.")
    setup.start()
    from django.utils import timezone

    from minga.figures.measure import actions, defined, extracts, snapshots

    moment, taken = timezone.now(), None
    if code is not None:
        taken = snapshots.find(code)
        moment, definitions = taken.as_of, defined.of_snapshot(taken)
    else:
        if as_of is not None:
            moment = timezone.make_aware(datetime.combine(as_of.date(), time.max))
        definitions = defined.now()
    _check(indicators, axes, definitions.indicators)
    tables = snapshots.read(taken) if taken else extracts.extract(as_of=moment)
    measured = actions.measure(tables, as_of=moment, codes=indicators, definitions=definitions)
    actions.note_reading(indicators, axes, snapshot=taken, as_of=moment, by=command("count"))
    rows = [row for row in measured.rows if not axes or {axis for axis, _ in row.axes} <= {*axes}]
    if as_json:
        told = [_as_json(row, measured, taken, moment) for row in rows]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    where = f"snapshot {taken.id}, as of" if taken else "as recorded on"
    click.echo(f"{INTERNAL}\n{where} {moment:%Y-%m-%d %H:%M}\n", err=True)
    for line in _table([_cells(row, measured) for row in rows]):
        click.echo(line)


def _check(codes: Iterable[str], axes: Iterable[str], known: Any) -> None:
    """Raises ClickException for what is not defined, with what comes near it."""
    asked = list(codes)
    for code in asked:
        if code not in known:
            raise click.ClickException(f"there is no indicator {code}{_near(code, known)}")
    by = {axis for code in asked or known for axis in known[code].by}
    for axis in axes:
        if axis not in by:
            raise click.ClickException(
                f"none of these indicators is broken down by {axis}{_near(axis, by, most=12)}"
            )


def _near(word: str, known: Collection[str], most: int = 3) -> str:
    """What was meant, perhaps; else what there is, if it is little."""
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    near += sorted(each for each in known if word in each and each not in near)[: 3 - len(near)]
    if near:
        return f"; did you mean {' or '.join(near)}?"
    if len(known) <= most:
        return f"; there are: {', '.join(sorted(known))}."
    return ": `minga count` without one counts all."


def _as_json(
    row: "Row", measured: "Measured", taken: "Snapshot | None", moment: datetime
) -> dict[str, object]:
    low, high, numerator, denominator = (
        None if number is None else str(number)
        for number in (row.low, row.high, row.numerator, row.denominator)
    )
    return {
        "indicator": row.indicator,
        "period": [day.isoformat() for day in row.period],
        "axes": dict(row.axes),
        "value": None if row.value is None else str(row.value),
        "unit": row.unit,
        "participations": row.participations,
        "registrations": row.registrations,
        "tally": [row.tally_low, row.tally_high],
        "numerator": numerator,
        "denominator": denominator,
        "interval": [low, high],
        "definition_version": measured.versions[row.indicator],
        "snapshot": str(taken.id) if taken else None,
        "as_of": moment.isoformat(),
    }


def _cells(row: "Row", measured: "Measured") -> tuple[str, ...]:
    indicator = measured.indicators[row.indicator]
    where = [f"{axis}={value}" for axis, value in row.axes]
    if indicator.period == "in_period":
        where.insert(0, f"{row.period[0]}..{row.period[1]}")
    beside = (f"{number:,}" if number else "" for number in (row.participations, row.registrations))
    return (
        row.indicator,
        " ".join(where),
        _number(row.value),
        _bounds(row),
        indicator.unit.en,
        *beside,
        "" if row.axes else indicator.title.en,
    )


def _number(value: int | Decimal | None) -> str:
    if value is None:
        return "–"
    return f"{round(value, 2).normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"


def _bounds(row: "Row") -> str:
    """What stands beside a value that is no exact number: an interval, or people without names."""
    if row.low is not None and row.high is not None:
        return "({}–{})".format(*(_number(round(end, 1)) for end in (row.low, row.high)))
    return f"+ {row.tally_low:,}–{row.tally_high:,} tallied" if row.tally_high else ""


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Lines with columns of one width, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    for row in (HEAD, *rows):
        parts = [
            cell.rjust(width) if name in NUMBERS else cell.ljust(width)
            for name, cell, width in zip(HEAD, row, widths, strict=True)
        ]
        yield "  ".join(parts).rstrip()


@click.group(invoke_without_command=True)
@click.pass_context
def snapshot(context: click.Context) -> None:
    """Freeze the facts as recorded now, as Parquet files with a manifest."""
    setup.start()
    if context.invoked_subcommand:
        return
    from django.utils import timezone

    from minga.figures.measure import snapshots

    now = timezone.now()
    taken, _ = snapshots.take(as_of=now, taken_at=now, by=command("snapshot"))
    click.echo(f"{taken.id} in {snapshots.folder(taken)}")


@snapshot.command("list")
def list_snapshots() -> None:
    """The snapshots there are, the newest first."""
    from minga.figures.measure.models import Snapshot

    for each in Snapshot.objects.order_by("-taken_at"):
        erased = sum(each.revisions.values_list("erased_rows", flat=True))
        more = f", {erased:,} rows erased since" if erased else ""
        click.echo(f"{each.id}  as of {each.as_of:%Y-%m-%d %H:%M}{more}")


@snapshot.command()
@click.argument("code", required=False)
def verify(*, code: str | None) -> None:
    """Whether a snapshot (all of them, without CODE) is as it was frozen; with 1 where not."""
    from minga.figures.measure import snapshots
    from minga.figures.measure.models import Snapshot

    wanted = [snapshots.find(code)] if code else list(Snapshot.objects.order_by("-taken_at"))
    well = True
    for each in wanted:
        faults = snapshots.verify(each)
        well &= not faults
        click.echo(f"{each.id} {'is as it was frozen.' if not faults else 'is not:'}")
        for fault in faults:
            click.echo(f"  {snapshots.folder(each)}: {fault}")
    if not well:
        sys.exit(1)
