"""`minga audit`: whether the log is whole, and its heads to keep elsewhere."""

import sys
from pathlib import Path

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.group()
def audit() -> None:
    """Look whether the audit log is whole; keep its heads where nobody here has a hand."""
    setup.start()


@audit.command()
@click.option(
    "--heads",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Heads that were kept elsewhere; repeatable.",
)
def verify(*, files: tuple[Path, ...]) -> None:
    """Go through every event: none changed, none missing, none taken off the end."""
    from minga.foundation.audit.keeping import read_kept
    from minga.foundation.audit.models import AuditEvent
    from minga.foundation.audit.verifying import verify_log

    kept = [head for file in files for head in read_kept(file.read_text())]
    with click.progressbar(length=AuditEvent.objects.count(), label="reading") as bar:
        done = verify_log(kept=kept, progress=bar.update, by=command("audit"))
    for fault in done.faults:
        click.echo(f"! chain {fault.chain}, event {fault.number}: {fault.words.en}", err=True)
    if done.faults:
        click.echo(f"The log was tampered with in {len(done.faults)} places at least.", err=True)
        sys.exit(1)
    known = f", and the {len(kept)} heads kept elsewhere are in it" if kept else ""
    click.echo(f"{done.events:,} events in {done.chains:,} chains are as they were written{known}.")


@audit.command()
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def heads(*, out: Path) -> None:
    """Write the sealed heads of all chains: keep them away from whoever keeps the database."""
    from django.utils import timezone

    from minga.foundation.audit.keeping import heads_to_keep

    out.write_text(heads_to_keep(at=timezone.now()))
    click.echo(f"{out} is written: keep it elsewhere, and verify with --heads {out.name}.")
