"""`minga …`: thin commands; what they do stands in the rooms' actions."""

import importlib
import signal
import sys

import click

from minga import __version__
from minga.foundation.core.errors import MendableError

COMMANDS = {
    "init": "installation",
    "status": "installation",
    "serve": "installation",
    "check": "pack",
    "load": "pack",
    "world": "world",
    "intake": "intake",
    "template": "intake",
    "lists": "lists",
    "corrections": "lists",
    "decide": "lists",
    "undo": "lists",
    "reread": "lists",
    "purge": "lists",
    "mapping": "mapping",
    "work": "work",
    "invite": "access",
    "match": "people",
    "erase": "people",
    "forget": "people",
    "settle": "casework",
    "members": "casework",
    "keys": "keys",
    "audit": "audit",
    "legal": "legal",
    "count": "measure",
    "snapshot": "measure",
    "export": "export",
    "open-export": "export",
    "boundaries": "boundaries",
    "publish": "publish",
    "demo": "demo",
}


class LazyGroup(click.Group):
    """Imports a command's module only when it is asked for: `minga check` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"minga.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=LazyGroup)
@click.version_option(__version__, message="Minga %(version)s")
def minga() -> None:
    """Minga: partner lists go in, each person is counted once, a fact sheet comes out."""


def main() -> None:
    """Run `minga`, with plain sentences instead of tracebacks for what a user can mend."""
    # Whoever is asked to stop lets go of the database on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        minga()
    except MendableError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
