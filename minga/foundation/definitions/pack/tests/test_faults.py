"""Each way to break a small pack is told with its file, its line and a mend."""

import shutil
from pathlib import Path

import pytest

from minga.foundation.definitions.pack.checks import check
from minga.foundation.definitions.pack.pack import read

PACKS = Path(__file__).parents[5] / "tests" / "packs"


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(PACKS / "highland", tmp_path / "highland"))


def test_the_highland_pack_has_no_fault():
    assert [str(fault) for fault in check(PACKS / "highland")] == []


def test_the_highland_pack_is_read_whole():
    pack, _ = read(PACKS / "highland")
    assert pack is not None
    assert set(pack.pathways) == {"workshop", "spring", "quarrel"}
    assert len(pack.definitions()) == 17


W, S, Q = "pathways/workshop.yaml", "pathways/spring.yaml", "pathways/quarrel.yaml"
F, N, L = "forms/workshop_session.md", "indicators/water.yaml", "lists/workshop_roll.yaml"
P, PUB = "programme.yaml", "publications/factsheet.yaml"
PLACES, ORGS, BUDGET = "places.csv", "organisations.csv", "budget.csv"
BROKEN = [
    (P, "version: 1", "verzion: 1", "did you mean version"),
    (P, "country: BO", "", "country is missing"),
    (P, "starts: 2019-01-01\nends", "starts: soon\nends", "starts is not a date"),
    (P, "lead: aguaviva", "lead: aguavida", "did you mean aguaviva"),
    (P, "ends: 2020-12-31}", "ends: 2021-12-31}", "outside the programme"),
    (P, "[0, 12, 18, 60]", "[0, 18, 12, 60]", "do not rise"),
    ("results.yaml", "outcome: o1", "outcome: o9", "o1_1 names o9"),
    ("results.yaml", "[aguaviva, maestras]", "[aguaviva, maestros]", "did you mean maestras"),
    (W, "pathway: workshop", "pathway: Work Shop", "not written as a code"),
    (W, "form: workshop_session", "form: workshop_sesion", "did you mean workshop_session"),
    (W, "after: attended", "after: atended", "atended"),
    (W, "    opens: true\n", "", "no step opens"),
    (S, 'clean: "yes"', 'clean: "perhaps"', "clean is never perhaps"),
    (S, "{clean:", "{clear:", "does not ask"),
    (S, "days: [30, 60]}", 'days: [30, 60], where: {clear: "yes"}}', "clear that step found does"),
    (S, "    repeats: true\n", "    repeats: true\n    apart_from: [fund]\n", "a step fund that"),
    (Q, "confidentiality: sealed", "confidentiality: secret", "none of its values"),
    (F, "select_one subject", "select_one subjet", "did you mean subject"),
    (F, "| hours ", "| subject ", "asked twice"),
    (F, "${subject} != ''", "${subjet} != ''", "which nothing asks"),
    (F, "| integer ", "| intager ", "not an XLSForm"),
    (F, "| Hours ", "| ", "no label::English (en)"),
    ("vocabularies/sex.yaml", "en: Man", "em: Man", "did you mean en"),
    ("vocabularies/answer.yaml", '"no": {es: "No"', '"no": {es: No', "is not a text"),
    (N, "[irrigation]", "[irigation]", "did you mean irrigation"),
    (N, "where: {subject:", "where: {topic:", "no form of its steps asks"),
    (N, "of: [quarrel.settled]", "of: [quarrel.setled]", "did you mean quarrel.settled"),
    (N, "whom: neighbour", "whom: nephew", "no role of quarrel"),
    (N, "over: residents", "over: trained_share", "depends on itself"),
    (N, "over: residents", "over: resident", "which is no indicator"),
    (N, "observation: population", "observation: people", "observations.csv"),
    (N, "{sum: hours}", "{sum: ours}", "did you mean hours"),
    (N, "by: [sex, province, subject]", "by: [sex, moon]", "its steps do not know"),
    (N, "2020-12-31: 40", "2022-12-31: 40", "outside the programme"),
    (N, "sex: [f, m]", "sex: [w]", "which is no term"),
    (L, "pathway: workshop", "pathway: works", "there is no pathway works"),
    (L, "vocabulary: subject", "vocabulary: subjects", "did you mean subject"),
    (L, "answer.attended.subject", "answer.attended.matter", "does not ask"),
    (L, "to: person.sex", "to: person.gender", "nothing that a column"),
    (PLACES, "site,B102", "site,B109", "which is not there"),
    (PLACES, "site,B102", "site,B101", "when its parent B101 is not"),
    (PLACES, "canton,B1,2000", "canton,B10201,2000", "lies in the site"),
    (ORGS, "2019-12-31,escuelas", "2019-12-31,escuela", "did you mean escuelas"),
    (ORGS, "2019-02-01,2019-12-31", "2019-02-01,2018-12-31", "leaves before joining"),
    ("activities.csv", "B101;B102", "B101;B202", "names B202"),
    (BUDGET, "y1,600.00", "y1,600.01", "(+0.01)"),
    (BUDGET, "y1,70.00", "y1,70.01", "lower them to 70.00"),
    (BUDGET, "y1,600.00", "y1,600.001", "too many decimals"),
    (BUDGET, "line,fund", "line,found", "the column fund is missing"),
    ("expenditure.csv", "950.25", "950.26", "spent and committed 1000.01"),
    ("observations.csv", "population,B1,2020", "population,B7,2020", "which is no place"),
    (Q, "en: Heard", "en: ' '", "the en text is empty"),
    (N, "- indicator: trained\n", "indicator: trained\n", "this is not YAML"),
    (PUB, "{trained:over} personas", "{traned:over} personas", "did you mean trained"),
    (PUB, "{trained[sex=f]} mujeres", "{trained[kind=f]} mujeres", "not broken down by kind"),
    (PUB, "axis: sex", "axis: canton", "not broken down by canton"),
    (PUB, "{trained:over} people", "{trained:nearly} people", "no rule checks"),
]


@pytest.mark.parametrize(("file", "was", "becomes", "said"), BROKEN)
def test_a_fault_is_told_with_its_file_and_mend(pack, file, was, becomes, said):
    text = (pack / file).read_text()
    assert was in text
    (pack / file).write_text(text.replace(was, becomes, 1))
    found = [fault for fault in check(pack) if said in str(fault)]
    assert found, [str(fault) for fault in check(pack)]
    assert found[0].file == file
    assert found[0].mend
    assert 1 <= found[0].line <= len(text.splitlines())


EXACT = [
    (P, "version: 1", "verzion: 1", "verzion", 2),
    (S, "{clean:", "{clear:", "clear", 18),
    (F, "| integer ", "| intager ", "not an XLSForm", 6),
    (F, "select_one subject", "select_one subjet", "subjet", 5),
    (PLACES, "site,B102", "site,B109", "B109", 6),
    (N, "whom: neighbour", "whom: nephew", "nephew", 27),
    (BUDGET, "y1,70.00", "y1,70.01", "lower them", 4),
]


@pytest.mark.parametrize(("file", "was", "becomes", "said", "line"), EXACT)
def test_a_fault_is_told_with_its_line(pack, file, was, becomes, said, line):
    text = (pack / file).read_text()
    (pack / file).write_text(text.replace(was, becomes, 1))
    assert [fault.line for fault in check(pack) if said in str(fault)][:1] == [line]


def test_a_key_given_twice_is_a_fault(pack):
    with (pack / P).open("a") as file:
        file.write("version: 2\n")
    assert "version is given twice" in str(check(pack))


@pytest.mark.parametrize("text", ["a: [", "a: 2019-13-40", "? {a: 1}\n: 2", ""])
def test_a_file_that_cannot_be_read_is_a_fault_and_not_a_crash(pack, text):
    (pack / W).write_text(text)
    assert any(fault.file == W for fault in check(pack))


def test_letters_that_are_not_utf8_are_a_fault(pack):
    (pack / ORGS).write_bytes((pack / ORGS).read_text().encode("latin-1"))
    found = [fault for fault in check(pack) if "UTF-8" in fault.message]
    assert [(fault.file, fault.line) for fault in found] == [(ORGS, 2)]


def test_all_faults_come_at_once_in_order(pack):
    planted = [each for each in BROKEN if each[0] in {P, Q, ORGS, PUB, "results.yaml"}]
    for file, was, becomes, _ in planted:
        (pack / file).write_text((pack / file).read_text().replace(was, becomes, 1))
    found = check(pack)
    assert [said for *_, said in planted if said not in "\n".join(map(str, found))] == []
    assert found == sorted(found)


def test_a_sealed_answer_cannot_decide_about_another_step(pack):
    pathway, form = pack / "pathways/spring.yaml", pack / "forms/water_test.md"
    pathway.write_text(pathway.read_text().replace("open\n", "sealed\n", 1))
    assert [str(fault) for fault in check(pack)] == []
    form.write_text(form.read_text().replace("| yes      | yes     |", "| yes      |         |"))
    found = [fault for fault in check(pack) if "keeps to itself" in str(fault)]
    assert [fault.file for fault in found] == [S]
