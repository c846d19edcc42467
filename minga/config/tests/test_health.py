"""`minga status`: an installation that is well, and each way in which it is not."""

import base64
import json
import shutil
from collections import namedtuple

import pytest
from django.core.management import call_command

from minga.config import health, setup
from minga.config.home import InstallationError, InstallationKind
from minga.config.tests import places
from minga.config.tests.places import minga

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(scope="module")
def made():
    """The folder of an installation with nothing in it."""
    with places.short_folder() as folder:
        assert minga("init", home=folder / "home").returncode == 0
        yield folder / "home"


def test_a_sound_installation_says_so(made):
    done = minga("status", home=made)
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "Minga",
        "folder",
        "disk",
        "database",
        "keys",
    ]
    assert "PostgreSQL 18, embedded" in done.stdout
    assert "!" not in done.stdout


def test_before_init_it_says_what_to_do(tmp_path):
    done = minga("status", home=tmp_path / "home")
    assert done.returncode == 1
    assert "holds no installation: run `minga init`" in done.stdout
    assert not (tmp_path / "home").exists(), "looking makes nothing"


def test_missing_keys_are_told(made):
    done = minga("status", home=made, env={"MINGA_KEY_FILE": "/nowhere/keys.json"})
    assert done.returncode == 1
    assert "! no wrapping keys at /nowhere/keys.json" in done.stdout


@pytest.mark.django_db
def test_keys_that_did_not_seal_what_is_here_are_told(monkeypatch):
    from minga.foundation.keys.sealing import make_key

    row, _ = make_key(organisation="acnur")
    row.save(force_insert=True)
    assert health._keys().well
    others = dict.fromkeys(["hash", "1"], base64.b64encode(b"x" * 32).decode())
    monkeypatch.setenv("MINGA_KEYS", json.dumps(others))
    assert not health._keys().well


@pytest.mark.django_db
def test_keys_are_never_made_anew_where_something_is_sealed(monkeypatch, settings, tmp_path):
    from minga.foundation.keys.sealing import make_key

    row, _ = make_key(organisation="acnur")
    row.save(force_insert=True)
    settings.MINGA_KEY_FILE = str(tmp_path / "keys.json")
    with pytest.raises(InstallationError, match="put them back"):
        setup._make_keys()
    assert not (tmp_path / "keys.json").exists()


def test_little_room_on_the_disk_is_told(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 10**9))
    assert health._disk() == health.Finding("disk", "0.9 GB free", well=False)


def test_live_keys_inside_the_data_folder_are_told(monkeypatch, db):
    monkeypatch.setattr(health, "installation", lambda: InstallationKind.LIVE)
    finding = health._keys()
    assert not finding.well
    assert "outside the data folder" in finding.words


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM django_migrations WHERE app = 'publish'", "older than this Minga"),
        ("INSERT INTO django_migrations VALUES (DEFAULT, 'publish', '9_x', now())", "are newer"),
    ],
)
def test_tables_of_another_minga_are_told(committed_db, statement, words):
    from minga.config import database

    with database.connect("owner") as owner:
        kept = owner.execute("SELECT app, name, applied FROM django_migrations").fetchall()
        owner.execute(statement.encode())
    try:
        with pytest.raises(InstallationError, match=words):
            setup._check_tables()
    finally:
        with database.connect("owner") as owner:
            owner.execute("DELETE FROM django_migrations")
            for row in kept:
                owner.execute("INSERT INTO django_migrations VALUES (DEFAULT, %s, %s, %s)", row)
    setup._check_tables()
    call_command("migrate", database="owner", check_unapplied=True, verbosity=0)
