"""Starting the application in a process: database up, Django ready, tables current."""

import os

import django
from django.core.management import call_command

from minga.config import database
from minga.config.home import InstallationError, InstallationKind, home, installation
from minga.config.home import make_installation as write_kind


def start() -> None:
    """Bring up the database and Django for this process.

    Raises InstallationError before `minga init`.
    """
    if installation() is None:
        raise InstallationError(f"there is no installation in {home()}: run `minga init` first.")
    start_django()


def start_django() -> None:
    """Bring up the database server and Django, whatever is in the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    database.attach()
    django.setup()


def make_installation(kind: InstallationKind) -> None:
    """Make or bring up to date an installation: kind, keys, roles, tables, rights."""
    write_kind(kind)
    start_django()
    from minga.foundation.keys import ring

    if not os.environ.get("MINGA_KEYS") and not ring.key_file().exists():
        ring.add_version(ring.key_file())
    database.prepare()
    migrate()


def migrate() -> None:
    """Bring tables and rights up to date, as the owner role."""
    from minga.config.roles import grant

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with database.connect("owner") as connection:
        grant(connection)
