"""The five database roles and what each may touch.

owner      makes and changes tables; runs migrations, nothing else
app        what people and intakes do; may not change or delete what is append-only
counter    reads everything that is counted, never the vault
linker     reads keyed encodings and writes judgements, nothing else
backup     reads everything except the keystore, so that an erased key is in no backup

Of a table with a `row_rule` the application sees the rows that its transaction may see (row-level
security); the other roles see it whole, as far as their rights reach.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql
from psycopg.rows import tuple_row

from minga.config.home import InstallationError, kept
from minga.foundation.core.rows import RowRule

ROLES = ("owner", "app", "counter", "linker", "backup")
PASSWORD_BYTES = 24
BUILTIN_COLLATIONS = 170_000  # PostgreSQL 17


def role_name(role: str) -> str:
    """The role's name in the database cluster."""
    return f"minga_{role}"


def passwords(folder: Path) -> dict[str, str]:
    """The roles' passwords (and the superuser's), made once and readable by us alone."""

    def make() -> str:
        names = (*ROLES, "superuser")
        return json.dumps({name: secrets.token_urlsafe(PASSWORD_BYTES) for name in names})

    stored: dict[str, str] = json.loads(kept(folder / "passwords.json", make))
    return stored


def ensure_roles(connection: psycopg.Connection[object], known: dict[str, str]) -> None:
    """Make the roles that are missing; `connection` may create roles.

    The server gets the passwords scrambled already, so that no log of it shows them.
    """
    for role in ROLES:
        name = role_name(role)
        exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        scrambled = connection.pgconn.encrypt_password(
            known[role].encode(), name.encode(), b"scram-sha-256"
        )
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                sql.SQL("ALTER" if exists else "CREATE"),
                sql.Identifier(name),
                sql.Literal(scrambled.decode()),
            )
        )
    _let_backups_see_every_row(connection)


def _let_backups_see_every_row(connection: psycopg.Connection[object]) -> None:
    """A backup stops at a table of which it might not see all, unless it is above row rules.

    Only a superuser may grant that. On a server where we are none, its policies show it every
    row all the same, to `pg_dump --enable-row-security`.
    """
    superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if superuser.fetchone() == (True,):
        backup = sql.Identifier(role_name("backup"))
        connection.execute(sql.SQL("ALTER ROLE {} BYPASSRLS").format(backup))


def ensure_database(connection: psycopg.Connection[object], database: str) -> None:
    """Make the database, owned by the owner role, if it is missing; needs autocommit.

    Raises InstallationError when it is there and somebody else's.
    """
    owner = role_name("owner")
    found = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    if found:
        if found != (owner,):
            raise InstallationError(
                f"the database {database} is not Minga's: name one that is not there yet in "
                f"MINGA_DATABASE_URL, or make it over (ALTER DATABASE {database} OWNER TO {owner})."
            )
        return
    with _acting_for(connection, owner):
        # The order of text is by code point everywhere, so that every server sorts alike.
        collation = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
        if connection.info.server_version < BUILTIN_COLLATIONS:
            collation = "LC_COLLATE 'C'"
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' {}").format(
                sql.Identifier(database), sql.Identifier(owner), sql.SQL(collation)
            )
        )


@contextmanager
def _acting_for(connection: psycopg.Connection[object], role: str) -> Iterator[None]:
    """Belong to a role for a while: whoever is no superuser may only then give it something."""
    may_all = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if may_all.fetchone() == (True,):
        yield
        return
    name = sql.Identifier(role)
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
    yield
    connection.execute(sql.SQL("REVOKE {} FROM CURRENT_USER").format(name))


def grant(connection: psycopg.Connection[object]) -> None:
    """Give each role what it may touch, and take away the rest; run as owner after migrations.

    A model says what is special about it: `append_only`, or `database_rights` by role where
    the usual ones do not fit. A role that is not named there has none.
    """
    run = connection.execute
    everybody = sql.SQL(", ").join(sql.Identifier(role_name(role)) for role in ROLES[1:])
    database = sql.Identifier(connection.info.dbname)
    run(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    run(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, everybody))
    run("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    run(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(everybody))
    run(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(everybody))
    run(sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(everybody))
    # Bulk intake numbers its steps before it writes them.
    application = sql.Identifier(role_name("app"))
    run(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(application))
    for model in apps.get_models(include_auto_created=True):
        for role, rights in rights_on(model).items():
            run(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(", ".join(rights)),
                    sql.Identifier(model._meta.db_table),
                    sql.Identifier(role_name(role)),
                )
            )


def keep_rows(connection: psycopg.Connection[object]) -> None:
    """Let the database hold each table's row rule; run as owner after the rights are given."""
    run = connection.execute
    there = connection.cursor(row_factory=tuple_row).execute(
        "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'"
    )
    for table, policy in there.fetchall():
        run(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), sql.Identifier(table)))
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        rule = row_rule_of(model)
        turned = sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY")
        run(turned.format(sql.Identifier(table), sql.SQL("ENABLE" if rule else "DISABLE")))
        if rule is not None:
            for statement in policies(table, rule, others=set(rights_on(model)) - {"app"}):
                run(statement)


def row_rule_of(model: type[models.Model]) -> RowRule | None:
    """Which rows of a table the application sees; None where it sees all that it may read."""
    rule: RowRule | None = getattr(model, "row_rule", None)
    return rule


def policies(table: str, rule: RowRule, *, others: Iterable[str]) -> Iterator[sql.Composed]:
    """The policies that make a table's row rule: four for the application, one for each other."""
    seen = sql.SQL("USING ({})").format(sql.SQL(rule.using(table)))
    new = sql.SQL("WITH CHECK ({})").format(sql.SQL(rule.checking(table)))
    made = {"SELECT": seen, "INSERT": new, "UPDATE": seen, "DELETE": seen}
    for verb, condition in made.items():
        yield _policy(f"app_{verb.lower()}", table, verb, "app", condition)
    for role in sorted(others):
        whole = sql.SQL("USING (true) WITH CHECK (true)")
        yield _policy(f"{role}_all", table, "ALL", role, whole)


def _policy(name: str, table: str, verb: str, role: str, condition: sql.Composable) -> sql.Composed:
    return sql.SQL("CREATE POLICY {} ON {} FOR {} TO {} {}").format(
        sql.Identifier(name),
        sql.Identifier(table),
        sql.SQL(verb),
        sql.Identifier(role_name(role)),
        condition,
    )


def rights_on(model: type[models.Model]) -> dict[str, tuple[str, ...]]:
    """Rights on one table by role: its own declaration, else the usual ones."""
    declared: dict[str, tuple[str, ...]] | None = getattr(model, "database_rights", None)
    if declared is not None:
        return declared
    writes: tuple[str, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE")
    if not model.__module__.startswith("minga."):  # sign-in; no business of whoever counts
        return {"app": writes, "backup": ("SELECT",)}
    if getattr(model, "append_only", False):
        writes = ("SELECT", "INSERT")
    return {"app": writes, "counter": ("SELECT",), "backup": ("SELECT",)}
