"""Each way to break a small pack is told with its file, line and mend; all of them at once."""

import shutil
from pathlib import Path
from random import Random

import pytest
import yaml

from minga.foundation.definitions.pack.checks import check
from minga.foundation.definitions.pack.pack import read

PACKS = Path(__file__).parents[5] / "tests" / "packs"


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(PACKS / "highland", tmp_path / "highland"))


def told(pack):
    return [str(fault) for fault in check(pack)]


def plant(pack, file, was, becomes):
    text = (pack / file).read_text()
    assert was in text
    (pack / file).write_text(text.replace(was, becomes, 1))


def test_the_highland_pack_has_no_fault():
    assert told(PACKS / "highland") == []


def test_the_highland_pack_is_read_whole():
    pack, _ = read(PACKS / "highland")
    assert set(pack.pathways) == {"workshop", "spring", "quarrel"}
    assert len(pack.definitions()) == 17


W, S, Q = "pathways/workshop.yaml", "pathways/spring.yaml", "pathways/quarrel.yaml"
F, N, L = "forms/workshop_session.md", "indicators/water.yaml", "lists/workshop_roll.yaml"
P, R, PUB = "programme.yaml", "results.yaml", "publications/factsheet.yaml"
V, ANSWER, SEX = "vocabularies/subject.yaml", "vocabularies/answer.yaml", "vocabularies/sex.yaml"
PLACES, ORGS, BUDGET = "places.csv", "organisations.csv", "budget.csv"
ACT, EXP, OBS = "activities.csv", "expenditure.csv", "observations.csv"
PLANTED = yaml.safe_load((Path(__file__).parent / "planted.yaml").read_text(encoding="utf-8"))


def name(each):
    return f"{each['file']}: {each['says']}"


@pytest.mark.parametrize("each", PLANTED, ids=name)
def test_a_fault_is_told_with_its_file_line_and_mend(pack, each):
    plant(pack, each["file"], each["was"], each["becomes"])
    found = [fault for fault in told(pack) if each["says"] in fault]
    assert found, told(pack)
    assert found[0].startswith(f"{each['file']}:{each['line']}: ")


def test_all_faults_are_told_at_once_and_in_order(pack):
    """As many as go into one pack: one to a line, and none that hides another."""
    planted, lines = [], set()
    for each in PLANTED:
        text = (pack / each["file"]).read_text()
        line = (each["file"], text[: text.find(each["was"])].count("\n"))
        if not each.get("alone") and text.count(each["was"]) == 1 and line not in lines:
            plant(pack, each["file"], each["was"], each["becomes"])
            lines.add(line)
            planted.append(each["says"].partition(";")[0])
    found = told(pack)
    assert [says for says in planted if says not in "\n".join(found)] == []
    assert len(planted) >= 44
    assert len(found) == len(set(found))
    assert check(pack) == sorted(check(pack))


def test_a_broken_programme_hides_nothing_else(pack):
    """Whatever is wrong with the first file, the others are checked all the same."""
    plant(pack, L, "vocabulary: subject", "vocabulary: subjects")
    plant(pack, OBS, "population,B1,2020", "population,B7,2020")
    for text in ("programme: [", "", "- 1", "programme: highland\nfunds: {solidarity: 3}\n"):
        (pack / P).write_text(text)
        found = told(pack)
        assert any(each.startswith(f"{P}:") for each in found), text
        others = [each for each in found if not each.startswith(f"{P}:")]
        assert [each.partition(":")[0] for each in others] == [L, OBS], others


@pytest.mark.parametrize("file", [P, R, PLACES, ORGS])
def test_a_missing_file_is_told_and_what_needs_it_is_not(pack, file):
    (pack / file).unlink()
    assert told(pack) == [f"{file}:1: the file is missing; write {file}"]


def test_a_file_that_cannot_be_read_makes_no_other_faulty(pack):
    for file in (W, N, V):
        kept = (pack / file).read_text()
        (pack / file).write_text(kept + "}\n")
        assert {each.partition(":")[0] for each in told(pack)} == {file}
        (pack / file).write_text(kept)


def test_the_same_fault_on_many_lines_is_told_once(pack):
    with (pack / BUDGET).open("a") as file:
        file.writelines(
            f"c{n},charity,aguaviva,o1_1,staff,y1,0.00,Nada,Nothing\n" for n in range(9)
        )
    assert told(pack) == [
        f"{BUDGET}:5: there is no fund charity (and on 8 more lines); write one of: solidarity"
    ]


def test_an_axis_without_a_title_is_told_where_it_is_used(pack):
    plant(pack, P, "  sex: {title: {es: Sexo, en: Sex}}\n", "")
    assert told(pack) == [
        f"{N}:11: trained is broken down by sex, which has no title;"
        " give it a title under axes in programme.yaml"
    ]


def test_what_tells_who_works_on_sealed_cases_must_be_sealed(pack):
    plant(pack, N, "of: [workshop.attended]\n  where: {subject: [irrigation]}",
          "of: [workshop.attended, quarrel.heard]")  # fmt: skip
    plant(pack, N, "by: [sex, province, subject]", "by: [sex, province, organisation]")
    plant(pack, P, "  subject: {title", "  organisation: {title")
    (found,) = [each for each in told(pack) if "sealed" in each]
    assert "trained is open and shows by organisation who works on quarrel.heard" in found


def test_a_key_given_twice_is_a_fault(pack):
    with (pack / P).open("a") as file:
        file.write("version: 2\n")
    assert "version is given twice" in str(told(pack))


@pytest.mark.parametrize("text", ["a: [", "a: 2019-13-40", "? {a: 1}\n: 2", "", "- 1", "7"])
def test_a_file_that_cannot_be_read_is_a_fault_and_not_a_crash(pack, text):
    for file in (W, V, L, PUB, P, R, N):
        kept = (pack / file).read_text()
        (pack / file).write_text(text)
        assert any(fault.file == file for fault in check(pack)) or (text, file) == ("", N)
        (pack / file).write_text(kept)


def test_letters_that_are_not_utf8_are_a_fault(pack):
    (pack / ORGS).write_bytes((pack / ORGS).read_text().encode("latin-1"))
    found = [fault for fault in check(pack) if "UTF-8" in fault.message]
    assert [(fault.file, fault.line) for fault in found] == [(ORGS, 2)]


SIGNS = ("", ":", "[", "- ", "|", '"', "null", "é", "&a ", "\x00")


@pytest.mark.slow
def test_whatever_is_torn_out_or_put_in_check_tells_and_does_not_crash(pack):
    """Each line taken out in turn, and signs put in anywhere (the same places at every run)."""
    chance = Random(1)
    for file in sorted(path for path in pack.rglob("*") if path.is_file()):
        kept = file.read_text()
        lines = kept.splitlines(keepends=True)
        torn = ["".join(lines[:at] + lines[at + 1 :]) for at in range(len(lines))]
        for sign in SIGNS:
            at = chance.randrange(len(kept))
            torn.append(kept[:at] + sign + kept[at + chance.randrange(3) :])
        for text in torn:
            file.write_text(text)
            for fault in check(pack):
                assert fault.message, text
                assert fault.mend, text
        file.write_text(kept)
    assert told(pack) == []
