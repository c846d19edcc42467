"""`minga …`: thin commands; what they do stands in the rooms' actions."""

import importlib
import sys

import click

COMMANDS = {
    "init": "installation",
    "serve": "installation",
    "check": "pack",
    "load": "pack",
    "world": "world",
    "intake": "intake",
    "undo": "intake",
    "template": "intake",
    "match": "people",
    "erase": "people",
    "forget": "people",
    "count": "measure",
    "snapshot": "measure",
    "export": "measure",
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
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=LazyGroup)
def minga() -> None:
    """Minga: partner lists go in, each person is counted once, a fact sheet comes out."""


def main() -> None:
    """Run `minga`, with plain sentences instead of tracebacks for what a user can mend."""
    from minga.config.home import InstallationError
    from minga.config.programs import ServerError

    try:
        minga()
    except (InstallationError, ServerError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
