"""The pieces of documents that are written by the code itself."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from django.apps import apps

from checks.floors import ROOT, layers


def commands() -> str:
    """Every `minga` command with its arguments and options."""
    from minga.cli import minga

    parts = []
    for names, command in _walk(minga, ()):
        name = " ".join(("minga", *names))
        context = click.Context(command, info_name=name)
        usage = command.get_usage(context).removeprefix("Usage: ")
        records = filter(None, (p.get_help_record(context) for p in command.get_params(context)))
        options = [
            f"- `{flags}`: {' '.join(words.split())}"
            for flags, words in records
            if words and flags != "--help"
        ]
        text = f"## `{name}`\n\n```\n{usage}\n```\n\n{inspect.cleandoc(command.help or '')}"
        parts.append("\n\n".join([text, *(["\n".join(options)] if options else [])]))
    return "\n\n".join(parts)


def _walk(
    command: click.Command, names: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Commands that do something, in the order in which they are listed."""
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield names, command
    if not isinstance(command, click.Group):
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        if inner := command.get_command(context, name):
            yield from _walk(inner, (*names, name))


def rooms() -> str:
    """Every room, in the order of its floors, with what it says that it is for."""
    lines = []
    for (wing,) in layers("wings"):
        lines.append(f"- **{wing}/** {_purpose(Path('minga') / wing)}")
        for floor in layers(wing):
            lines += [f"  - **{r}** {_purpose(Path('minga') / wing / r)}" for r in floor]
    return "\n".join(lines)


def _purpose(room: Path) -> str:
    """The first paragraph of what a package, or a room of one file, says of itself."""
    file = ROOT / room / "__init__.py"
    file = file if file.exists() else (ROOT / room).with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text())) or ""
    return " ".join(text.partition("\n\n")[0].split())


def database_roles() -> str:
    """What each database role may do with each table."""
    from minga.config.roles import ROLES, rights_on

    working = ROLES[1:]
    lines = [f"| table | {' | '.join(working)} |", "|---" * (len(working) + 1) + "|"]
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        rights = rights_on(model)
        cells = [", ".join(rights.get(role, ())).lower() for role in working]
        lines.append(f"| {model._meta.db_table} | {' | '.join(cells)} |")
    return "\n".join(lines)


def row_rules() -> str:
    """Which rows of each table the application sees in somebody's scope."""
    from minga.config.roles import row_rule_of

    lines = ["| table | seen by |", "|---|---|"]
    for model in sorted(apps.get_models(), key=lambda m: m._meta.db_table):
        if rule := row_rule_of(model):
            lines.append(f"| {model._meta.db_table} | {rule.words} |")
    return "\n".join(lines)


def roles() -> str:
    """What each role of a user is for, and what it lets somebody do."""
    from minga.foundation.access.roles import ROLES

    lines = ["| role | rol | what it is for | permissions |", "|---|---|---|---|"]
    for role in ROLES.values():
        may = ", ".join(f"`{permission}`" for permission in sorted(role.permissions))
        lines.append(f"| {role.title.en} | {role.title.es} | {role.meaning.en} | {may} |")
    return "\n".join(lines)


def decisions() -> str:
    """The decisions by number, each with its title and what became of it."""
    lines = ["| decision | status |", "|---|---|"]
    for file in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        title, status = file.read_text().splitlines()[0:3:2]
        lines.append(f"| [{title.lstrip('# ')}]({file.name}) | {status.removeprefix('Status: ')} |")
    return "\n".join(lines)


def make_targets() -> str:
    """What `make` can do, as the Makefile says."""
    found = re.findall(r"^(\w+):.*?## (.+)$", (ROOT / "Makefile").read_text(), re.M)
    return "\n".join(["```", *(f"make {name:8} {words}" for name, words in found), "```"])


PIECES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "rooms": rooms,
    "database roles": database_roles,
    "row rules": row_rules,
    "roles": roles,
    "decisions": decisions,
    "make targets": make_targets,
}
