"""Accounts, as the database's roles see them."""

import psycopg
import pytest


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("counter", "SELECT * FROM access_user"),
        ("counter", "SELECT * FROM access_grant"),
        ("counter", "SELECT * FROM access_invitation"),
        ("linker", "SELECT * FROM access_user"),
        ("app", "DELETE FROM access_grant"),
        ("app", "DELETE FROM access_user"),
    ],
)
def test_a_role_is_refused(role_connection, role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        role_connection(role).execute(statement)


def test_the_app_reads_accounts(role_connection):
    role_connection("app").execute("SELECT * FROM access_user")
