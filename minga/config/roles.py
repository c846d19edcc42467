"""The five database roles and what each may touch.

owner      makes and changes tables; runs migrations, nothing else
app        what people and intakes do; may not change or delete what is append-only
counter    reads everything that is counted, never the vault
linker     reads keyed encodings and writes judgements, nothing else
backup     reads everything except the keystore, so that an erased key is in no backup
"""

import json
import os
import secrets
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

ROLES = ("owner", "app", "counter", "linker", "backup")
PASSWORD_BYTES = 24


def role_name(role: str) -> str:
    """The role's name in the database cluster."""
    return f"minga_{role}"


def passwords(folder: Path) -> dict[str, str]:
    """The roles' passwords (and the superuser's), made once and readable by us alone."""
    file = folder / "passwords.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = {role: secrets.token_urlsafe(PASSWORD_BYTES) for role in (*ROLES, "superuser")}
        descriptor = os.open(file.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump(made, out)
        file.with_suffix(".new").rename(file)
    stored: dict[str, str] = json.loads(file.read_text())
    return stored


def ensure_roles(connection: psycopg.Connection[object], known: dict[str, str]) -> None:
    """Make the roles that are missing; `connection` may create roles."""
    for role in ROLES:
        name = sql.Identifier(role_name(role))
        exists = connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [role_name(role)]
        ).fetchone()
        verb = sql.SQL("ALTER" if exists else "CREATE")
        may_create = sql.SQL(" CREATEDB" if role == "owner" else "")
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN PASSWORD {}{}").format(
                verb, name, sql.Literal(known[role]), may_create
            )
        )


def ensure_database(connection: psycopg.Connection[object], database: str) -> None:
    """Make the database, owned by the owner role, if it is missing; needs autocommit."""
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    if found.fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(
            sql.Identifier(database), sql.Identifier(role_name("owner"))
        )
    )


def grant(connection: psycopg.Connection[object]) -> None:
    """Give each role what it may touch, and take away the rest; run as owner after migrations.

    A model says what is special about it: `append_only`, `readers` (roles that may read it,
    where not the usual ones) and `database_writers`.
    """
    run = connection.execute
    everybody = sql.SQL(", ").join(sql.Identifier(role_name(role)) for role in ROLES[1:])
    run("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    run(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(everybody))
    run(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(everybody))
    run(
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}, {}").format(
            sql.Identifier(role_name("app")), sql.Identifier(role_name("linker"))
        )
    )
    for model in apps.get_models(include_auto_created=True):
        for role, rights in _rights(model).items():
            run(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(", ".join(rights)),
                    sql.Identifier(model._meta.db_table),
                    sql.Identifier(role_name(role)),
                )
            )


def _rights(model: type[models.Model]) -> dict[str, tuple[str, ...]]:
    """Rights on one table by role: its own declaration, else the usual ones."""
    declared: dict[str, tuple[str, ...]] | None = getattr(model, "database_rights", None)
    if declared is not None:
        return declared
    writes: tuple[str, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE")
    if getattr(model, "append_only", False):
        writes = ("SELECT", "INSERT")
    return {"app": writes, "counter": ("SELECT",), "backup": ("SELECT",)}
