"""The PDF: two pages and the list of figures, tagged, the same every time, short of neither."""

import re
from dataclasses import replace

import pytest

from minga.figures.publish.factsheet import Section
from minga.figures.publish.pdf import SheetTooLongError, render_pdf
from minga.figures.publish.plain import plain_sheet
from minga.figures.publish.tests.sample import sample


def pages(made):
    """How many pages a PDF says that it has."""
    return max(int(n) for n in re.findall(rb"/Count (\d+)", made))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_sheet_has_two_pages_and_one_of_figures_and_is_tagged(language):
    made = render_pdf(sample(language))
    assert pages(made) == 3
    assert b"/StructTreeRoot" in made
    assert b"/Marked true" in made
    assert b"pdfuaid" in made


def test_the_same_sheet_gives_the_same_bytes():
    assert render_pdf(sample()) == render_pdf(sample())


def test_only_the_fonts_of_the_packages_are_used():
    fonts = set(re.findall(rb"/BaseFont /\w+\+(\w+)-", render_pdf(sample())))
    assert fonts <= {b"SourceSansPro", b"SourceSerifPro"}


def test_a_longer_text_is_set_smaller_and_still_keeps_to_two_pages():
    sheet = sample()
    longer = Section("more", "Algo más", ("Una frase que se repite bastante. " * 25,), "closing")
    assert pages(render_pdf(replace(sheet, sections=(*sheet.sections, longer)))) == 3


def test_a_text_that_cannot_fit_is_refused():
    sheet = sample()
    endless = Section("more", "Algo más", ("Una frase que no termina. " * 900,), "context")
    with pytest.raises(SheetTooLongError, match="page 1 is too full"):
        render_pdf(replace(sheet, sections=(*sheet.sections, endless)))


def test_a_withheld_number_reaches_the_template_as_a_word():
    parts = plain_sheet(sample("en"))["readings"][0]["parts"]
    assert parts[3]["figure"]["number"] == "withheld"
