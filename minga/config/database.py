"""Which database this installation uses: the embedded server, or `MINGA_DATABASE_URL`."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from minga.config.embedded import PORT, SUPERUSER, EmbeddedServer
from minga.config.home import InstallationError, home
from minga.config.roles import ensure_database, ensure_roles, passwords, role_name

DATABASE = "minga"
OLDEST = 15  # the oldest PostgreSQL whose constraints can say what ours do
_server: EmbeddedServer | None = None
_operating = False


def server() -> EmbeddedServer:
    """The embedded server of this installation."""
    global _server
    if _server is None or _server.folder != home() / "postgres":
        _server = EmbeddedServer(home() / "postgres")
    return _server


def external_url() -> str | None:
    """The address of a server of the operator's own, if one is set."""
    return os.environ.get("MINGA_DATABASE_URL") or None


def act_as_operator() -> None:
    """Let this process see every record: it is a command at a terminal. Never one with pages.

    It holds for connections that are described from now on, so it comes before the settings.
    """
    global _operating
    _operating = True


def parameters(role: str) -> dict[str, Any]:
    """Django's connection settings for one role (`owner`, `app`, `counter`, `linker`, `backup`)."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "USER": role_name(role),
        "PASSWORD": known_passwords()[role],
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **(_operated(_place()) if role == "app" and _operating else _place()),
    }


def _operated(place: dict[str, Any]) -> dict[str, Any]:
    """The same database, told in every session that somebody at a terminal works on it."""
    given = place["OPTIONS"]
    options = f"{given.get('options', '')} -c minga.operator=on".strip()
    return {**place, "OPTIONS": {**given, "options": options}}


def connect(role: str) -> psycopg.Connection[tuple[object, ...]]:
    """A plain connection as one role, for what Django cannot say."""
    known = parameters(role)
    return psycopg.connect(
        host=known["HOST"],
        port=known["PORT"] or None,
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=known["NAME"],
        **known["OPTIONS"],
    )


def known_passwords() -> dict[str, str]:
    """The passwords of this installation's roles."""
    return passwords(home() / "postgres")


def attach() -> None:
    """Bring the embedded server up for this process, and let go of it when the process ends."""
    if external_url():
        return
    server().attach(known_passwords()["superuser"])
    atexit.register(server().detach)


@contextmanager
def administration() -> Iterator[psycopg.Connection[object]]:
    """A connection that may create roles and databases: the superuser's, or the given URL's.

    Raises InstallationError when the given server cannot be used.
    """
    if external_url():
        connection = _reach()
    else:
        connection = psycopg.connect(
            host=str(server().socket_folder),
            port=PORT,
            user=SUPERUSER,
            password=known_passwords()["superuser"],
            dbname="postgres",
            autocommit=True,
        )
    with connection:
        yield connection


def prepare() -> None:
    """Make the roles and the database if they are missing.

    Raises InstallationError where a server of the operator's own does not let us.
    """
    try:
        with administration() as connection:
            if external_url():
                _refuse_roles_of_others(connection)
            ensure_roles(connection, known_passwords())
            ensure_database(connection, str(_place()["NAME"]))
    except psycopg.errors.InsufficientPrivilege as error:
        raise InstallationError(
            "the user in MINGA_DATABASE_URL needs the rights CREATEROLE and CREATEDB "
            f"while `minga init` runs: {error}"
        ) from error


def _place() -> dict[str, Any]:
    """Where the database is, in Django's words."""
    if external_url() is None:
        socket = str(server().socket_folder)
        return {"NAME": DATABASE, "HOST": socket, "PORT": PORT, "OPTIONS": {}}
    given = _given()
    mine = {"host", "port", "dbname", "user", "password"}
    return {
        "NAME": given.get("dbname") or DATABASE,
        "HOST": given.get("host") or "",
        "PORT": str(given.get("port") or ""),
        "OPTIONS": {name: value for name, value in given.items() if name not in mine},
    }


def _given() -> dict[str, Any]:
    """The parts of the operator's own address. Raises InstallationError when it is none."""
    try:
        return dict(conninfo_to_dict(external_url() or ""))
    except psycopg.ProgrammingError as error:
        raise InstallationError(
            "MINGA_DATABASE_URL is not an address of PostgreSQL; it looks like "
            "postgresql://user:password@host:5432/minga."
        ) from error


def _reach() -> psycopg.Connection[object]:
    """The operator's server as the URL's own user: its database, or before that is made, any."""
    for database in (_place()["NAME"], "postgres"):
        try:
            connection = psycopg.connect(**{**_given(), "dbname": database}, autocommit=True)
        except psycopg.OperationalError as error:
            said = error
            continue
        if connection.info.server_version < OLDEST * 10_000:
            connection.close()
            raise InstallationError(
                f"the server in MINGA_DATABASE_URL is too old: PostgreSQL {OLDEST} or newer."
            )
        return connection
    raise InstallationError(f"MINGA_DATABASE_URL cannot be reached: {said}")


def _refuse_roles_of_others(connection: psycopg.Connection[object]) -> None:
    """Roles belong to a whole server: never take another installation's passwords from it."""
    owner = role_name("owner")
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [owner]).fetchone():
        return
    given = {**_given(), "user": owner, "password": known_passwords()["owner"]}
    try:
        psycopg.connect(**{**given, "dbname": connection.info.dbname}).close()
    except psycopg.OperationalError as error:
        raise InstallationError(
            f"the server in MINGA_DATABASE_URL has the role {owner} of another installation. Give "
            f"each its own server, or bring that one's passwords.json into {home() / 'postgres'}."
        ) from error
