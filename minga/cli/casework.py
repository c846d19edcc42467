"""`minga settle`."""

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.command()
def settle() -> None:
    """Work out anew where every case stands: what is due in it, and by when.

    Each step keeps this up to date by itself; this makes sure, and can be run at any time.
    """
    setup.start()
    from minga.work.casework.actions.settling import settle_all
    from minga.work.casework.models import Case

    cases = moved = 0
    with click.progressbar(length=Case.objects.count(), label="cases") as progress:
        for settled, changed in settle_all(by=command("settle")):
            progress.update(settled)
            cases, moved = cases + settled, moved + changed
    click.echo(f"{cases:,} cases were looked at; {moved:,} stood elsewhere than was kept.")
