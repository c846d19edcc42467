"""`minga legal`: the record without which no real people are worked with."""

import sys
from importlib.resources import files
from pathlib import Path

import click

from minga.config import setup
from minga.foundation.core.principals import command

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def legal() -> None:
    """Keep who answers for the data, its legal bases, retention, protocol and assessment."""


@legal.command()
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def template(*, out: Path) -> None:
    """Write an empty record to fill in."""
    text = (files("minga.foundation.legal") / "templates/legal/record.yaml").read_text(
        encoding="utf-8"
    )
    if out.exists():
        raise click.ClickException(f"{out} is there already; name another file.")
    out.write_text(text, encoding="utf-8")
    click.echo(f"{out} is written; fill it in, then: minga legal keep {out}")


@legal.command()
@click.argument("file", type=FILE)
def check(*, file: Path) -> None:
    """Report everything that is missing or wrong in FILE."""
    content = _read(file)
    setup.start()
    from django.utils import timezone

    from minga.foundation.legal.record import read_record

    record, faults = read_record(content, today=timezone.localdate())
    for fault in faults:
        click.echo(f"{file}: {fault}")
    if record is None:
        sys.exit(1)
    click.echo(f"{file} is whole: {len(record.purposes)} purpose(s) with their legal basis.")


@legal.command()
@click.argument("file", type=FILE)
def keep(*, file: Path) -> None:
    """Keep FILE as the record that holds from now on; earlier versions stay."""
    content = _read(file)
    setup.start()
    from django.utils import timezone

    from minga.foundation.legal.actions import LegalRecordError, keep_record

    try:
        kept = keep_record(content, recorded_at=timezone.now(), by=command("legal"))
    except LegalRecordError as error:
        for fault in error.faults:
            click.echo(f"{file}: {fault}", err=True)
        raise click.ClickException("nothing was kept: mend the file first.") from error
    click.echo(f"version {kept.version} is kept." if kept else "this is on record already.")


@legal.command()
def show() -> None:
    """Print the record that holds, with its version."""
    setup.start()
    import yaml

    from minga.foundation.legal.models import LegalRecord

    newest = LegalRecord.objects.order_by("-version").first()
    if newest is None:
        raise click.ClickException("nothing is on record: `minga legal template` writes a form.")
    click.echo(f"# version {newest.version}, kept {newest.recorded_at:%Y-%m-%d} by {newest.by}")
    click.echo(yaml.safe_dump(newest.content, allow_unicode=True, sort_keys=False), nl=False)


def _read(file: Path) -> object:
    """The file's content. Raises ClickException where it is no YAML."""
    import yaml

    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(
            f"{file} is no YAML in UTF-8: mend it there.\n{error}"
        ) from error
