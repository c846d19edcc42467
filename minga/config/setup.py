"""Starting the application in a process: database up, Django ready, tables current."""

import os

import django
from django.core.management import call_command

from minga.config import database, gate
from minga.config.home import InstallationError, InstallationKind, home, installation
from minga.config.home import make_installation as write_kind


def start(*, serving: bool = False) -> None:
    """Bring up the database and Django for this process.

    A command at a terminal works on all records; what serves pages sees those of their visitors.

    Raises InstallationError before `minga init`, and when tables and program do not fit.
    """
    if installation() is None:
        raise InstallationError(
            f"there is no installation in {home()}: run `minga init`, or `minga demo` for one "
            "with a synthetic programme in it."
        )
    if not serving:
        database.act_as_operator()
    start_django()
    _check_tables()
    gate.check_kind()


def start_django() -> None:
    """Bring up the database server and Django, whatever is in the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    database.attach()
    django.setup()


def make_installation(kind: InstallationKind) -> None:
    """Make or bring up to date an installation: kind, roles, tables, rights, keys."""
    made_as = installation()
    write_kind(kind)
    database.act_as_operator()
    start_django()
    database.prepare()
    migrate()
    try:
        _found(kind)
    except InstallationError:
        if made_as is None:
            (home() / "installation.json").unlink()
        raise
    _make_keys()


def migrate() -> None:
    """Bring tables, rights and row rules up to date, as the owner role."""
    from minga.config.roles import grant, keep_rows

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with database.connect("owner") as connection:
        grant(connection)
        keep_rows(connection)


def _make_keys() -> None:
    """Make the first wrapping keys; never new ones where the old ones have sealed something."""
    from minga.foundation.keys import ring
    from minga.foundation.keys.models import WrappedKey

    if os.environ.get("MINGA_KEYS") or ring.key_file().exists():
        return
    if WrappedKey.objects.exists():
        raise InstallationError(
            f"the wrapping keys are not at {ring.key_file()}, and things are sealed with them: "
            "put them back, or set MINGA_KEY_FILE to where they are."
        )
    ring.add_version(ring.key_file())


def _check_tables() -> None:
    """Refuse tables of another Minga: the app role would stumble over them one by one."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    connection = connections["owner"]
    try:
        executor = MigrationExecutor(connection)
        loader = executor.loader
        behind = executor.migration_plan(loader.graph.leaf_nodes())
        ahead = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    finally:
        connection.close()
    if behind:
        raise InstallationError(
            f"the tables of {home()} are older than this Minga: run `minga init`, which brings "
            "them up to date."
        )
    if ahead:
        raise InstallationError(
            f"the tables of {home()} are newer than this Minga: use the Minga that made them."
        )


def _found(kind: InstallationKind) -> None:
    """Write down in the database for which people it is, once. Raises InstallationError."""
    with database.connect("owner") as connection:
        connection.execute(
            "INSERT INTO legal_founding (id, kind) VALUES (1, %s) ON CONFLICT DO NOTHING", [kind]
        )
        found = connection.execute("SELECT kind FROM legal_founding").fetchone()
    if found != (kind,):
        raise gate.other_kind(found[0] if found else None)
