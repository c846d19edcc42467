"""The database holds the row rules that models declare, on every way in: raw SQL shows nothing."""

import uuid

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from minga.config.roles import keep_rows, rights_on, row_rule_of
from minga.foundation.access.models import User
from minga.foundation.access.scope import acting, acting_for
from minga.foundation.core.classes import PUBLIC
from minga.work.casework.models import Case
from tests.visibility import TODAY, make_world

REFUSED = "42501"  # insufficient_privilege: a row rule, before any key or constraint is looked at

UNRULED = {
    "access_draft": "sealed for one user and page; erasing has to reach everybody's",
    "access_grant": "accounts are shown by the pages of staff, and hold no record",
    "access_invitation": "as grants",
    "access_post": "numbers of forms that were sent",
    "access_remembered": "counts attempts to sign in",
    "access_savedfilter": "a user's own, and names nobody",
    "access_session": "a browser's own",
    "access_team": "names no person",
    "access_user": "as grants",
    "audit_auditevent": "every write adds to it; its pages are the data-protection officer's",
    "casework_undonesource": "numbers of lists",
    "definitions_loadeddefinition": "the pack, which is public",
    "rights_datarequest": "codes and days; its pages are the data-protection officer's",
}
"""Tables of the application without a row rule, and why."""


RECORDS = {"keys_wrappedkey": " WHERE organisation <> ''"}
"""Of the keystore, the keys of records: the house's own, of second factors and of the log's
reasons, are no team's."""


def ruled():
    return [model for model in apps.get_models() if row_rule_of(model)]


def policies(connection):
    query = "SELECT * FROM pg_policies WHERE schemaname = 'public' ORDER BY tablename, policyname"
    return connection.execute(query).fetchall()


def test_the_database_holds_exactly_the_declared_rules(role_connection):
    owner = role_connection("owner")
    before = policies(owner)
    keep_rows(owner)
    assert policies(owner) == before
    rows = owner.execute("SELECT relname FROM pg_class WHERE relrowsecurity").fetchall()
    assert {name for (name,) in rows} == {model._meta.db_table for model in ruled()}


def test_a_policy_that_nobody_declared_is_noticed(role_connection):
    owner = role_connection("owner")
    owner.execute("CREATE POLICY planted ON casework_case TO minga_app USING (true)")
    before = policies(owner)
    keep_rows(owner)
    assert policies(owner) != before


def unruled(models):
    """Tables that hold something about somebody, and have no rule."""
    return {
        model._meta.db_table
        for model in models
        if {*getattr(model, "field_classes", {}).values()} - {PUBLIC} and not row_rule_of(model)
    }


def test_every_table_that_holds_something_about_somebody_has_a_rule():
    missing = unruled(apps.get_models()) - set(UNRULED)
    assert missing == set(), "give it a row_rule, or say in UNRULED why it needs none"


def test_a_table_without_a_rule_is_noticed(monkeypatch):
    monkeypatch.delattr(Case, "row_rule")
    assert "casework_case" in unruled([Case])


# Raw SQL as the application, in another team's scope and in none.


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def outsider(world):
    """The supervisor of another organisation's team."""
    return next(
        user
        for line, user in world.people.items()
        if (line.role, line.relation, line.standing) == ("supervisor", "elsewhere", "-")
    )


def rows_of(model):
    with connection.cursor() as cursor:
        verbs = rights_on(model)["app"]
        what = "*" if "SELECT" in verbs else "registration"
        table = model._meta.db_table
        cursor.execute(f"SELECT {what} FROM {table}{RECORDS.get(table, '')}")  # noqa: S608
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_the_world_has_a_row_of_every_ruled_table(world):
    assert [model for model in ruled() if not rows_of(model)] == []


def test_another_teams_scope_shows_no_row_of_any_table(outsider):
    with acting(outsider, on=TODAY):
        assert {model._meta.db_table for model in ruled() if rows_of(model)} == set()


def test_without_a_scope_the_application_sees_no_row(world):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('minga.operator', 'off', true)")
        assert {model._meta.db_table for model in ruled() if rows_of(model)} == set()
        transaction.set_rollback(True)


def test_a_new_connection_of_what_serves_pages_is_in_no_scope(role_connection, monkeypatch):
    monkeypatch.setattr("minga.config.database._operating", False)
    row = role_connection("app").execute("SELECT current_setting('minga.operator', true)")
    assert row.fetchone() == (None,)


@pytest.mark.parametrize("statement", ["UPDATE {} SET {key} = {key}", "DELETE FROM {}"])
def test_another_teams_rows_are_not_written(outsider, statement):
    verb = statement.split()[0]
    with acting(outsider, on=TODAY), connection.cursor() as cursor:
        for model in ruled():
            if verb in rights_on(model)["app"]:
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(statement.format(table, key=key) + RECORDS.get(table, ""))
                assert cursor.rowcount == 0, table


def refusal(table, row):
    """The database's answer to a new row, in full."""
    columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError) as raised,
        transaction.atomic(),
    ):
        cursor.execute(statement, [*row.values()])
    cause = raised.value.__cause__
    assert isinstance(cause, psycopg.Error)
    return cause.sqlstate, str(cause)


def adapted(model, row):
    """A row as it was read, to be written."""
    documents = {f.column for f in model._meta.fields if isinstance(f, models.JSONField)}
    wrap = psycopg.types.json.Json
    return {name: wrap(value) if name in documents else value for name, value in row.items()}


def test_no_key_or_constraint_tells_of_a_row_that_is_hidden(world, outsider):
    """A row that is there already is refused with the very words for one that is not."""
    hidden = {model: rows_of(model) for model in ruled() if "INSERT" in rights_on(model)["app"]}
    with acting(outsider, on=TODAY):
        for model, rows in hidden.items():
            if "SELECT" not in rights_on(model)["app"]:
                continue
            for row in rows:
                same = adapted(model, row)
                other = {
                    n: uuid.uuid4() if isinstance(v, uuid.UUID) else v for n, v in same.items()
                }
                answers = {refusal(model._meta.db_table, each) for each in (same, other)}
                assert len(answers) == 1, model._meta.db_table
                assert answers.pop()[0] == REFUSED, model._meta.db_table


def test_a_case_of_ones_own_tells_of_nobody_elses_registration(world, outsider):
    theirs, hidden = outsider.grants.get().team, world.records["registrations"][0]
    like = next(row for row in rows_of(Case) if row["confidentiality"] == "open")
    with acting(outsider, on=TODAY):
        answers = {
            refusal("casework_case", {**like, "id": uuid.uuid4(), "team_id": theirs.pk,
                                      "registration_id": person})
            for person in (hidden.pk, uuid.uuid4())
        }  # fmt: skip
    assert len(answers) == 1


def test_an_organisations_own_lists_find_whom_they_named_and_nobody_elses(world, outsider):
    with acting_for(world.team.organisation, on=TODAY):
        assert Case.objects.filter(confidentiality="sealed").exists()
    with acting_for(outsider.grants.get().team.organisation, on=TODAY):
        assert {model._meta.db_table for model in ruled() if rows_of(model)} == set()


def test_whoever_has_no_role_sees_as_little(world):
    with acting(User.objects.create(email="x@example.org"), on=TODAY):
        assert {model._meta.db_table for model in ruled() if rows_of(model)} == set()
