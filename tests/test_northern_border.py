"""The northern border pack: complete, tied to the cent, and true to its own README."""

import csv
import os
import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.engines.indicators.definition import ObservationCount, RatioCount
from minga.foundation.definitions.pack.checks import check
from minga.foundation.definitions.pack.pack import read
from minga.foundation.definitions.pack.publication import indicators_of

PACK = Path(__file__).parents[1] / "programmes" / "northern-border"
END = date(2017, 3, 31)
REFERENCE = Path(os.environ.get("MINGA_REFERENCE_DATA", "none"))
needs_reference = pytest.mark.skipif(
    not (REFERENCE / "dpa_parishes.csv").exists(),
    reason="set MINGA_REFERENCE_DATA to a folder with dpa_cantons.csv and dpa_parishes.csv",
)
PUBLISHED = {
    "direct_people": 13_000,
    "direct_youth": 2_000,
    "direct_afro_ecuadorian": 5_000,
    "direct_indigenous": 2_500,
    "direct_refugees": 4_000,
    "indirect_people": 200_000,
    "indirect_women_girls": 96_000,
    "indirect_refugees": 38_500,
    "indirect_indigenous": 23_400,
    "agencies": 6,
    "institutions_in_network": 120,
    "csos_in_network": 98,
    "trained_srhr_gbv": 8_000,
    "grant_families": 1_000,
    "peace_trained": 4_100,
    "peace_trained_officials": 400,
    "peace_trained_civil_society": 200,
    "peace_trained_young": 3_500,
    "obstetric_networks": 5,
    "children_in_school": 2_000,
    "education_policy_adopted": 1,
}


@pytest.fixture(scope="module")
def pack():
    return read(PACK)[0]


def test_the_pack_has_no_fault():
    assert [str(fault) for fault in check(PACK)] == []


def test_every_published_figure_is_the_target_of_an_indicator(pack):
    targets = {code: pack.indicators[code].targets.get(END) for code in PUBLISHED}
    assert targets == PUBLISHED


def test_every_indicator_says_what_it_counts_and_where_from(pack):
    for code, indicator in pack.indicators.items():
        assert indicator.source, code
        assert indicator.definition.es != indicator.definition.en, code
        if isinstance(indicator.count, str):
            assert indicator.baseline is not None, code
        if indicator.targets:
            assert max(indicator.targets) == END, code


def test_baselines_of_outside_statistics_are_the_values_of_2013(pack):
    stated: dict[str, Decimal] = defaultdict(Decimal)
    for row in pack.observations:
        if row.year == 2013:
            stated[row.measure] += row.value
    values = {}
    for code, indicator in pack.indicators.items():
        if isinstance(indicator.count, ObservationCount) and indicator.baseline is not None:
            values[code] = stated[indicator.count.observation]
            assert indicator.baseline == values[code], code
    for code, indicator in pack.indicators.items():
        if isinstance(indicator.count, RatioCount) and indicator.count.ratio.over in values:
            ratio = indicator.count.ratio
            if ratio.of in values:
                value = values[ratio.of] * ratio.per / values[ratio.over]
                assert indicator.baseline == value.quantize(Decimal("0.1")), code


def test_all_kinds_of_counts_are_used(pack):
    kinds = Counter(indicator.unit_kind for indicator in pack.indicators.values())
    assert set(kinds) >= {
        "people", "households", "cases", "steps", "organisations", "sites", "sum", "ratio",
        "observation", "catchment",
    }  # fmt: skip
    assert kinds.total() >= 45


def test_every_pathway_is_counted_by_an_indicator(pack):
    counted = {step.partition(".")[0] for i in pack.indicators.values() for step in i.of}
    assert set(pack.pathways) - counted == set()


def test_every_result_has_an_indicator_with_a_target(pack):
    promised = {i.output for i in pack.indicators.values() if i.targets}
    assert set(pack.results.outputs) - promised == set()
    assert "goal" in promised


def test_direct_people_are_those_with_the_services_that_the_readme_lists(pack):
    direct = pack.indicators["direct_people"]
    assert set(direct.of) == {
        "training.attended",
        "seed_grant.disbursed",
        "return_to_school.enrolled",
        "protection_case.served",
        "pregnancy.antenatal",
    }
    assert direct.except_ == ("duty_bearers_trained",)
    assert [code for code, i in pack.indicators.items() if i.direct] == ["direct_people"]
    assert all(
        set(i.of) <= set(direct.of)
        for code, i in pack.indicators.items()
        if code.startswith("direct_")
    )


def test_indicators_of_sealed_pathways_are_sealed(pack):
    sealed = {code for code, p in pack.pathways.items() if p.confidentiality == "sealed"}
    assert sealed >= {"protection_case", "sensitive_complaint", "maternal_death_review"}
    for code, indicator in pack.indicators.items():
        if indicator.of and {step.partition(".")[0] for step in indicator.of} <= sealed:
            assert indicator.sensitivity == "sealed", code


def test_what_the_readme_names_exists(pack):
    text = (PACK / "README.md").read_text()
    named = set(re.findall(r"`([a-z][a-z0-9]*(?:_[a-z0-9]+)*)`", text)) - {
        "minga", "method", "synthetic", "coverage", "starts", "ends", "valid_to", "left_on",
        "valid_from", "yes", "source",
    }  # fmt: skip
    assert named - set(pack.indicators) == set()


def test_what_publications_quote_is_counted(pack):
    for publication in pack.publications.values():
        assert indicators_of(publication) <= set(pack.indicators)


def test_the_network_has_120_institutions_and_98_organisations_at_the_end(pack):
    def members(day):
        there = [
            each.kind
            for each in pack.organisations
            if each.joined_on
            and each.joined_on <= day
            and not (each.left_on and each.left_on <= day)
        ]
        civil, agencies = there.count("civil_society"), there.count("un_agency")
        return len(there) - civil - agencies, civil, agencies

    assert members(END) == (120, 98, 6)
    assert members(date(2013, 10, 1)) == (0, 0, 6)
    grown = [members(date(year, 10, 1)) for year in (2013, 2014, 2015, 2016)]
    assert grown == sorted(grown)


def test_organisations_that_were_reorganised_have_successors(pack):
    known = {each.code: each for each in pack.organisations}
    plan, infa = known["plan_ecuador"], known["infa"]
    assert (plan.successor, plan.valid_to) == ("senplades", date(2014, 7, 15))
    assert (plan.left_on, known["senplades"].joined_on) == (plan.valid_to, plan.valid_to)
    assert infa.successor == "mies"
    assert infa.valid_to is not None
    assert infa.valid_to.year == 2013


def test_only_what_exists_is_not_called_synthetic(pack):
    for each in pack.organisations:
        assert each.synthetic == (each.kind == "civil_society"), each.code
    agencies = {each.code for each in pack.organisations if each.kind == "un_agency"}
    assert agencies == {"undp", "unhcr", "unicef", "unesco", "wfp", "unfpa"}


def test_the_money_ties_to_the_cent_in_every_table(pack):
    by_fund: dict[str, Decimal] = defaultdict(Decimal)
    by_class: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in pack.budget:
        by_fund[line.fund] += line.amount
        by_class[line.organisation, line.object_class] += line.amount
        assert line.organisation in pack.results.outputs[line.output].agencies, line.line
    assert by_fund == {"untfhs": Decimal("2041832.00"), "pooled": Decimal("1332581.00")}
    assert sum(by_fund.values()) == Decimal("3374413.00")
    assert {line.year for line in pack.budget} == {"y1", "y2", "y3", "y4"}
    spent = sum(row.expenditure + row.commitments for row in pack.expenditure)
    assert Decimal(0) < spent <= by_fund["untfhs"]
    assert {row.cutoff_on for row in pack.expenditure} == {END}


def test_every_canton_has_its_statistics(pack):
    cantons = {
        place.code
        for place in pack.places
        if place.kind == "canton" and place.parent in {"08", "21"} and place.valid_to is None
    }
    assert len(cantons) == 14
    years = defaultdict(set)
    for row in pack.observations:
        years[row.measure, row.place].add(row.year)
    for canton in cantons:
        assert years["population", canton] >= set(range(2010, 2018)), canton
        for measure in ("population_women", "population_indigenous", "coverage"):
            assert years[measure, canton] >= {2014, 2015, 2016, 2017}, (measure, canton)
        assert years["nbi_people", canton] == {2010}
    for province in ("08", "21"):
        for measure in ("live_births", "maternal_deaths", "homicides"):
            assert years[measure, province] >= set(range(2010, 2018))


def reference(name):
    with (REFERENCE / name).open(encoding="utf-8") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


@needs_reference
def test_parishes_are_those_of_the_official_catalogues(pack):
    parishes = {place.code: place for place in pack.places if place.kind == "parish"}
    wanted = reference("dpa_parishes.csv")
    assert set(parishes) == set(wanted)
    for code, row in wanted.items():
        place = parishes[code]
        assert place.parent == row["canton_code"], code
        gone = row["in_current_catalogue"] == "0"
        assert (place.valid_to is not None) == gone, code
        if row["centroid_lat"]:
            assert abs(float(place.lat) - float(row["centroid_lat"])) < 0.001, code


@needs_reference
def test_cantons_and_their_statistics_are_the_official_ones(pack):
    cantons = {place.code: place for place in pack.places if place.kind == "canton"}
    stated = {(row.measure, row.place, row.year): row.value for row in pack.observations}
    wanted = reference("dpa_cantons.csv")
    assert set(cantons) == {*wanted, "2302"}
    for code, row in wanted.items():
        place = cantons[code]
        assert (place.name, place.parent) == (row["name"], row["province_code"])
        assert place.area_km2 == Decimal(row["area_km2"])
        assert (place.lat, place.lon) == (Decimal(row["capital_lat"]), Decimal(row["capital_lon"]))
        census = Decimal(row["pop_census_2010"])
        poor = (Decimal(row["nbi_persons_pct_2010"]) * census / 100).quantize(Decimal(1))
        assert stated["census_population", code, 2010] == census
        assert stated["nbi_people", code, 2010] == poor
        assert stated["nbi_percent", code, 2010] == Decimal(row["nbi_persons_pct_2010"])
        assert stated["households", code, 2010] == Decimal(row["households_2010"])
        for year in range(2010, 2021 if place.valid_to is None else 2013):
            assert stated["population", code, year] == Decimal(row[f"proj_{year}"]), (code, year)
