"""`minga check` and `minga load` as typed at a terminal."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from minga.cli import minga
from minga.config import setup
from minga.foundation.definitions.models import LoadedDefinition

HIGHLAND = Path(__file__).parents[3] / "tests" / "packs" / "highland"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(HIGHLAND, tmp_path / "highland"))


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(setup, "start", lambda: None)  # Django runs already
    return lambda *words: CliRunner().invoke(minga, [str(word) for word in words])


def break_two(folder):
    (folder / "programme.yaml").write_text(
        (folder / "programme.yaml").read_text().replace("lead: aguaviva", "lead: aguavida")
    )
    (folder / "budget.csv").write_text((folder / "budget.csv").read_text().replace("b2,", "b1,"))


def test_check_says_so_where_nothing_is_wrong(run, folder):
    done = run("check", folder)
    assert (done.exit_code, done.output) == (0, f"{folder}: no fault.\n")


def test_check_prints_a_line_to_each_fault_and_fails(run, folder):
    break_two(folder)
    done = run("check", folder)
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "budget.csv:3: line b1 is there twice; give it another code",
        "programme.yaml:8: the lead aguavida is no organisation;"
        " did you mean aguaviva? The known ones are in organisations.csv",
        f"{folder}: 2 faults.",
    ]


def test_check_gives_the_same_as_json(run, folder):
    break_two(folder)
    done = run("check", folder, "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)[0] == {
        "file": "budget.csv",
        "line": 3,
        "message": "line b1 is there twice",
        "mend": "give it another code",
    }
    assert json.loads(run("check", HIGHLAND, "--json").output) == []


@pytest.mark.django_db
def test_load_shows_what_changes_and_the_second_time_nothing(run, folder):
    shown = run("load", folder, "--dry-run")
    assert shown.output.endswith("things would change.\n")
    assert not LoadedDefinition.objects.exists()
    done = run("load", folder)
    assert done.exit_code == 0
    assert "new      pathway spring\n" in done.output
    assert run("load", folder).output == "Nothing changed: the pack is loaded as it stands.\n"


@pytest.mark.django_db
def test_a_faulty_pack_is_not_loaded(run, folder):
    break_two(folder)
    done = run("load", folder)
    assert done.exit_code == 1
    assert "budget.csv:3: line b1 is there twice" in done.output
    assert done.output.endswith("Nothing was loaded: mend the pack first.\n")
    assert not LoadedDefinition.objects.exists()


@pytest.mark.django_db
def test_another_programme_is_refused_in_plain_words(run, folder):
    run("load", folder)
    text = (folder / "programme.yaml").read_text()
    (folder / "programme.yaml").write_text(text.replace("programme: highland", "programme: other"))
    done = run("load", folder)
    assert done.exit_code == 1
    assert "Nothing was loaded: this installation holds the programme highland" in done.output
