"""The fact sheet: every number opens, suppressed cells stay shut, money ties, both languages."""

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from minga.figures.publish.charts import PRINT, bars
from minga.figures.publish.factsheet import Bar, Cell, CountRow, Entry, FigureRef
from minga.figures.publish.html import render_html
from minga.figures.publish.money import Money, MoneyLine
from minga.figures.publish.style import STYLE
from minga.figures.publish.tests.sample import sample
from minga.figures.publish.tests.sample_money import AS_OF, money

LANGUAGES = ("es", "en")
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Reads a page: its ids, its links, its headings, and whether its elements are nested well."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.tags, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_has_each_part_once(language):
    page = Page(render_html(sample(language)))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert page.tags.count("h1") == 1
    assert page.tags.count("main") == 1
    assert "script" not in page.tags
    assert {"counted", "figures", "chart-groups", "map-direct_by_canton"} <= set(page.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_go_down_one_step_at_a_time_and_drawings_have_words(language):
    text = render_html(sample(language))
    levels = [int(tag[1]) for tag in Page(text).tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(two - one <= 1 for one, two in pairwise(levels))
    assert text.count("<svg") == text.count('role="img" aria-labelledby=') == text.count("<desc")
    assert text.count("<th ") == text.count('scope="')


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_can_jump_to_the_content_and_to_each_part(language):
    page = Page(render_html(sample(language)))
    assert page.links[0] == "#content"
    assert {"#outcomes", "#money", "#counted", "#figures"} <= set(page.links)
    assert {"header", "nav", "main", "footer"} <= set(page.tags)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_the_text_opens_an_entry(language):
    page = Page(render_html(sample(language)))
    targets = [link[1:] for link in page.links if link.startswith("#")]
    assert len(targets) >= len(sample(language).references())
    assert set(targets) <= set(page.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fetches_nothing(language):
    page = render_html(sample(language))
    assert not re.search(r"""(src|href)=["']https?:|@import|url\((?!#)""", page)
    assert len(page.encode()) < 90_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_synthetic_data_is_marked_first(language):
    page = render_html(sample(language))
    label = {"es": "DATOS SINTÉTICOS", "en": "SYNTHETIC DATA"}[language]
    assert page.index(label) < page.index("<h1>")


def test_a_number_without_an_entry_is_refused():
    with pytest.raises(ValueError, match="no entry"):
        replace(sample(), entries=sample().entries[1:])


def test_a_number_that_says_otherwise_than_its_entry_is_refused():
    lead = replace(sample().lead, figure=FigureRef("direct_people", "1", note=99))
    with pytest.raises(ValueError, match="otherwise"):
        replace(sample(), lead=lead)


@pytest.mark.parametrize(
    "leak",
    [
        lambda: Bar("x", 3, suppressed=True),
        lambda: Cell("x", "0801", 0.0, 0.0, 3, suppressed=True),
        lambda: CountRow("x", "x", "served", None, 3, suppressed=True),
        lambda: Entry("x", 1, "x", "x", AS_OF, "s", 1, 3, suppressed=True),
    ],
)
def test_a_suppressed_cell_cannot_carry_its_value(leak):
    with pytest.raises(ValueError, match="suppressed"):
        leak()


@pytest.mark.parametrize("language", LANGUAGES)
def test_suppressed_cells_are_drawn_as_suppressed(language):
    sheet = sample(language)
    word = {"es": "reservado", "en": "withheld"}[language]
    drawn = bars(sheet.charts[0], width=300, ink=PRINT, language=language)
    assert drawn.count("url(#chart-groups-h)") == 1
    assert word in drawn
    entry = render_html(sheet).split('<li id="figure-survivors_grants">')[1].split("</li>")[0]
    assert not re.search(r"<dd>\d+ ", entry)


def test_promised_and_reached_never_add_up():
    drawn = bars(sample().charts[1], width=300, ink=PRINT, language="es")
    assert "Personas atendidas: 13.041 (prometido: 13.000)" in drawn
    assert "26.041" not in render_html(sample())


def test_mortality_shows_counts_and_interval_and_never_a_cause():
    page = render_html(sample("en"))
    part = page[page.index("Did maternal mortality fall?") :].split("</section>")[0]
    assert '<td data-label="Deaths">41</td>' in part
    assert "89 (64–120)" in part
    assert not re.search(r"caused|reduced by|thanks to", part)


def test_people_served_stand_apart_from_duty_bearers():
    part = render_html(sample("en")).split('<section id="counted">')[1].split("</section>")[0]
    served, trained = part.split("Duty-bearers trained")
    assert "People served" in served
    assert "Officials trained in peace" in trained


def test_money_that_does_not_tie_is_refused():
    good = money("es")
    lines = (*good.lines, MoneyLine("PNUD", "untfhs", Decimal("0.01")))
    with pytest.raises(ValueError, match="untfhs does not tie"):
        replace(good, lines=lines)


def test_money_totals_are_derived():
    good: Money = money("es")
    assert good.total == Decimal("3374413.00")
    assert sum(good.sums(name)[0] for name in good.organisations) == good.total
    assert "2.041.832 + 1.332.581 = 3.374.413" in render_html(sample("es"))


def test_words_from_the_pack_are_escaped():
    sheet = replace(sample(), title="<b>Paz & pan</b>")
    assert "<h1>&lt;b&gt;Paz &amp; pan&lt;/b&gt;</h1>" in render_html(sheet)


def test_a_fund_that_does_not_report_lends_nothing_to_what_was_spent():
    good = money("en")
    silent = replace(good, funds=(good.funds[0], replace(good.funds[1], reports=False)))
    page = render_html(replace(sample("en"), money=silent))
    assert silent.sums()[0] == Decimal("2041832.00")
    assert "Delivery, UNTFHS:" in page
    assert 'data-label="Spent · UNTFHS"' in page
    assert "3,374,413.00" in page


def luminance(colour):
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio of two colours (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_the_colours_can_be_told_apart_in_light_and_in_dark(theme):
    block = re.findall(r":root\{([^}]*)\}", STYLE)[theme]
    colour = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", block))
    assert contrast(colour["ink"], colour["paper"]) >= 7
    assert contrast(colour["ink"], colour["sheet"]) >= 7
    for name in ("soft", "accent", "warn"):
        assert contrast(colour[name], colour["paper"]) >= 4.5
    assert contrast(colour["accent"], colour["track"]) >= 3
