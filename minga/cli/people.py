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
    """Erase a registration: its key is destroyed, an anonymous remainder stays."""
    setup.start()
    from django.utils import timezone

    from minga.register.people.actions import erase as erase_registration

    erase_registration(registration, erased_at=timezone.now(), by=command("erase"), reason=reason)
    click.echo("Erased.")
