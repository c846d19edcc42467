"""The data folder: where it is, whose it is, and what kind of installation it holds."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from minga.config import home as homes
from minga.config.home import InstallationError, InstallationKind
from minga.config.tests.places import minga

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to another user")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MINGA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_folder_is_minga_home_whole(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINGA_HOME", "here")
    assert homes.home() == homes.demo_home() == tmp_path / "here"


def test_by_default_it_is_the_platforms_and_the_demonstrations_stands_beside(monkeypatch):
    monkeypatch.delenv("MINGA_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/data")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert homes.home().name == "minga"
    assert homes.home().parent != Path("/var/lib")
    assert homes.demo_home() == homes.home().with_name("minga-demo")


def test_for_root_it_is_where_services_keep_theirs(monkeypatch):
    monkeypatch.delenv("MINGA_HOME")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert homes.home() == Path("/var/lib/minga")
    assert homes.demo_home() == Path("/var/lib/minga-demo")


def test_an_installation_is_made_once_and_stays_of_its_kind(home):
    assert homes.installation() is None
    homes.make_installation(InstallationKind.LIVE)
    homes.make_installation(InstallationKind.LIVE)
    assert homes.installation() == InstallationKind.LIVE
    with pytest.raises(InstallationError, match="was made as a live installation and stays so"):
        homes.make_installation(InstallationKind.DEMONSTRATION)
    assert homes.installation() == InstallationKind.LIVE


def test_its_folders_are_nobody_elses_to_read(home):
    homes.make_installation(InstallationKind.DEMONSTRATION)
    for folder in (home, home / "files", home / "snapshots"):
        assert folder.stat().st_mode & 0o077 == 0, folder


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "pretend"}', '{"sort": "live"}'])
def test_a_spoilt_file_is_told_in_words(home, text):
    homes.make_installation(InstallationKind.LIVE)
    (home / "installation.json").write_text(text)
    with pytest.raises(InstallationError, match="cannot be read"):
        homes.installation()


@needs_root
@pytest.mark.parametrize(("number", "whose"), [(65534, "nobody"), (54321, "user number 54321")])
def test_another_users_installation_is_told_in_words(home, number, whose):
    homes.make_installation(InstallationKind.LIVE)
    os.chown(home / "installation.json", number, -1)
    with pytest.raises(InstallationError, match=f"belongs to {whose}: run Minga as that user"):
        homes.installation()


def test_a_folder_that_may_not_be_entered_is_told_in_words(home, monkeypatch):
    def refused(self, **_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refused)
    with pytest.raises(InstallationError, match="belongs to another user"):
        homes.installation()


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MINGA_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(InstallationError, match="set MINGA_HOME to a folder of yours"):
        homes.make_installation(InstallationKind.LIVE)


def test_everybody_who_makes_a_kept_file_at_once_reads_the_same(tmp_path):
    file = tmp_path / "new" / "secret"
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda n: homes.kept(file, lambda: f"secret {n}"), range(8)))
    assert set(texts) == {file.read_text()}
    assert file.stat().st_mode & 0o777 == 0o600
    assert [left.name for left in file.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize(
    ("command", "words"),
    [("init", "was made as a live installation and stays so"), ("demo", "is a live installation")],
)
def test_a_live_installation_never_becomes_a_demonstration(home, command, words):
    homes.make_installation(InstallationKind.LIVE)
    done = minga(command, home=home)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert homes.installation() == InstallationKind.LIVE
