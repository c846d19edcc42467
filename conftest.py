"""Tests run in a data folder of their own, on a database of their own, as the app role."""

import atexit
import shutil

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections

from minga.config import database


def _remove() -> None:
    database.server().detach()
    shutil.rmtree(settings.MINGA_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """The real thing: roles, migrations as owner, rights; the tests then connect as app."""
    from minga.config import setup
    from minga.foundation.keys import ring

    database.attach()
    atexit.register(_remove)
    ring.add_version(ring.key_file())
    with django_db_blocker.unblock():
        database.prepare()
        setup.migrate()
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker):
    """The database without a surrounding transaction, for other roles to see; emptied after."""
    with django_db_blocker.unblock():
        yield
        for connection in connections.all():
            connection.close()
        tables = ", ".join(f'"{model._meta.db_table}"' for model in apps.get_models())
        with database.connect("owner") as owner:
            owner.execute(f"TRUNCATE {tables} CASCADE")


@pytest.fixture
def role_connection(django_db_setup):
    """`role_connection("counter")` gives a plain connection as that role, rolled back after."""
    opened = []

    def connect(role: str):
        connection = database.connect(role)
        opened.append(connection)
        return connection

    yield connect
    for connection in opened:
        connection.rollback()
        connection.close()
