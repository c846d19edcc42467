"""A liaison officer's day at a terminal: lists come in, are looked at, corrected, undone."""

import re

import openpyxl
import pytest
from click.testing import CliRunner

from minga.cli import minga
from minga.config import setup
from minga.engines.lists.tests.fixtures import workbook
from minga.work.intake.models import ListMapping, PartnerList
from minga.work.intake.tests.house import DATELESS, DOUBTFUL, HEAD, ROSA, found_house, roll

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house():
    found_house()


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(setup, "start", lambda: None)  # Django runs already

    def invoke(*words, code=0):
        done = CliRunner().invoke(minga, [str(word) for word in words])
        assert done.exit_code == code, done.output
        return done.output

    return invoke


@pytest.fixture
def folder(tmp_path):
    """A folder named by the organisation that sent what is in it."""
    sender = tmp_path / "fundacion"
    sender.mkdir()
    (sender / "Rosa Mina.xlsx").write_bytes(roll(ROSA, DOUBTFUL, DATELESS))
    return sender


def only_list():
    return PartnerList.objects.live().get().short_id


def test_lists_are_taken_in_once(run, folder):
    assert "1 accepted, 1 rejected, 1 review" in run("intake", folder)
    assert "1 file(s) had been taken in before" in run("intake", folder)


def test_what_is_not_read_is_told(run, folder):
    (folder / "informe.pdf").write_bytes(b"%PDF")
    (folder / "~$Rosa Mina.xlsx").write_bytes(b"lock")
    (folder / "roto.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "otra.xlsx").write_bytes(workbook({"a": [HEAD, ROSA], "b": [["nota"]]}))
    told = run("intake", folder, code=1)
    assert "informe.pdf: not read: it is no XLSX" in told
    assert re.search(r"roto.xlsx: list \w{8}: .*damaged", told)
    assert re.search(r"otra.xlsx: list \w{8}: sheet 2 holds no table", told)
    assert "there is no organisation nadie" in run(
        "intake", folder, "--organisation", "nadie", code=1
    )
    assert "there is no list rol;" in run("intake", folder, "--kind", "rol", code=1)


def test_a_list_is_looked_at(run, folder):
    run("intake", folder)
    listed = run("lists")
    assert only_list() in listed
    assert "training_roll" in listed
    shown = run("lists", only_list(), "--lang", "es")
    assert "1 × Falta un dato obligatorio. [attended_on]" in shown
    assert "rows 4" in shown
    for word in ("Rosa", "Mina", "Matage"):
        assert word not in listed + shown
    assert "Rosa Mina.xlsx" in run("lists", only_list(), "--name")
    assert "no list's id begins" in run("lists", "zz", code=1)


def test_corrections_go_out_and_come_back(run, folder, tmp_path):
    run("intake", folder)
    out = tmp_path / "corregir.xlsx"
    assert "2 row(s) to mend" in run("corrections", only_list(), "--out", out)
    book = openpyxl.load_workbook(out)
    assert "SYNTHETIC" in book.worksheets[0]["B1"].value
    book.worksheets[0]["F3"], book.worksheets[0]["G4"] = "Mataje", "06/03/2015"
    first = only_list()
    book.save(folder / "corregido.xlsx")
    assert "2 accepted" in run("intake", folder / "corregido.xlsx")
    assert "has no rows to mend" in run("corrections", first, "--out", out, code=1)


def test_rows_are_decided(run, folder):
    run("intake", folder)
    here = only_list()
    why = "--reason", "confirmed"
    assert "choose rows" in run("decide", here, "accept", *why, code=2)
    assert "no such row" in run("decide", here, "accept", "--row", 2, *why, code=1)
    assert run("decide", here, "reject", "--problem", "term_near", *why) == "1 rejected\n"
    assert run("decide", here, "accept", "--row", 3, *why) == "1 accepted\n"
    assert "nothing was decided" in run("decide", here, "accept", "--row", 4, *why, code=1)


def test_a_mapping_is_shown_edited_previewed_and_kept(run, folder, tmp_path):
    run("intake", folder)
    file = tmp_path / "mapa.yaml"
    run("mapping", "show", "fundacion", "training_roll", "--out", file)
    assert run("mapping", "show", "fundacion", "training_roll") == file.read_text()
    good = file.read_text()
    file.write_text(good.replace("Sexo: sex", "Sexo: sexx") + "date: dmy\n")
    told = run("mapping", "save", "fundacion", "training_roll", file, code=1)
    assert re.search(r"mapa.yaml:\d: `training_roll` has no column `sexx`; do you mean", told)
    assert "a mapping has no `date`; do you mean `dates`?" in told
    assert "mapping was not kept" in told
    file.write_text(good.replace("Sexo: sex", "Sexo: ignore"))
    seen = run("mapping", "preview", file, only_list())
    assert "as read   1 accepted, 1 rejected, 1 review" in seen
    assert "3 row(s) would be read otherwise" in seen
    run("mapping", "save", "fundacion", "training_roll", file)
    assert "Sexo: ignore" in ListMapping.objects.get().text
    assert "1 accepted, 1 rejected, 1 review" in run("reread", only_list())
    assert "has no mapping of grants; there is one of training_roll" in run(
        "mapping", "show", "fundacion", "grants", code=1
    )


def test_a_list_is_undone_and_purged(run, folder):
    run("intake", folder)
    here = only_list()
    assert "1 step(s)" in run("undo", here, "--reason", "sent by mistake")
    assert "0 step(s)" in run("undo", here, "--reason", "again")
    PartnerList.objects.update(retain_until="2015-01-01")
    assert "1 raw file(s) destroyed" in run("purge")
    assert "destroyed on" in run("lists", here)
