"""`minga match` and `minga erase`."""

import uuid

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.command()
def match() -> None:
    """Judge which registrations are the same person, on keyed hashes alone."""
    setup.start()
    from django.utils import timezone

    from minga.register.people.encodings import rebuild
    from minga.register.people.judgements import conflicts
    from minga.register.people.judgements import match as match_all
    from minga.work.casework.apart import set_apart

    if lost := rebuild(by=command("match")):
        click.echo(f"{lost:,} encodings were lost and are made again.")
    found = match_all(apart=set_apart(as_of=timezone.now()))
    click.echo(f"{found['same']:,} same, {found['unsure']:,} unsure.")
    if against := conflicts():
        click.echo(f"{len(against):,} judgements contradict each other: somebody has to look.")


@click.command()
@click.argument("registration", type=click.UUID)
@click.option("--reason", required=True, help="Why; it is kept in the log. No names here.")
def erase(*, registration: uuid.UUID, reason: str) -> None:
    """Erase a registration: its key is destroyed, an anonymous remainder stays.

    The raw lists that named the person go whole. Snapshots that were kept lose them too, and
    their manifests say so; released figures stay.
    """
    setup.start()
    from django.utils import timezone

    from minga.register.people.models import Registration
    from minga.work.intake.actions import IntakeError
    from minga.work.intake.actions.erasing import erase as erase_everywhere

    try:
        done = erase_everywhere(
            registration, erased_at=timezone.now(), by=command("erase"), reason=reason
        )
    except Registration.DoesNotExist as error:
        raise click.ClickException(f"there is no registration {registration}.") from error
    except IntakeError as error:
        raise click.ClickException(str(error)) from error
    sealed, other = done.person.sealed, done.person.open
    click.echo(f"Erased, with {sealed} sealed and {other} other cases made anonymous.")
    click.echo(f"{done.lists} raw lists that named the person are destroyed.")
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
