"""From the pack's words and released figures to a sheet: references, qualifiers, both languages."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from minga.figures.publish.assemble import assemble
from minga.figures.publish.entries import entry_lines
from minga.figures.publish.factsheet import Fact, FigureRef
from minga.figures.publish.html import render_html
from minga.figures.publish.making import Circumstances, Point
from minga.figures.publish.pdf import render_pdf
from minga.figures.publish.released import Key, Released
from minga.figures.publish.tests.sample_cantons import ESMERALDAS, SUCUMBIOS
from minga.figures.publish.tests.sample_money import AS_OF, money
from minga.figures.publish.text import FaultyTextError, Quotes, rounded
from minga.foundation.definitions.pack.checks.publications import QUALIFIERS
from minga.foundation.definitions.pack.publication import indicators_of, read_publication

PACK = Path(__file__).parents[4] / "programmes" / "northern-border"
TEXT = read_publication(PACK / "publications" / "factsheet.yaml")
VALUES = {
    "direct_people": 13041, "direct_women_girls": 7012, "direct_afro_ecuadorian": 4962,
    "direct_refugees": 4027, "direct_indigenous": 2508, "direct_youth": 2011,
    "institutions_in_network": 120, "csos_in_network": 98, "trained_srhr_gbv": 8057,
    "peace_trained": 4118, "peace_trained_young": 3507, "peace_trained_officials": 408,
    "peace_trained_civil_society": 203, "peace_trained_other": None, "indirect_people": 199870,
}  # fmt: skip
ANY = 640
"""The value of every other figure that the sheet quotes."""
TARGETS = {
    "direct_people": 13000, "trained_srhr_gbv": 8000, "peace_trained": 4100,
    "vocational_trained": 1000,
    "direct_youth": 2000,
}  # fmt: skip


def released(indicator, value, *axes):
    """A released cell."""
    return Released(
        key=Key(indicator, axes),
        title=indicator.replace("_", " "),
        definition="Definición de prueba.",
        as_of=AS_OF,
        snapshot="a41c",
        version=1,
        value=value,
        unit="personas",
        registrations=None if value is None else value * 6 // 5,
        participations=None if value is None else value * 3 // 2,
        suppressed=value is None,
        target=TARGETS.get(indicator),
        target_on=date(2017, 3, 31) if indicator in TARGETS else None,
    )


def everything():
    """All figures that the pack's fact sheet quotes, and the map's cells."""
    cells = [
        released("direct_people", row[4], ("canton", row[1])) for row in (*ESMERALDAS, *SUCUMBIOS)
    ]
    return [*(released(code, VALUES.get(code, ANY)) for code in indicators_of(TEXT)), *cells]


def circumstances(language="es"):
    """What surrounds the figures."""
    points = [
        Point(code, name, province, lat, lon)
        for province, rows in (("Esmeraldas", ESMERALDAS), ("Sucumbíos", SUCUMBIOS))
        for name, code, lat, lon, _ in rows
    ]
    outside = {("live_births", year): 15500 for year in range(2011, 2017)}
    outside |= {("maternal_deaths", year): 19 - (year - 2011) for year in range(2011, 2017)}
    return Circumstances(
        edition="1",
        as_of=AS_OF,
        released_on=date(2017, 6, 14),
        snapshot="a41c",
        synthetic_note="DATOS SINTÉTICOS. Nadie existe.",
        facts=[Fact("País", "Ecuador")],
        points=points,
        money=money(language),
        outside=outside,
    )


def quotes(**figures):
    """Quotes over a few figures."""
    made = [released(code, value) for code, value in figures.items()]
    return Quotes("en", {figure.key: figure for figure in made})


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_packs_sheet_assembles_and_renders(language):
    about = circumstances(language)
    sheet = assemble(TEXT, language=language, figures=everything(), about=about)
    page = render_html(sheet)
    for ref in sheet.references():
        assert f'href="#figure-{ref.code}"' in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    assert render_pdf(sheet).startswith(b"%PDF")
    assert [entry.note for entry in sheet.entries] == list(range(1, len(sheet.entries) + 1))


def test_the_pack_defines_every_indicator_that_its_sheet_quotes():
    files = sorted((PACK / "indicators").glob("*.yaml"))
    defined = {row["indicator"] for path in files for row in yaml.safe_load(path.read_text())}
    assert indicators_of(TEXT) - defined == set()
    assert {"direct_people", "peace_trained_other", "direct_no_group"} <= indicators_of(TEXT)


def test_every_drawn_figure_is_in_the_list_too():
    sheet = assemble(TEXT, language="es", figures=everything(), about=circumstances())
    codes = {entry.code for entry in sheet.entries}
    assert {bar.code for chart in sheet.charts for bar in chart.bars} <= codes
    assert {row.code for row in sheet.counted} <= codes


def test_what_was_planned_is_an_entry_of_its_own():
    sheet = assemble(TEXT, language="en", figures=everything(), about=circumstances("en"))
    conflict = sheet.contradictions[0]
    assert (conflict.planned.code, conflict.planned.number) == ("direct_youth.target", "2,000")
    assert (conflict.reached.code, conflict.reached.number) == ("peace_trained_young", "3,507")


def test_all_faults_are_told_at_once_with_their_mends():
    figures = [f for f in everything() if f.key.code not in ("vocational_trained", "media_trained")]
    with pytest.raises(FaultyTextError) as caught:
        assemble(TEXT, language="es", figures=figures, about=circumstances())
    told = str(caught.value)
    assert (
        "o1 (es): {vocational_trained:plain}: value not released; release vocational_trained"
        in told
    )
    assert "o2 (es): {media_trained}" in told


@pytest.mark.parametrize(
    ("reference", "value", "words"),
    [
        ("{x}", 947, "947"),
        ("{x:over}", 8057, "Over 8,000"),
        ("{x:over=8000}", 8057, "Over 8,000"),
        ("{x:about}", 199870, "About 200,000"),
        ("{x:almost}", 4962, "Almost 5,000"),
        ("{x:at_least}", 4100, "At least 4,100"),
        ("{x:estimated}", 38512, "An estimated 38,500"),
        ("{x}", Decimal("88.66"), "88.7"),
    ],
)
def test_a_reference_says_its_number_with_its_qualifier(reference, value, words):
    assert quotes(x=value).sentence(reference, section="s") == words


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("{x:over=8000}", 7912),
        ("{x:over}", 4100),
        ("{x:almost=5000}", 5012),
        ("{x:over=8000}", 12000),
        ("{x:about=5000}", 6000),
        ("{x=3}", 3),
        ("{x:nearly}", 3),
        ("{X}", 3),
        ("{x@target}", 3),
        ("{y}", 3),
    ],
)
def test_a_reference_that_does_not_fit_is_refused(reference, value):
    made = quotes(x=value)
    assert made.reference(reference, section="peace") is None
    with pytest.raises(FaultyTextError, match="peace"):
        made.raise_faults()


def test_a_fault_names_section_reference_value_and_mend():
    made = quotes(x=7912)
    made.reference("{x:over=8000}", section="peace")
    fault = made.faults[0]
    assert (fault.section, fault.reference, fault.value) == ("peace (en)", "{x:over=8000}", "7,912")
    assert fault.mend == "«over 8,000» does not fit it; write {x} or {x:about}"


def test_a_withheld_figure_is_quoted_as_withheld():
    made = quotes(x=None)
    assert made.sentence("There were {x:over}.", section="s") == "There were [number withheld]."
    assert made.notes["x"].value is None


def test_a_cell_is_quoted_by_its_axes_in_any_order():
    cell = released("x", 12, ("group", "indigenous"), ("sex", "f"))
    made = Quotes("en", {cell.key: cell})
    ref = made.reference("{x[sex=f, group=indigenous]}", section="s")
    assert ref == FigureRef("x.group.indigenous.sex.f", "12", note=1)


def test_rounding_keeps_two_digits_and_never_rounds_small_numbers():
    assert rounded(Decimal(8057), qualifier="over") == 8000
    assert rounded(Decimal(8057), qualifier="almost") == 8100
    assert rounded(Decimal(64), qualifier="about") == 64


def test_plain_words_are_true_of_large_and_of_small_values():
    assert quotes(x=8057).sentence("{x:plain}", section="s") == "Over 8,000"
    assert quotes(x=57).sentence("{x:plain}", section="s") == "57"
    assert quotes(x=None).sentence("{x:plain}", section="s") == "[number withheld]"


@pytest.mark.parametrize("qualifier", sorted(QUALIFIERS))
def test_whatever_word_a_pack_may_write_the_sheet_knows(qualifier):
    made = quotes(x=8057)
    made.reference(f"{{x:{qualifier}}}", section="s")
    assert not [fault for fault in made.faults if "use one of" in fault.mend]


def test_how_sure_a_figure_is_stands_in_the_list():
    rate = replace(
        released("deaths_rate", Decimal("112.25")),
        low=Decimal("78.2"),
        high=Decimal("156.1"),
        numerator=36,
        denominator=32071,
    )
    lines = dict(entry_lines(rate.entry(note=1), "es"))
    assert lines["Intervalo del 95\u00a0%"] == "78,2–156,1"
    assert lines["Se divide"] == "36 / 32.071"
    people = replace(released("people", 130), low=121, high=130)
    assert dict(entry_lines(people.entry(note=1), "en"))["Between (least–most)"] == "121–130"
    withheld = replace(people, value=None, suppressed=True)
    with pytest.raises(ValueError, match="must not carry a value"):
        withheld.entry(note=1)
