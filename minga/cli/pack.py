"""`minga check` and `minga load`."""

import json
import sys
from pathlib import Path

import click

from minga.config import setup
from minga.foundation.core.principals import command
from minga.foundation.definitions.pack.checks import check as check_pack
from minga.foundation.definitions.pack.checks import read_checked


@click.command()
@click.argument("pack", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Faults as JSON.")
def check(*, pack: Path, as_json: bool) -> None:
    """Report every fault of PACK at once, with file, line and how to mend it."""
    faults = check_pack(pack)
    if as_json:
        click.echo(
            json.dumps(
                [
                    {"file": f.file, "line": f.line, "message": f.message, "mend": f.mend}
                    for f in faults
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for fault in faults:
            click.echo(str(fault))
        words = "no fault" if not faults else _number(len(faults), "fault")
        click.echo(f"{pack}: {words}.")
    if faults:
        sys.exit(1)


@click.command()
@click.argument("pack", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def load(*, pack: Path, dry_run: bool) -> None:
    """Load PACK whole or not at all, showing what changes. Loading twice changes nothing."""
    content, faults = read_checked(pack)
    if faults:
        for fault in faults:
            click.echo(str(fault), err=True)
        click.echo("Nothing was loaded: mend the pack first.", err=True)
        sys.exit(1)
    setup.start()
    from minga.register.programme.loading import PackNotLoadedError
    from minga.register.programme.loading import load as load_pack

    try:
        changes = load_pack(content, by=command("load"), dry_run=dry_run)
    except PackNotLoadedError as error:
        raise click.ClickException(f"Nothing was loaded: {error}.") from None
    for change in changes:
        click.echo(str(change))
    if not changes:
        click.echo("Nothing changed: the pack is loaded as it stands.")
    else:
        verb = "would change" if dry_run else "changed"
        click.echo(f"{_number(len(changes), 'thing')} {verb}.")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
