"""What each database role may and may not touch, tried with real connections."""

import psycopg
import pytest


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "UPDATE casework_step SET name = 'x'"),
        ("app", "DELETE FROM casework_step"),
        ("app", "DELETE FROM audit_auditevent"),
        ("app", "UPDATE people_judgement SET verdict = 'same'"),
        ("app", "SELECT * FROM vault_encoding"),
        ("app", "CREATE TABLE x (y int)"),
        ("counter", "SELECT * FROM vault_identity"),
        ("counter", "SELECT * FROM keys_wrappedkey"),
        ("counter", "DELETE FROM people_registration"),
        ("linker", "SELECT * FROM vault_identity"),
        ("linker", "SELECT * FROM people_registration"),
        ("backup", "SELECT * FROM keys_wrappedkey"),
        ("backup", "SELECT * FROM vault_encoding"),
    ],
)
def test_a_role_is_refused(role_connection, role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        role_connection(role).execute(statement)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "SELECT * FROM casework_step"),
        ("counter", "SELECT * FROM casework_step"),
        ("linker", "SELECT * FROM vault_encoding"),
        ("backup", "SELECT * FROM vault_identity"),
    ],
)
def test_a_role_may_do_its_work(role_connection, role, statement):
    role_connection(role).execute(statement)
