"""`minga demo`: the main job from end to end, on synthetic people, in a data folder of its own."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from minga.cli.access import make_accounts
from minga.cli.world import PACK, make_world
from minga.config import setup
from minga.config.embedded import EmbeddedServer
from minga.config.home import InstallationKind, demo_home, installation
from minga.foundation.core.principals import command


@click.command()
@click.option("--out", default="out/demo", show_default=True, type=click.Path(path_type=Path))
@click.option("--seed", default=1, show_default=True)
@click.option("--scale", default=1.0, show_default=True)
def demo(*, out: Path, seed: int, scale: float) -> None:
    """Make a synthetic world, take its lists in, count each person once, publish a fact sheet."""
    if not PACK.exists():
        raise click.ClickException(
            f"there is no programme in {PACK}: run this in a clone of Minga."
        )
    _clear(demo_home(), out)
    os.environ["MINGA_HOME"] = str(demo_home())
    setup.make_installation(InstallationKind.DEMONSTRATION)
    make_world(PACK, seed=seed, scale=scale, calibrate="source", out=out)
    _load()
    _take_in(out / "lists")
    make_accounts()
    _publish(out)
    _compare(out)


def _clear(folder: Path, out: Path) -> None:
    """Make room for a new demonstration; never over real people, nor under a running one."""
    kind = installation(folder)
    if kind == InstallationKind.LIVE:
        raise click.ClickException(
            f"{folder} is a live installation; a demonstration needs another."
        )
    if kind is None and folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty and no demonstration; name another.")
    if not EmbeddedServer(folder / "postgres").stop_unused():
        raise click.ClickException("the demonstration is open elsewhere: stop `make serve` first.")
    shutil.rmtree(folder, ignore_errors=True)
    if out.exists():
        if any(out.iterdir()) and not (out / "lists").exists():
            raise click.ClickException(f"{out} holds something else than a demonstration.")
        shutil.rmtree(out)
    out.mkdir(parents=True)


def _load() -> None:
    from minga.foundation.definitions.pack.checks import check
    from minga.foundation.definitions.pack.pack import read
    from minga.register.programme.loading import load

    faults = check(PACK)
    if faults:
        raise click.ClickException("\n".join(map(str, faults)))
    pack, _ = read(PACK)
    assert pack is not None  # noqa: S101 - it has no faults
    click.echo(f"load    {len(load(pack, by=command('demo')))} definitions and rows")


def _take_in(lists: Path) -> None:
    from minga.cli.intake import take_in_files
    from minga.register.people.judgements import match

    senders = sorted(folder for folder in lists.iterdir() if folder.is_dir())
    done = take_in_files(senders)
    for words in (*done.told, *done.failures):
        click.echo(words, err=True)
    click.echo(f"rows    {done.summary()}")
    found = match()
    click.echo(f"people  {found['same']:,} pairs are the same person, {found['unsure']:,} unsure")


def _publish(out: Path) -> None:
    from django.utils import timezone

    from minga.cli.publish import write_edition
    from minga.figures.measure import actions, snapshots

    now = timezone.now()
    by = command("demo")
    taken, tables = snapshots.take(as_of=now, taken_at=now, by=by)
    shutil.copytree(snapshots.folder(taken), out / "snapshot")
    measured = actions.measure(tables, as_of=now)
    count = actions.release(measured, snapshot=taken, by=by)
    click.echo(f"measure {count:,} cells released or withheld")
    totals = {
        row.indicator: {
            "value": float(row.value),
            "participations": row.participations,
            "partners_sum": row.registrations,
            "target": _target(measured.indicators[row.indicator].targets),
        }
        for row in measured.rows
        if not row.axes and row.value is not None
    }
    (out / "figures.json").write_text(json.dumps(totals, indent=1))
    for language in ("es", "en"):
        for file in write_edition("factsheet", language, taken, out):
            click.echo(f"publish {file}")


def _target(targets: Mapping[date, Decimal]) -> float | None:
    return float(targets[max(targets)]) if targets else None


def _compare(out: Path) -> None:
    """Partners' totals, the unique count, the truth and the target, side by side."""
    truth = json.loads((out / "truth" / "totals.json").read_text())
    counted = json.loads((out / "figures.json").read_text())
    click.echo(f"\n{'':28}{'partners':>12}{'unique':>10}{'truth':>10}{'target':>10}")
    for code, true in truth.items():
        if code in counted and isinstance(true, int):
            row = counted[code]
            target = f"{row['target']:,.0f}" if row["target"] else ""
            click.echo(
                f"{code:28}{row['partners_sum']:>12,}{row['value']:>10,.0f}{true:>10,}{target:>10}"
            )
