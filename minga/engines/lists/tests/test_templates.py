"""The workbook that partners are asked to use comes back readable, in either language."""

import io

import openpyxl
import pytest

from minga.engines.lists.headers import find_table
from minga.engines.lists.mapping import suggest
from minga.engines.lists.plan import SheetFault, plan_sheets
from minga.engines.lists.reader import ListReader
from minga.engines.lists.reading import read_sheets
from minga.engines.lists.rows import State
from minga.engines.lists.templates import columns_of, write_template
from minga.engines.lists.tests.fixtures import ROLL, TALLY, TODAY, VOCABULARIES

MARK = "DATOS SINTÉTICOS / SYNTHETIC"


def written(*kinds, language="es", mark=MARK):
    return write_template(kinds, VOCABULARIES, language=language, mark=mark)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_template_maps_onto_itself(language):
    for kind in (ROLL, TALLY):
        sheets = [s for s in read_sheets(written(kind, language=language)) if not s.hidden]
        assert [sheet.name for sheet in sheets] == [kind.title.in_language(language)]
        table = find_table(sheets[0])
        assert table is not None
        mapping = suggest(table.headings, kind, VOCABULARIES)
        assert mapping.unmapped == ()
        found = [kind.columns[mapped.column] for mapped in mapping.columns]
        assert found == columns_of(kind)


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("es", {"surnames": "Mina", "given_names": "Rosa", "sex": "Mujer", "parish": "Mataje"}),
        ("en", {"surnames": "Mina", "given_names": "Rosa", "sex": "Woman", "parish": "Mataje"}),
    ],
)
def test_what_is_chosen_from_its_drop_downs_is_read(language, row):
    book = opened(written(ROLL, language=language))
    row["attended_on"] = "03/03/2015"
    shown = [code for code, column in ROLL.columns.items() if column in columns_of(ROLL)]
    book.worksheets[0].append([row.get(code) for code in shown])
    stream = io.BytesIO()
    book.save(stream)
    (sheet, *_) = read_sheets(stream.getvalue())
    table = find_table(sheet)
    assert table is not None
    mapping = suggest(table.headings, ROLL, VOCABULARIES)
    (read,) = ListReader(table, ROLL, mapping, VOCABULARIES, received_on=TODAY).rows()
    assert (read.state, read.place) == (State.ACCEPTED, "080556")
    assert read.person is not None
    assert read.person.sex == "f"


@pytest.mark.parametrize(
    ("language", "terms", "required"),
    [("es", ["Mujer", "Hombre"], "obligatorio"), ("en", ["Woman", "Man"], "required")],
)
def test_the_template_offers_the_terms_and_says_how(language, terms, required):
    book = opened(written(ROLL, language=language))
    rules = book.worksheets[0].data_validations.dataValidation
    assert any("_valores" in rule.formula1 for rule in rules)
    assert book["_valores"].sheet_state == "hidden"
    assert terms in [[c.value for c in column if c.value] for column in book["_valores"].columns]
    guidance = [str(cell.value) for cell in book["Instrucciones"]["B"]]
    assert any(required in words for words in guidance)


def test_a_pathway_has_a_sheet_for_each_of_its_lists():
    content = written(ROLL, TALLY)
    kinds = {kind.code: kind for kind in (ROLL, TALLY)}
    plans = plan_sheets(read_sheets(content), kinds, VOCABULARIES, kept={})
    assert [plan.kind for plan in plans][:2] == [ROLL.code, TALLY.code]
    assert {plan.fault for plan in plans} == {SheetFault.NO_ROWS, SheetFault.OURS}
    book = opened(content)
    assert [book.worksheets[i]["A1"].value for i in (0, 1, 3)] == [MARK] * 3
