"""`minga init` and `minga serve`."""

import os

import click

from minga.config import setup
from minga.config.home import InstallationKind, demo_home, home, installation


@click.command()
@click.option(
    "--live",
    is_flag=True,
    help="For real people. Without it: a demonstration, which stays one and holds only synthetic.",
)
def init(*, live: bool) -> None:
    """Make this installation: data folder, keys, database, tables. Safe to run again."""
    kind = InstallationKind.LIVE if live else InstallationKind.DEMONSTRATION
    setup.make_installation(kind)
    click.echo(f"A {kind} installation is ready in {home()}.")


@click.command()
@click.option("--port", default=8000, show_default=True)
def serve(*, port: int) -> None:
    """Open the application at http://127.0.0.1:PORT; before `minga init`, the demonstration."""
    if installation() is None and installation(demo_home()) is not None:
        os.environ["MINGA_HOME"] = str(demo_home())
        click.echo("There is no installation here yet: this is what `minga demo` made.")
    from granian import Granian
    from granian.constants import Interfaces

    setup.start()
    click.echo(f"Minga: http://127.0.0.1:{port}  (Ctrl+C stops it)")
    Granian(
        "minga.config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        log_enabled=True,
        log_access=False,
    ).serve()
