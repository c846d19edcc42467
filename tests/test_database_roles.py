"""What each database role may and may not touch: tried with real connections, table by table."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.apps import apps
from django.db import models

from minga.config.roles import ROLES, rights_on, role_name
from minga.foundation.keys.models import WrappedKey
from minga.register.people.models import Judgement
from minga.register.vault.models import Encoding, Identity

Connect = Callable[[str], psycopg.Connection[tuple[object, ...]]]
VERBS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
ALL_VERBS = (*sorted(VERBS), "TRUNCATE", "REFERENCES", "TRIGGER")
WORKING = ROLES[1:]  # all but the owner
READING = {"counter", "linker", "backup"}


def every_model() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def granted(connection: psycopg.Connection[tuple[object, ...]]) -> Iterator[tuple[str, str, str]]:
    """Every right as the database sees it: table, role, and verb with its column if only that."""
    whole = """
        SELECT c.relname, r.rolname, verb FROM pg_class c, pg_roles r, unnest(%s::text[]) verb
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND r.rolname = ANY(%s) AND has_table_privilege(r.oid, c.oid, verb)"""
    columns = """
        SELECT c.relname, r.rolname, verb || ' (' || a.attname || ')'
        FROM pg_class c, pg_roles r, pg_attribute a,
             unnest('{SELECT,INSERT,UPDATE,REFERENCES}'::text[]) verb
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND r.rolname = ANY(%s)
          AND has_column_privilege(r.oid, c.oid, a.attnum, verb)
          AND NOT has_table_privilege(r.oid, c.oid, verb)"""
    names = [role_name(role) for role in WORKING]
    yield from connection.execute(whole, [list(ALL_VERBS), names]).fetchall()  # type: ignore[misc]
    yield from connection.execute(columns, [names]).fetchall()  # type: ignore[misc]


def test_the_database_grants_exactly_what_the_models_declare(role_connection: Connect):
    declared = {
        (model._meta.db_table, role_name(role), verb)
        for model in every_model()
        for role, verbs in rights_on(model).items()
        for verb in verbs
    }
    assert set(granted(role_connection("owner"))) == declared


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.db_table)
def test_a_table_declares_only_what_its_roles_are_for(model: type[models.Model]):
    rights = rights_on(model)
    assert set(rights) <= set(WORKING)
    assert {verb.split()[0] for verbs in rights.values() for verb in verbs} <= VERBS
    assert set(rights.get("counter", ())) <= {"SELECT"}, "whoever counts writes nothing"
    assert set(rights.get("backup", ())) <= {"SELECT"}, "whoever backs up writes nothing"
    if model not in {Encoding, Judgement}:
        assert "linker" not in rights, "linkage knows encodings and judgements alone"
    if getattr(model, "append_only", False):
        writing = {verb.split()[0] for role in rights for verb in rights[role]}
        assert writing <= {"SELECT", "INSERT"}, "nobody rewrites what is append-only"
        assert "INSERT" in rights["app"]


def test_what_must_stay_append_only_is():
    names = {m._meta.db_table for m in every_model() if getattr(m, "append_only", False)}
    assert names >= {
        "casework_step",
        "audit_auditevent",
        "people_judgement",
        "measure_releasedfigure",
        "publish_edition",
    }


def test_secrets_are_kept_from_whoever_does_not_need_them():
    assert READING.isdisjoint(rights_on(WrappedKey)), "keys are the application's alone"
    assert set(rights_on(Identity)) == {"app", "backup"}, "a backup holds ciphertext"
    assert set(rights_on(Encoding)) == {"app", "linker"}, "no backup holds encodings"
    assert rights_on(Encoding)["linker"] == ("SELECT",)
    assert set(rights_on(Judgement)["linker"]) == {"SELECT", "INSERT"}
    assert "SELECT" not in rights_on(Encoding)["app"], "the application never reads encodings"


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "UPDATE casework_step SET name = 'x'"),
        ("app", "DELETE FROM casework_step"),
        ("app", "TRUNCATE casework_step"),
        ("app", "DELETE FROM audit_auditevent"),
        ("app", "UPDATE people_judgement SET verdict = 'same'"),
        ("app", "SELECT * FROM vault_encoding"),
        ("app", "SELECT document FROM vault_encoding"),
        ("app", "CREATE TABLE x (y int)"),
        ("app", "CREATE TEMPORARY TABLE x (y int)"),
        ("app", "CREATE SCHEMA x"),
        ("app", "SELECT * FROM django_migrations"),
        ("app", "SET ROLE minga_owner"),
        ("app", "SET ROLE minga_counter"),
        ("app", "ALTER TABLE casework_step DISABLE TRIGGER ALL"),
        ("counter", "SELECT * FROM vault_identity"),
        ("counter", "SELECT * FROM keys_wrappedkey"),
        ("counter", "DELETE FROM people_registration"),
        ("linker", "SELECT * FROM vault_identity"),
        ("linker", "SELECT * FROM people_registration"),
        ("linker", "DELETE FROM people_judgement"),
        ("backup", "SELECT * FROM keys_wrappedkey"),
        ("backup", "SELECT * FROM vault_encoding"),
        ("backup", "SET ROLE minga_app"),
    ],
)
def test_a_role_is_refused(role_connection: Connect, role: str, statement: str):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        role_connection(role).execute(statement.encode())


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "SELECT * FROM casework_step"),
        ("app", "SELECT registration FROM vault_encoding"),
        ("counter", "SELECT * FROM casework_step"),
        ("linker", "SELECT * FROM vault_encoding"),
        ("backup", "SELECT * FROM vault_identity"),
    ],
)
def test_a_role_may_do_its_work(role_connection: Connect, role: str, statement: str):
    role_connection(role).execute(statement.encode())


def test_no_role_stands_above_the_tables(role_connection: Connect):
    rows = role_connection("owner").execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'minga\\_%' AND (rolsuper OR rolcreaterole"
        " OR rolcreatedb OR rolreplication)"
    )
    assert [name for (name,) in rows.fetchall()] == ["minga_superuser"]


def test_only_a_backup_is_above_row_rules(role_connection: Connect):
    rows = role_connection("owner").execute("SELECT rolname FROM pg_roles WHERE rolbypassrls")
    assert {name for (name,) in rows.fetchall()} == {"minga_superuser", "minga_backup"}


def test_nobody_else_on_the_server_gets_in(role_connection: Connect):
    query = """SELECT has_database_privilege('public', current_database(), 'CONNECT'),
                      has_database_privilege('public', current_database(), 'TEMP'),
                      has_schema_privilege('public', 'public', 'USAGE')"""
    assert role_connection("owner").execute(query).fetchone() == (False, False, False)
