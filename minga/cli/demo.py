"""`minga demo`: the main job from end to end, on synthetic people, in a data folder of its own."""

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minga.cli.access import make_accounts
from minga.cli.casework import show_sealed_cases
from minga.cli.world import PACK, make_world, told
from minga.config import setup
from minga.config.embedded import EmbeddedServer
from minga.config.home import InstallationKind, demo_home, installation
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.figures.measure.models import Snapshot

CLOSE = 0.03
SHOWN = (
    "direct_people", "direct_youth", "direct_afro_ecuadorian", "direct_indigenous",
    "direct_refugees", "direct_women_girls", "duty_bearers_trained", "trained_srhr_gbv",
    "peace_trained", "peace_trained_officials", "peace_trained_civil_society",
    "peace_trained_young", "peace_trained_other", "grants", "grant_families",
    "children_in_school", "children_retained", "pregnancies_accompanied", "protection_served",
    "mediations_closed", "obstetric_networks", "schools_improved", "policies_supported",
    "education_policy_adopted", "institutions_in_network", "csos_in_network",
)  # fmt: skip
"""The indicators of the last table, as far as the programme has them."""


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
    began = time.monotonic()
    with _stage("A synthetic world: people, what happens to them, partners' lists"):
        made = make_world(PACK, seed=seed, scale=scale, calibrate="source", out=out)
        click.echo(f"  {told(made)}")
    with _stage("The programme is checked and loaded"):
        _load()
    with _stage("Partners' lists are taken in, and each person is recognised"):
        _take_in(out / "lists")
        make_accounts()
        show_sealed_cases()
    with _stage("The facts are frozen, counted and protected"):
        snapshot = _measure(out)
    with _stage("The fact sheet is published in Spanish and English"):
        _publish(snapshot, out)
    _compare(out)
    click.echo(f"\nDone in {time.monotonic() - began:.0f} s. Open {out / 'factsheet.es.html'}")


@contextmanager
def _stage(words: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    began = time.monotonic()
    click.echo(f"\n{words}")
    yield
    click.echo(f"  {time.monotonic() - began:.0f} s")


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
    from minga.foundation.definitions.pack.checks import read_checked
    from minga.register.programme.loading import load

    pack, faults = read_checked(PACK)
    if faults:
        raise click.ClickException("\n".join(map(str, faults)))
    click.echo(f"  {len(load(pack, by=command('demo'))):,} definitions and rows")


def _take_in(lists: Path) -> None:
    from django.utils import timezone

    from minga.cli.intake import take_in_files
    from minga.register.people.judgements import match
    from minga.work.casework.apart import set_apart

    senders = sorted(folder for folder in lists.iterdir() if folder.is_dir())
    done = take_in_files(senders)
    for words in (*done.told, *done.failures):
        click.echo(words, err=True)
    click.echo(f"  {done.summary()}")
    found = match(apart=set_apart(as_of=timezone.now()))
    click.echo(f"  {found['same']:,} pairs are the same person, {found['unsure']:,} unsure")


def _measure(out: Path) -> "Snapshot":
    """Freeze, count and release. The totals go beside the fact sheet, for the comparison."""
    from django.utils import timezone

    from minga.figures.measure import actions, snapshots

    now = timezone.now()
    by = command("demo")
    taken, tables = snapshots.take(as_of=now, taken_at=now, by=by)
    shutil.copytree(snapshots.folder(taken), out / "snapshot")
    measured = actions.measure(tables, as_of=now)
    count = actions.release(measured, snapshot=taken, by=by)
    click.echo(f"  {count:,} cells released or withheld")
    totals = {
        row.indicator: {
            "title": measured.indicators[row.indicator].title.en,
            "value": float(row.value),
            "participations": row.participations,
            "partners_sum": row.registrations,
            "target": _target(measured.indicators[row.indicator].targets),
        }
        for row in measured.rows
        if not row.axes and row.value is not None
    }
    (out / "figures.json").write_text(json.dumps(totals, indent=1, ensure_ascii=False))
    return taken


def _publish(snapshot: "Snapshot", out: Path) -> None:
    from minga.cli.publish import write_edition

    for language in ("es", "en"):
        for file in write_edition("factsheet", language, snapshot, out):
            click.echo(f"  {file}")


def _target(targets: Mapping[date, Decimal]) -> float | None:
    return float(targets[max(targets)]) if targets else None


def _compare(out: Path) -> None:
    """Partners' totals, the unique count, the truth and the target, side by side."""
    truth = json.loads((out / "truth" / "totals.json").read_text())["indicators"]
    counted = json.loads((out / "figures.json").read_text())
    both = [code for code in counted if code in truth]
    click.echo(f"\n{'':50}{'partners':>10}{'unique':>10}{'truth':>10}{'target':>10}")
    for code in (code for code in SHOWN if code in both):
        row = counted[code]
        partners = f"{row['partners_sum']:,}" if row["partners_sum"] else ""
        target = f"{row['target']:,.0f}" if row["target"] else ""
        click.echo(
            f"{row['title'][:49]:50}{partners:>10}{row['value']:>10,.0f}"
            f"{truth[code]:>10,.0f}{target:>10}"
        )
    near = [code for code in both if _near(counted[code]["value"], truth[code])]
    click.echo(
        f"Of {len(both)} indicators that the world can answer for, {len(near)} are counted within "
        f"{CLOSE:.0%} of the truth."
    )


def _near(counted: float, true: float) -> bool:
    """Whether a figure is as near as exact matching lets it be; one unit is always near."""
    return abs(counted - true) <= max(1.0, CLOSE * abs(true))
