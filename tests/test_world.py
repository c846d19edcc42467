"""The synthetic world walks the whole northern-border programme, under its own rules."""

import csv
import hashlib
import json
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from minga.engines.pathway.state import StepTaken, fold
from minga.engines.world.generate import generate
from minga.engines.world.reading import read_inputs
from minga.foundation.definitions.pack.pack import read

PACK = Path(__file__).parents[1] / "programmes" / "northern-border"
SOURCE = {
    "direct_people": 13000,
    "direct_youth": 2000,
    "direct_afro_ecuadorian": 4880,
    "direct_indigenous": 2500,
    "direct_refugees": 4050,
    "trained_srhr_gbv": 8290,
    "peace_trained_officials": 400,
    "peace_trained_civil_society": 200,
    "peace_trained_young": 3500,
    "grants": 947,
    "grant_families": 1012,
    "children_in_school": 1985,
}
SCALE = 0.1
"""So that each number of `SOURCE` is its tenth, give or take the rounding of each part."""


def make(out, **options):
    options = {"seed": 3, "scale": SCALE, "calibrate": "source", **options}
    return generate(out=out, **options, **read_inputs(PACK))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    out = tmp_path_factory.mktemp("world")
    return out, make(out)


def rows(world, name):
    with (world[0] / "truth" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cases(world):
    found = defaultdict(list)
    for row in rows(world, "steps.csv"):
        found[row["pathway"], row["case"]].append(row)
    return found


def taken(number, row):
    return StepTaken(
        id=number,
        name=row["step"],
        occurred_on=date.fromisoformat(row["on"]),
        recorded_at=datetime(2017, 4, 1, tzinfo=UTC),
        answers=json.loads(row["answers"]),
    )


def test_every_step_of_every_pathway_happens(world):
    pack, _ = read(PACK)
    wanted = {(code, step) for code, each in pack.pathways.items() for step in each.steps}
    assert wanted - {(row["pathway"], row["step"]) for row in rows(world, "steps.csv")} == set()


def test_every_case_stands_under_the_rules_of_its_pathway(world):
    pack, _ = read(PACK)
    ended = set()
    for (code, case), steps in cases(world).items():
        told = [taken(number, row) for number, row in enumerate(steps)]
        state = fold(pack.pathways[code], told, today=date(2017, 3, 31))
        assert state.broken == (), (code, case, state.broken)
        ended |= {(code, state.done[-1].name)} if state.closed else set()
    closing = {
        (code, name)
        for code, pathway in pack.pathways.items()
        for name, step in pathway.steps.items()
        if step.closes
    }
    assert ended == closing


def test_the_truth_is_what_the_programme_published(world):
    for indicator, published in SOURCE.items():
        assert world[1].totals[indicator] == pytest.approx(published * SCALE, abs=4), indicator
    assert world[1].totals["obstetric_networks"] == 5
    assert world[1].totals["education_policy_adopted"] == 1
    assert world[1].totals["institutions_in_network"] == 120
    assert world[1].totals["csos_in_network"] == 98


def test_whatever_the_programme_trains_for_is_walked(world):
    for indicator in (
        "education_officials_trained",
        "planning_trained_security",
        "victim_protection_educators",
        "trained_srhr_and_gbv",
    ):
        assert world[1].totals[indicator] > 0, indicator


def test_what_has_a_figure_for_each_period_has_a_truth_for_each(world):
    pack, _ = read(PACK)
    stored = json.loads((world[0] / "truth" / "totals.json").read_text("utf-8"))
    wanted = {
        code
        for code, indicator in pack.indicators.items()
        if indicator.period == "in_period" and indicator.of
    }
    assert set(stored["periods"]) == wanted
    first = {period.starts.isoformat() for period in pack.programme.periods}
    opened = stored["periods"]["protection_cases_opened"]
    assert set(opened) == first
    cases_ = {
        row["case"] for row in rows(world, "steps.csv") if row["pathway"] == "protection_case"
    }
    assert sum(opened.values()) == len(cases_), "each case opens in one period"
    assert world[1].totals["protection_cases_opened"] == list(opened.values())[-1]


def test_some_agree_to_matching_and_some_do_not(world):
    said = {
        json.loads(row["answers"]).get("match_consent")
        for row in rows(world, "steps.csv")
        if (row["pathway"], row["step"]) == ("protection_case", "opened")
    }
    assert said == {"yes", "no"}


def test_another_world_is_deliberately_not_what_was_published(world, tmp_path):
    other = make(tmp_path, scale=0.05, calibrate="none").totals
    for indicator, published in SOURCE.items():
        assert other[indicator] < 0.8 * published * 0.05, indicator
    assert other["obstetric_networks"] == 3


def test_partners_write_in_a_dozen_styles_and_many_files(world):
    assert len(set(world[1].styles.values())) >= 12
    assert world[1].files >= 60
    assert len(list((world[0] / "lists").rglob("SYNTHETIC_*"))) == world[1].files


@pytest.mark.slow
def test_the_same_seed_gives_the_same_world(world, tmp_path):
    make(tmp_path)
    assert _digest(tmp_path) == _digest(world[0])


def _digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = [str(path.relative_to(folder)).encode() + path.read_bytes() for path in files]
    return hashlib.sha256(b"".join(parts)).hexdigest()
