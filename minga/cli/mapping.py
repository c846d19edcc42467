"""`minga mapping`: how an organisation's headings are read; shown, previewed, saved as YAML."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minga.cli.lists import find_list, told_fates
from minga.config import setup
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.engines.lists.mapping import ColumnMapping
    from minga.engines.lists.mapping_file import MappingFault
    from minga.work.intake.opening import Vocabularies


@click.group()
def mapping() -> None:
    """Show or change how an organisation's lists of one kind are read."""


@mapping.command()
@click.argument("organisation")
@click.argument("kind")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file to edit.")
def show(*, organisation: str, kind: str, out: Path | None) -> None:
    """Print the mapping that is kept, or write it to a file."""
    setup.start()
    from minga.engines.lists.mapping_file import write_mapping
    from minga.work.intake.opening import kept_mappings, mapping_to_edit

    kept = mapping_to_edit(organisation, kind)
    if kept is None:
        have = sorted(kept_mappings(organisation))
        there = f"; there is one of {', '.join(have)}" if have else ""
        raise click.ClickException(f"{organisation} has no mapping of {kind}{there}.")
    if out is None:
        click.echo(write_mapping(kept), nl=False)
        return
    out.write_text(write_mapping(kept), encoding="utf-8")
    click.echo(f"{out} is written; edit it, then: minga mapping save {organisation} {kind} {out}")


@mapping.command()
@click.argument("organisation")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
def save(*, organisation: str, kind: str, file: Path) -> None:
    """Keep an edited mapping; it holds for lists that are read from now on."""
    setup.start()
    from minga.foundation.organisations.models import Organisation
    from minga.work.intake.actions import IntakeError
    from minga.work.intake.actions.mappings import MappingFaultsError, save_mapping
    from minga.work.intake.opening import Vocabularies

    if not Organisation.objects.filter(code=organisation).exists():
        raise click.ClickException(f"there is no organisation {organisation}.")
    try:
        saved = save_mapping(
            _text(file),
            organisation=organisation,
            kind=kind,
            known=Vocabularies.load(),
            by=command("mapping"),
        )
    except MappingFaultsError as error:
        _tell(file, error.faults)
        raise click.ClickException(str(error)) from error
    except IntakeError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"kept, with {len(saved.columns)} heading(s). Lists that were read before stay as they "
        "are: `minga reread LIST` reads one again."
    )


@mapping.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.argument("list_id")
def preview(*, file: Path, list_id: str) -> None:
    """Say what a mapping would make of a list that is kept; nothing is changed."""
    setup.start()
    from minga.engines.lists.plan import ChangedPlan
    from minga.engines.lists.reading import UnreadableFile
    from minga.foundation.keys.sealing import ErasedError
    from minga.work.intake.opening import Vocabularies
    from minga.work.intake.preview import preview as look

    found = find_list(list_id)
    known = Vocabularies.load()
    changed = _read(file, known)
    try:
        seen = look(found, changed, known=known)
    except (ChangedPlan, UnreadableFile, ErasedError) as error:
        raise click.ClickException(f"list {found.short_id} cannot be read again.") from error
    click.echo(f"as read   {told_fates(seen.before) or 'no rows'}")
    click.echo(f"would be  {told_fates(seen.after) or 'no rows'}")
    click.echo(f"{seen.otherwise:,} row(s) would be read otherwise.")


def _read(file: Path, known: "Vocabularies") -> "ColumnMapping":
    from minga.engines.lists.mapping_file import read_mapping

    text = _text(file)
    mapping, faults = read_mapping(text)
    kind = known.kinds.get(mapping.kind)
    if not faults and kind is None:
        raise click.ClickException(f"{file}: there is no list {mapping.kind}.")
    if kind is not None:
        mapping, faults = read_mapping(text, kind, known.terms)
    if faults:
        _tell(file, faults)
        sys.exit(1)
    return mapping


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: save it as UTF-8 text.") from error


def _tell(file: Path, faults: "list[MappingFault]") -> None:
    for fault in faults:
        click.echo(f"{file}:{fault}", err=True)
