"""The PDF: two pages and the list of figures, tagged, the same every time, short of neither."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

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


def text_of(made, *, pages=slice(None)):
    """What a PDF says to whoever copies from it, on one line."""
    read = PdfReader(io.BytesIO(made)).pages[pages]
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read))


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_figure_of_the_sheet_is_in_the_text_of_its_two_pages(language):
    sheet = sample(language)
    text = text_of(render_pdf(sheet), pages=slice(0, 2))
    for ref in sheet.references():
        if ref.shown and not ref.code.startswith("mortality"):
            assert f"{ref.number}{ref.note}" in text.replace(" ", "")
    for bar in (bar for chart in sheet.drawn for bar in chart.bars):
        assert bar.label in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_figure_has_a_note_with_its_definition_date_and_snapshot(language):
    sheet = sample(language)
    notes = text_of(render_pdf(sheet), pages=slice(2, None))
    for entry in sheet.entries:
        assert f"{entry.note} {entry.title}" in notes
    assert notes.count(sheet.snapshot) >= len(sheet.entries)
    assert notes.count("2017") >= len(sheet.entries)


def test_every_number_is_a_link_to_its_note():
    sheet = sample()
    reader = PdfReader(io.BytesIO(render_pdf(sheet)))
    links = [
        note.get_object()
        for page in reader.pages[:2]
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) >= len(sheet.references())
    assert all("/URI" not in link.get("/A", {}) for link in links)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_says_that_the_data_are_synthetic(language):
    label = {"es": "DATOS SINTÉTICOS", "en": "SYNTHETIC DATA"}[language]
    reader = PdfReader(io.BytesIO(render_pdf(sample(language))))
    assert len(reader.pages) >= 3
    assert all(label in page.extract_text() for page in reader.pages)
    assert reader.root_object["/Lang"] == language


def test_a_sheet_about_real_people_has_no_such_mark():
    made = render_pdf(replace(sample(), synthetic_note=""))
    assert "SINTÉTICOS" not in text_of(made)
