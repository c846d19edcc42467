"""The world meets its calibration, repeats itself byte for byte, and marks everything synthetic."""

import csv
import hashlib
import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from minga.engines.world.generate import generate
from minga.engines.world.tests.pack import inputs

PAID = ("seed_grant", "disbursed")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    out = tmp_path_factory.mktemp("world")
    return out, generate(seed=7, scale=0.05, calibrate="source", out=out, **inputs())


def _digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = [str(path.relative_to(folder)).encode() + path.read_bytes() for path in files]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def test_the_truth_meets_the_calibration(world):
    totals = world[1].totals
    assert totals["direct_people"] == 650
    assert totals["direct_youth"] == 100
    assert totals["direct_afro"] == 244
    assert totals["direct_indigenous"] == 125
    assert totals["peace_trained_young"] == 175
    assert totals["grants"] == 47
    assert totals["grant_families"] == 51
    assert totals["children_in_school"] == 99


def test_partners_totals_overcount_by_a_quarter_at_least(world):
    assert world[1].listed["direct_people"] >= 1.25 * world[1].totals["direct_people"]


def test_the_same_seed_gives_the_same_bytes(world, tmp_path):
    generate(seed=7, scale=0.05, calibrate="source", out=tmp_path, **inputs())
    assert _digest(tmp_path) == _digest(world[0])


def test_another_calibration_gives_other_numbers(world, tmp_path):
    other = generate(seed=7, scale=0.05, calibrate="none", out=tmp_path, **inputs())
    assert other.totals["direct_people"] != world[1].totals["direct_people"]


def test_a_pack_with_training_only_reaches_as_many_people(world, tmp_path):
    given = inputs()
    given["lists"] = [kind for kind in given["lists"] if kind.pathway == "training"]
    only = generate(seed=7, scale=0.05, calibrate="source", out=tmp_path, **given)
    assert only.totals["direct_people"] == world[1].totals["direct_people"]
    again = generate(seed=8, scale=0.01, calibrate="source", out=tmp_path, **given)
    assert len(list(tmp_path.rglob("SYNTHETIC_*"))) == again.files


def test_every_list_is_marked_synthetic(world):
    for path in (world[0] / "lists").rglob("SYNTHETIC_*"):
        if path.suffix == ".xlsx":
            sheets = CalamineWorkbook.from_path(str(path))
            for name in sheets.sheet_names:
                assert "SYNTHETIC" in str(sheets.get_sheet_by_name(name).to_python()[0][0])
        else:
            assert b"SYNTHETIC" in path.read_bytes()[:80]


def test_every_row_of_a_list_is_known_to_the_truth(world):
    lines = (world[0] / "truth/rows.csv").read_text("utf-8").splitlines()
    assert len(lines) - 1 == world[1].rows
    stored = json.loads((world[0] / "truth/totals.json").read_text("utf-8"))
    assert stored["rows"] == world[1].rows


def test_every_age_band_keeps_its_number(world):
    with (world[0] / "truth/people.csv").open(encoding="utf-8") as file:
        people = {row["code"]: row for row in csv.DictReader(file)}
    with (world[0] / "truth/rows.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["person"]]
    young = set()
    for row in rows:
        person = people[row["person"]]
        age = (date.fromisoformat(row["on"]) - date.fromisoformat(person["birth_on"])).days / 365.25
        if person["duty_bearer"] == "no" and 18.01 <= age < 29.99:
            young.add(row["person"])
    assert len(young) == pytest.approx(100, abs=3)


def _cells(folder, name):
    for path in sorted(folder.rglob(f"SYNTHETIC_{name}_*")):
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            for sheet in book.sheet_names:
                yield from book.get_sheet_by_name(sheet).to_python()
        else:
            text = path.read_bytes().decode("utf-8", errors="replace")
            yield from csv.reader(text.splitlines(), delimiter=";" if ";" in text else ",")


def test_one_policy_is_national_and_five_networks_work(world):
    words = [str(cell) for row in _cells(world[0] / "lists", "policy") for cell in row]
    assert sum(word in ("Nacional", "National") for word in words) in (1, 2)
    assert world[1].totals["national_policies"] == 1
    assert world[1].totals["networks"] == 5
    assert world[1].lists["network"] >= 8
    assert world[1].lists["capacity"] >= 2


def test_totals_follow_from_the_steps_alone(world):
    with (world[0] / "truth/steps.csv").open(encoding="utf-8") as file:
        steps = list(csv.DictReader(file))
    paid = [step for step in steps if (step["pathway"], step["step"]) == PAID]
    totals = world[1].totals
    assert totals["grants"] == len({step["person"] for step in paid})
    assert totals["grant_families"] == len({step["household"] for step in paid})
    amounts = [json.loads(step["answers"])["amount"] for step in paid]
    assert totals["grant_amount"] == pytest.approx(sum(amounts))
    assert totals["grant_average"] == pytest.approx(sum(amounts) / totals["grants"], abs=0.01)
    assert "births" not in totals


def test_every_step_of_a_list_is_a_true_step(world):
    """The opposite holds too: a case is on a list as far as it has gone."""
    with (world[0] / "truth/steps.csv").open(encoding="utf-8") as file:
        steps = {
            (row["case"], row["step"])
            for row in csv.DictReader(file)
            if row["pathway"] == "return_to_school"
        }
    with (world[0] / "truth/rows.csv").open(encoding="utf-8") as file:
        rows = {row["case"] for row in csv.DictReader(file) if row["list"] == "school_check"}
    assert rows == {case for case, step in steps if step == "checked"}
