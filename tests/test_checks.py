"""What `make check` says of documents and migrations: each is seen to fail on a planted fault."""

import pytest
from django.apps import apps
from django.db import models

from checks import documents, migrations, names
from checks.floors import ROOT
from checks.pieces import PIECES


def test_the_documents_are_true():
    assert documents.faults() == []


def test_every_piece_is_in_some_document():
    text = "".join(document.read_text() for document in documents.documents())
    assert [name for name in PIECES if f"<!-- code: {name} -->" not in text] == []


def test_a_piece_that_the_code_no_longer_says_is_stale_until_it_is_written():
    old = "# A\n\n<!-- code: decisions -->\nanything\n<!-- end -->\n"
    assert list(documents.stale(old)) == [(3, "decisions")]
    new = documents.renewed(old)
    assert "[2. PostgreSQL from a wheel" in new
    assert list(documents.stale(new)) == []


def test_a_piece_that_nobody_writes_is_told():
    assert list(documents.stale("<!-- code: gossip -->\n<!-- end -->")) == [(1, "gossip")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("see [there](NOWHERE.md)", "the link NOWHERE.md leads nowhere."),
        ("see [there](README.md#nowhere)", "the link README.md#nowhere leads nowhere."),
        ("run `minga gossip FILE`", "there is no command `minga gossip`."),
        ("run `make gossip`", "there is no target `make gossip`."),
        ("```\nmake gossip  # in a block\n```", "there is no target `make gossip`."),
        ("stands in `minga/work/gossip.py`", "there is no minga/work/gossip.py."),
    ],
)
def test_a_name_of_something_that_is_not_there_is_told(line, fault):
    found = names.wrong_names(ROOT / "README.md", line)
    assert [words for _, words in found] == [fault]


@pytest.mark.parametrize(
    "line",
    [
        "see [there](README.md#two-commands) and [out](https://example.org)",
        "run `minga count --json` or `make demo`, see `minga/work/intake/` and `make`",
        "minga is a word, and so is make gossip outside a block",
    ],
)
def test_what_is_there_is_let_be(line):
    assert list(names.wrong_names(ROOT / "README.md", line)) == []


def test_the_glossary_misses_no_table_and_invents_no_word():
    text = (ROOT / "GLOSSARY.md").read_text()
    without = "\n".join(line for line in text.splitlines() if "`Judgement`" not in line)
    found = [words for _, words in names.wrong_names(ROOT / "GLOSSARY.md", without)]
    assert found == [
        "the table Judgement has no entry; say what it is in both languages.",
    ]
    invented = f"{text}\n| gossip | chisme | `Gossip` | |\n"
    found = [words for _, words in names.wrong_names(ROOT / "GLOSSARY.md", invented)]
    assert found == ["the code has no `Gossip`."]


def test_settings_are_described_all_and_alone():
    text = (ROOT / "docs/settings.md").read_text().replace("MINGA_HOSTS", "MINGA_GUESTS")
    found = [words for _, words in names.wrong_names(ROOT / "docs/settings.md", text)]
    assert found == [
        "MINGA_HOSTS is not described.",
        "MINGA_GUESTS is described, and nothing reads it.",
    ]


def test_the_changelog_ends_in_the_packages_version():
    found = names.wrong_names(ROOT / "CHANGELOG.md", "# Changelog\n\n## [9.9.9] - 2030-01-01\n")
    assert [words.split(",")[0] for _, words in found] == ["its newest version is 9.9.9"]


def test_every_change_of_a_model_has_its_migration():
    assert migrations.faults() == []


def test_a_model_without_its_migration_is_told(monkeypatch):
    planted = models.TextField()
    planted.set_attributes_from_name("planted")
    known = apps.get_model("people", "Household")._meta
    monkeypatch.setattr(known, "local_fields", [*known.local_fields, planted])
    [fault] = migrations.faults()
    assert fault.startswith("people: Add field planted to household")
