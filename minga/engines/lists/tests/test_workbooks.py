"""Corrections tie back, and nothing goes out as a formula."""

import io

import openpyxl

from minga.engines.lists.mapping import suggest
from minga.engines.lists.reader import ListReader
from minga.engines.lists.rows import State
from minga.engines.lists.survey import settled, survey
from minga.engines.lists.tests.fixtures import (
    ROLL,
    TODAY,
    VOCABULARIES,
    rows_of,
    table_of,
    workbook,
)
from minga.engines.lists.workbooks import (
    CorrectionSheet,
    harmless,
    write_corrections,
)


def corrections(content):
    rows = [row for row in rows_of(content) if row.state is not State.ACCEPTED]
    headings = table_of(content).headings
    ids = [(f"r{row.number}", row) for row in rows]
    return write_corrections([CorrectionSheet("Lista: 1/2", headings, ids)])


BODY = [
    ["Apellidos", "Nombres", "Sexo", "Cédula", "Fecha"],
    ["Mina", "Rosa", "F", None, "03/04/2015"],
    ["Mina", "Ana", "Femnino", None, "03/25/2015"],
    ["=1+1", "Eva", "F", "@SUM(A1)", "03/04/2015"],
]


def test_only_troubled_rows_go_back_with_marks_and_comments():
    sheet = openpyxl.load_workbook(io.BytesIO(corrections(workbook({"h": BODY})))).worksheets[0]
    assert sheet.column_dimensions["A"].hidden
    assert [cell.value for cell in sheet["A"]] == ["minga_row", "r3"] + ["r4"] * (sheet.max_row > 2)
    assert sheet["D2"].comment is not None
    assert "Mujer" in sheet["D2"].comment.text
    assert sheet["D2"].fill.fgColor.rgb.endswith("FFF2CC")
    assert sheet["B2"].comment is None


def test_nothing_goes_out_as_a_formula():
    body = [*BODY, ["'=1+1", "@Eva", "-otra", '=HYPERLINK("http://x")', "ayer"]]
    content = corrections(workbook({"h": body}))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
    assert harmless("\x00=1\x07") == "'=1"


def test_a_corrected_row_ties_back_and_keeps_the_order_of_its_old_column():
    content = workbook({"h": BODY[:3]})
    table = table_of(content)
    mapping = suggest(table.headings, ROLL, VOCABULARIES)
    mapping = settled(mapping, [survey(table, ROLL, mapping)])
    assert mapping.dates == "mdy"
    book = openpyxl.load_workbook(io.BytesIO(corrections(content)))
    book.worksheets[0]["D2"] = "Mujer"
    book.worksheets[0]["F2"] = "03/05/2015"
    stream = io.BytesIO()
    book.save(stream)
    again = table_of(stream.getvalue())
    reader = ListReader(again, ROLL, mapping, VOCABULARIES, received_on=TODAY)
    (row,) = reader.rows()
    assert row.row_id == "r3"
    assert row.state is State.ACCEPTED, row.problems
    assert row.steps[0].occurred_on is not None
    assert row.steps[0].occurred_on.isoformat() == "2015-03-05"
