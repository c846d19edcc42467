"""Which database this installation uses: the embedded server, or `MINGA_DATABASE_URL`."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

from minga.config.embedded import SUPERUSER, EmbeddedServer
from minga.config.home import home
from minga.config.roles import ensure_database, ensure_roles, passwords, role_name

DATABASE = "minga"
_server: EmbeddedServer | None = None


def server() -> EmbeddedServer:
    """The embedded server of this installation."""
    global _server
    if _server is None:
        _server = EmbeddedServer(home() / "postgres")
    return _server


def external_url() -> str | None:
    """The address of a server of the operator's own, if one is set."""
    return os.environ.get("MINGA_DATABASE_URL") or None


def parameters(role: str) -> dict[str, Any]:
    """Django's connection settings for one role (`owner`, `app`, `counter`, `linker`, `backup`)."""
    known = passwords(home() / "postgres")
    place: dict[str, Any] = {"NAME": DATABASE, "HOST": str(server().socket_folder), "PORT": ""}
    if url := external_url():
        parts = urlsplit(url)
        place = {
            "NAME": unquote(parts.path.lstrip("/")) or DATABASE,
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "USER": role_name(role),
        "PASSWORD": known[role],
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **place,
    }


def attach() -> None:
    """Bring the embedded server up for this process, and let go of it when the process ends."""
    if external_url():
        return
    server().attach(passwords(home() / "postgres")["superuser"])
    atexit.register(server().detach)


@contextmanager
def administration() -> Iterator[psycopg.Connection[object]]:
    """A connection that may create roles and databases: the superuser's, or the given URL's."""
    if url := external_url():
        connection = psycopg.connect(url, autocommit=True)
    else:
        connection = psycopg.connect(
            host=str(server().socket_folder),
            user=SUPERUSER,
            password=passwords(home() / "postgres")["superuser"],
            dbname="postgres",
            autocommit=True,
        )
    with connection:
        yield connection


def prepare(database: str = "") -> None:
    """Make the roles and the database if they are missing."""
    with administration() as connection:
        ensure_roles(connection, passwords(home() / "postgres"))
        ensure_database(connection, database or str(parameters("owner")["NAME"]))
