"""A server of the operator's own, by `MINGA_DATABASE_URL`: here a second embedded one."""

import json
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from minga.config import database
from minga.config.embedded import SUPERUSER, EmbeddedServer
from minga.config.home import InstallationError
from minga.config.roles import ROLES
from minga.config.tests import places
from minga.config.tests.places import PASSWORD


@pytest.fixture(scope="module")
def outside():
    """The folder of a server that knows nothing of Minga."""
    with places.short_folder() as made:
        server = EmbeddedServer(made / "postgres")
        server.attach(PASSWORD)
        yield server.folder
        server.detach()


@pytest.fixture
def emptied(outside):
    """That server, without what an earlier test made in it."""
    with places.superuser(outside) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        for (name,) in found.fetchall():
            if name != "postgres":
                connection.execute(f'DROP DATABASE "{name}"')
        for role in (*(f"minga_{role}" for role in ROLES), "keeper"):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
    return outside


def url(outside: Path, *, user: str = SUPERUSER, database: str = "joint") -> str:
    host = quote(str(outside / "run"), safe="")
    return f"postgresql://{user}:{PASSWORD}@/{database}?host={host}&application_name=tried"


def init(home: Path, address: str):
    return places.minga("init", home=home, env={"MINGA_DATABASE_URL": address})


def as_role(outside: Path, home: Path, role: str) -> psycopg.Connection[tuple[object, ...]]:
    known = json.loads((home / "postgres" / "passwords.json").read_text())
    return psycopg.connect(
        host=str(outside / "run"), user=f"minga_{role}", password=known[role], dbname="joint"
    )


def test_roles_database_tables_and_rights_are_made_there(emptied, tmp_path):
    assert init(tmp_path / "home", url(emptied)).stderr == ""
    for role in ROLES:
        with as_role(emptied, tmp_path / "home", role) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (f"minga_{role}",)
    with as_role(emptied, tmp_path / "home", "owner") as connection:
        owners = connection.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname='public'"
        )
        assert owners.fetchall() == [("minga_owner",)]
        sorts = connection.execute(
            "SELECT array_agg(x ORDER BY x) FROM unnest('{é,z,Z}'::text[]) x"
        )
        assert sorts.fetchone() == (["Z", "z", "é"],)
    with as_role(emptied, tmp_path / "home", "counter") as connection:
        connection.execute("SELECT count(*) FROM casework_step")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT count(*) FROM vault_identity")
    assert not (tmp_path / "home" / "postgres" / "data").exists(), "no server of ours is made"


def test_making_it_again_changes_nothing(emptied, tmp_path):
    assert init(tmp_path / "home", url(emptied)).returncode == 0
    assert init(tmp_path / "home", url(emptied)).returncode == 0


def test_a_user_that_may_make_roles_and_databases_is_enough(emptied, tmp_path):
    with places.superuser(emptied) as connection:
        connection.execute(f"CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD '{PASSWORD}'")
    for _ in range(2):
        done = init(tmp_path / "home", url(emptied, user="keeper"))
        assert done.returncode == 0, done.stderr
    with as_role(emptied, tmp_path / "home", "app") as connection:
        connection.execute("SELECT count(*) FROM casework_step")
    with places.superuser(emptied) as connection:
        held = "SELECT pg_has_role('keeper', 'minga_owner', 'SET')"
        assert connection.execute(held).fetchone() == (False,), "it keeps no way to the tables"


@pytest.mark.parametrize("rights", ["", "CREATEROLE"])
def test_a_user_that_may_not_is_told_what_it_needs(emptied, tmp_path, rights):
    with places.superuser(emptied) as connection:
        connection.execute(f"CREATE ROLE keeper LOGIN {rights} PASSWORD '{PASSWORD}'")
    done = init(tmp_path / "home", url(emptied, user="keeper"))
    assert done.returncode == 1
    assert "needs the rights CREATEROLE and CREATEDB" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_installation_does_not_take_the_firsts_passwords_away(emptied, tmp_path):
    assert init(tmp_path / "first", url(emptied)).returncode == 0
    done = init(tmp_path / "second", url(emptied, database="other"))
    assert done.returncode == 1
    assert "of another installation" in done.stderr
    with as_role(emptied, tmp_path / "first", "app") as connection:
        connection.execute("SELECT 1")


def test_somebody_elses_database_is_left_alone(emptied, tmp_path):
    with places.superuser(emptied) as connection:
        connection.execute("CREATE DATABASE joint")
    done = init(tmp_path / "home", url(emptied))
    assert done.returncode == 1
    assert "the database joint is not Minga's" in done.stderr


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://u:secret@/joint?host=/nowhere", "cannot be reached"),
        ("mysql://u:secret@somewhere/joint", "is not an address of PostgreSQL"),
        ("postgresql://u:secret@/joint?no_such_thing=1", "is not an address of PostgreSQL"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(tmp_path, address, words):
    done = init(tmp_path / "home", address)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr.replace("secret_key", "")


def test_options_of_the_address_reach_every_connection(monkeypatch):
    address = "postgresql://keeper:x@db.example:6432/joint?sslmode=verify-full"
    monkeypatch.setenv("MINGA_DATABASE_URL", address)
    known = database.parameters("counter")
    assert (known["HOST"], known["PORT"]) == ("db.example", "6432")
    assert (known["NAME"], known["USER"]) == ("joint", "minga_counter")
    assert known["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_server_that_is_too_old_is_told(outside, monkeypatch):
    monkeypatch.setenv("MINGA_DATABASE_URL", url(outside, database="postgres"))
    monkeypatch.setattr(database, "OLDEST", 99)
    with (
        pytest.raises(InstallationError, match="PostgreSQL 99 or newer"),
        database.administration(),
    ):
        pass
