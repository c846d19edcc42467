"""Python and the database both show exactly what the table of tests/visibility.py says."""

import pytest
from django.db import connection

from minga.config import database
from minga.foundation.access.clearance import current
from minga.foundation.access.scope import acting
from minga.work.casework.models import Case, CaseQuerySet
from tests.visibility import TODAY, make_world


def seen_in_python(user, record):
    return type(record).objects.visible_to(user, on=TODAY).filter(pk=record.pk).exists()


def seen_in_database(user, record):
    """Whether plain SQL finds the row, whatever Python would have asked for besides."""
    with acting(user, on=TODAY), connection.cursor() as cursor:
        table, key = record._meta.db_table, record._meta.pk.column
        cursor.execute(f'SELECT FROM {table} WHERE "{key}" = %s', [record.pk])
        return cursor.fetchone() is not None


def unlike_the_table(world, seen):
    """Where what is seen is not what the table says: the line, the kind, the table, and how."""
    found = []
    for line, user in world.people.items():
        for kind, records in world.records.items():
            for record in records:
                does, may = seen(user, record), kind in line.sees
                if does != may:
                    says = "sees" if does else "does not see"
                    found.append(f"{line} {says} {kind}: {record._meta.db_table}")
    return found


@pytest.mark.django_db
def test_visible_to_shows_what_the_table_says():
    assert unlike_the_table(make_world(), seen_in_python) == []


@pytest.mark.django_db
def test_the_database_shows_what_the_table_says():
    assert unlike_the_table(make_world(), seen_in_database) == []


@pytest.mark.django_db
def test_an_offer_is_read_by_the_team_that_may_take_it():
    """By whoever would see the case there, and where it still is; of the case itself, nothing."""
    world = make_world()
    for line, user in world.people.items():
        works = line.role in {"caseworker", "supervisor"} and line.relation in {"own", "sister"}
        for seen in (seen_in_python, seen_in_database):
            assert seen(user, world.offer) is works, line


@pytest.mark.django_db
def test_no_scope_outlives_itself():
    make_world()
    assert current.get() is None
    assert Case.objects.exists(), "a command sees everything again"


# Both are seen to fail when a rule is loosened.


@pytest.mark.django_db
def test_a_looser_visible_to_is_seen(monkeypatch):
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda cases, user, on: cases.all())
    found = unlike_the_table(make_world(), seen_in_python)
    assert "supervisor own - sees sealed: casework_case" in found
    assert "stranger - - sees open: casework_step" in found


LOOSER = {
    "whoever reads registrations sees every case": "registration_id IS NOT NULL",
    "a team's lead sees its sealed cases": (
        "confidentiality = 'sealed' AND team_id = ANY ("
        "nullif(current_setting('minga.sealed_cases', true), '')::bigint[])"
    ),
}


@pytest.mark.parametrize("looser", LOOSER.values(), ids=LOOSER)
def test_a_looser_row_rule_is_seen(committed_db, looser):
    world = make_world()
    with database.connect("owner") as owner:
        owner.execute(f"CREATE POLICY planted ON casework_case TO minga_app USING ({looser})")
    try:
        found = unlike_the_table(world, seen_in_database)
    finally:
        connection.close()
        with database.connect("owner") as owner:
            owner.execute("DROP POLICY planted ON casework_case")
    assert "supervisor own - sees sealed: casework_step" in found
