"""`minga export` and `minga open-export`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minga.config import setup
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.figures.measure.exports import Handed
    from minga.foundation.keys.locks import Lock

SHORTEST_PASSPHRASE = 16


@click.group()
def export() -> None:
    """Hand a snapshot out to an authorised auditor."""


@export.command("snapshot")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--snapshot", "code", default="latest", show_default=True, help="Its id, or a part.")
@click.option("--for", "to", help="Whom it is for; it is kept in the log.")
@click.option("--reason", help="Why; it is kept in the log.")
@click.option("--recipient", help="The auditor's public key, `age1…`.")
@click.option("--passphrase", is_flag=True, help="Ask for a passphrase instead of a key.")
@click.option(
    "--with-sealed",
    is_flag=True,
    help="Sealed steps too, as coded facts: what, when, in which canton.",
)
def export_snapshot(
    *,
    target: Path,
    code: str,
    to: str | None,
    reason: str | None,
    recipient: str | None,
    passphrase: bool,
    with_sealed: bool,
) -> None:
    """Write a snapshot's rows, without names and under fresh ids, to TARGET.

    TARGET is a new file that only the auditor can open (`minga open-export`, or any program that
    reads age files). In a demonstration, without a key or a passphrase, it is a plain folder.
    """
    setup.start()
    from django.conf import settings
    from django.utils import timezone

    from minga.figures.measure import snapshots
    from minga.figures.measure.exports import Export, hand_out

    if not settings.DEMONSTRATION and not (recipient or passphrase):
        raise click.ClickException(
            "rows of real people go out encrypted only: name the auditor's public key with "
            "--recipient age1… (`minga export key` makes one), or use --passphrase."
        )
    if not settings.DEMONSTRATION and not (to and reason):
        raise click.ClickException("say whom it is for, --for, and why, --reason: it is logged.")
    wanted = Export(
        snapshot=snapshots.find(code),
        sealed=with_sealed,
        to=to or "a demonstration",
        reason=reason or "to show it",
    )
    lock, lock_name = _lock(recipient, passphrase=passphrase)
    handed = hand_out(
        wanted, target, lock=lock, lock_name=lock_name, at=timezone.now(), by=command("export")
    )
    click.echo(f"{wanted.snapshot.id} is in {target}: {handed.rows:,} rows.")
    _tell(handed, with_sealed=with_sealed)


def _lock(recipient: str | None, *, passphrase: bool) -> tuple["Lock | None", str]:
    """How the file is locked, and what the log calls that."""
    from minga.foundation.keys.locks import Passphrase, Recipient

    if recipient and passphrase:
        raise click.ClickException("either --recipient or --passphrase: not both.")
    if recipient:
        return Recipient.read(recipient), recipient.strip()
    if not passphrase:
        return None, "none"
    words: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    if len(words) < SHORTEST_PASSPHRASE:
        raise click.ClickException(
            f"a passphrase has {SHORTEST_PASSPHRASE} letters or more: take five random words, and "
            "tell them by another way than the file."
        )
    return Passphrase(words), "passphrase"


def _tell(handed: "Handed", *, with_sealed: bool) -> None:
    if handed.sha256:
        click.echo(f"SHA-256 {handed.sha256}: tell the auditor, by another way than the file.")
    if with_sealed:
        click.echo(f"{handed.sealed_steps:,} sealed steps are in it as coded facts.")
    elif handed.left_out:
        click.echo(
            f"Sealed steps are not in it, so {len(handed.left_out)} indicators cannot be counted "
            "again from it (its manifest names them); --with-sealed adds them."
        )


@export.command("key")
@click.argument("file", type=click.Path(path_type=Path))
def export_key(*, file: Path) -> None:
    """Make a pair of keys for whoever receives exports: the private one goes into FILE."""
    from minga.foundation.keys.recipients import new_private, public_of

    private = new_private()
    text = f"# public key: {public_of(private)}\n{private}\n"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be made ({error.strerror}).") from error
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    click.echo(f"{public_of(private)}\nis for whoever exports; {file} is for you alone.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A new folder.")
@click.option("--key", type=click.Path(path_type=Path), help="Your private key; else a passphrase.")
def open_export(*, file: Path, out: Path, key: Path | None) -> None:
    """Open an exported FILE into a new folder; needs no installation and no database."""
    from minga.figures.measure.opening import open_export as open_file
    from minga.foundation.keys.locks import Holder, Passphrase, Unlock

    unlock: Unlock
    if key is None:
        unlock = Passphrase(click.prompt("Passphrase", hide_input=True))
    else:
        try:
            unlock = Holder.read(key.read_text())
        except (OSError, ValueError) as error:
            raise click.ClickException(f"{key} cannot be read as a key file: {error}") from error
    manifest = open_file(file, out, unlock)
    files = manifest["files"]
    click.echo(f"{'SYNTHETIC. ' if manifest['synthetic'] else ''}Snapshot {manifest['snapshot']}")
    click.echo(f"as of {manifest['as_of']}, {len(files)} files in {out}, each as its hash says.")
    if left_out := manifest["cannot_be_counted_again"]:
        click.echo(
            f"{len(left_out)} indicators cannot be counted again: sealed steps are left out."
        )
