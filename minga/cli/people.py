"""`minga match` and `minga erase`."""

import uuid

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.command()
def match() -> None:
    """Judge which registrations are the same person, on keyed hashes alone."""
    setup.start()
    from minga.register.people.judgements import match as match_all

    found = match_all()
    click.echo(f"{found['same']} same, {found['unsure']} unsure.")


@click.command()
@click.argument("registration", type=click.UUID)
@click.option("--reason", required=True)
def erase(*, registration: uuid.UUID, reason: str) -> None:
    """Erase a registration: its key is destroyed, an anonymous remainder stays.

    Snapshots that were kept lose it too, and their manifests say so; released figures stay.
    """
    setup.start()
    from django.utils import timezone

    from minga.register.people.actions import erase as erase_registration

    erase_registration(registration, erased_at=timezone.now(), by=command("erase"), reason=reason)
    click.echo("Erased.")
    _erase_from_snapshots()


@click.command()
def forget() -> None:
    """Carry erasures into snapshots; `minga erase` does so itself, this finishes what failed."""
    setup.start()
    _erase_from_snapshots()


def _erase_from_snapshots() -> None:
    from django.utils import timezone

    from minga.figures.measure.erasure import erase_from_snapshots

    done = erase_from_snapshots(erased_at=timezone.now(), by=command("erase"))
    click.echo(f"{done.rows} rows in {done.snapshots} snapshots are an anonymous remainder now.")
