"""`minga init`, `minga status` and `minga serve`."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from minga.config import gate, setup
from minga.config.home import InstallationKind, demo_home, home, installation

ADDRESS = "127.0.0.1"


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
def status() -> None:
    """Say how this installation is: versions, data folder, disk, database, keys."""
    from minga.config.health import examine

    _fall_back_on_demonstration()
    well = True
    for finding in examine():
        well &= finding.well
        click.echo(f"{finding.what:10} {'' if finding.well else '! '}{finding.words}")
    if not well:
        sys.exit(1)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Where on this machine.")
def serve(*, port: int) -> None:
    """Open the application at http://127.0.0.1:PORT; before `minga init`, the demonstration."""
    _fall_back_on_demonstration()
    setup.start(serving=True)
    gate.refuse_unless_fit()
    _check_port(port)
    from granian import Granian
    from granian.constants import Interfaces

    click.echo(f"Minga: http://{ADDRESS}:{port}  (Ctrl+C stops it)")
    with _working_beside():
        Granian(
            "minga.config.wsgi:application",
            address=ADDRESS,
            port=port,
            interface=Interfaces.WSGI,
            log_enabled=True,
            log_access=False,
        ).serve()


@contextmanager
def _working_beside() -> Iterator[None]:
    """A `minga work` of our own while pages are served, to do what they ask for."""
    run = "from minga.cli import main; main()"
    beside = ["work", "--beside", str(os.getpid())]
    worker = subprocess.Popen([sys.executable, "-c", run, *beside])
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _fall_back_on_demonstration() -> None:
    """Where nothing was made yet, mean what `minga demo` made."""
    if installation() is None and installation(demo_home()) is not None:
        os.environ["MINGA_HOME"] = str(demo_home())
        click.echo("There is no installation here yet: this is what `minga demo` made.")


def _check_port(port: int) -> None:
    """Raises ClickException where we may not listen."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((ADDRESS, port))
        except OSError as error:
            raise click.ClickException(
                f"nobody can listen on port {port} ({error.strerror}): another program may have "
                "it. Choose another with --port."
            ) from error
