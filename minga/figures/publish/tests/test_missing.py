"""A sheet is published though its figures are withheld or not yet counted, and says so."""

import re
from dataclasses import replace

import pytest

from minga.figures.publish.assemble import assemble
from minga.figures.publish.html import render_html
from minga.figures.publish.pdf import render_pdf
from minga.figures.publish.released import Key
from minga.figures.publish.tests.test_assembly import (
    TEXT,
    circumstances,
    everything,
    quotes,
)

LANGUAGES = ("es", "en")


def without_numbers(*, suppressed):
    """Every figure of the pack's sheet without a number."""
    return [
        replace(figure.without_value(figure.key), suppressed=suppressed, target=figure.target)
        for figure in everything()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("suppressed", "words"), [(True, 0), (False, 1)])
def test_a_sheet_without_a_single_number_is_published_and_says_why(language, suppressed, words):
    about = replace(circumstances(language), outside={})
    figures = without_numbers(suppressed=suppressed)
    sheet = assemble(TEXT, language=language, figures=figures, about=about)
    page = render_html(sheet)
    said = {"es": ("[número reservado]", "[aún sin dato]"), "en": ("[number withheld]", "[no data")}
    assert said[language][words] in page
    assert said[language][1 - words] not in page
    assert render_pdf(sheet).startswith(b"%PDF")


def test_no_number_of_a_withheld_figure_is_anywhere_on_the_page():
    figures = [
        replace(figure.without_value(figure.key), suppressed=True)
        if figure.key == Key("trained_srhr_gbv")
        else figure
        for figure in everything()
    ]
    page = render_html(assemble(TEXT, language="en", figures=figures, about=circumstances("en")))
    assert "8,057" not in page
    entry = page.split('<li id="figure-trained_srhr_gbv">')[1].split("</li>")[0]
    assert "Withheld" in entry
    assert not re.search(r"<dd>[\d,]+", entry)


def test_a_cell_that_nothing_was_counted_in_is_missing_and_a_typo_is_a_fault():
    made = quotes(x=12)
    whole = replace(made.figures[Key("x")], axes=frozenset({"sex"}))
    made.figures = {whole.key: whole}
    assert made.sentence("{x[sex=m]} men", section="s") == "[no data yet] men"
    assert made.faults == []
    made.sentence("{x[sx=m]} men", section="s")
    assert "x.sx.m" in str(made.faults[0])
