"""PostgreSQL's programs where the server's own user cannot reach the wheel."""

import importlib.util
import os
import pwd
import shutil
import types
from pathlib import Path

import pytest

from minga.config import programs
from minga.config.programs import Programs, ServerError
from minga.config.tests import places

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")


@pytest.fixture
def folder():
    with places.short_folder() as made:
        yield made


def link(source: str, target: str) -> None:
    """Copy by a hard link where the file system lets us: the wheel is large."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture
def hidden_wheel(folder, monkeypatch):
    """The wheel as if it were installed where only we may enter."""
    spec = importlib.util.find_spec(programs.PACKAGE)
    assert spec is not None
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    for part in (f"{programs.PACKAGE}/{programs.INSIDE}", f"{programs.PACKAGE}.libs"):
        source = package.parent / part
        if source.exists():
            shutil.copytree(source, hidden / part, copy_function=link, symlinks=True)
    found = types.SimpleNamespace(submodule_search_locations=[str(hidden / programs.PACKAGE)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: found)
    return hidden


@needs_root
def test_hidden_programs_are_copied_whole_and_run(folder, hidden_wheel):
    (folder / "programs" / "copying" / "half").mkdir(parents=True)  # what a kill left
    copied = Programs(folder / "programs")
    assert copied.run("initdb", "--version") == (0, "")
    assert copied.path().is_relative_to(folder / "programs")
    assert not (folder / "programs" / "copying").exists()


@needs_root
def test_a_new_version_of_the_programs_replaces_the_copy(folder, hidden_wheel):
    old = folder / "programs" / "0.1.0"
    old.mkdir(parents=True)
    assert Programs(folder / "programs").run("postgres", "--version") == (0, "")
    assert not old.exists()


def test_a_missing_package_is_told_in_words(folder, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ServerError, match="install Minga again"):
        Programs(folder / "programs").path()


def test_without_an_account_for_the_server_root_is_told_to_be_somebody_else(monkeypatch):
    def nobody_is_here(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", nobody_is_here)
    with pytest.raises(ServerError, match="as an ordinary user"):
        programs.server_user()
