"""A file is what is in it, whatever its name ends in; what would be lost in silence is told."""

import io
import zipfile
from pathlib import Path

import pytest

from minga.engines.lists.contents import OLE
from minga.engines.lists.plan import SheetFault, plan_sheets
from minga.engines.lists.reading import UnreadableFile, read_sheets
from minga.engines.lists.tests.fixtures import ROLL, TALLY, VOCABULARIES, rows_of, workbook
from minga.engines.lists.tests.test_hostile_files import SHEET, changed

FILES = Path(__file__).parent / "files"
HEAD = ["Apellidos", "Nombres", "Cédula", "Sexo", "Parroquia", "Fecha"]
ROSA = ["Mina", "Rosa", "0801234568", "Mujer", "Mataje", "03/03/2015"]
LIST = workbook({"h": [HEAD, ROSA]})


def with_cell(cell):
    """The list with its second row begun otherwise."""
    start = changed(LIST, SHEET, lambda d: d[: d.index(b'<c r="A2"')] + b"@@" + d[_end(d) :])
    return changed(start, SHEET, lambda d: d.replace(b"@@", cell))


def _end(sheet):
    return sheet.index(b"</c>", sheet.index(b'<c r="A2"')) + 4


def with_member(content, name, data):
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def plans(content, **kinds):
    wanted = {"training_roll": ROLL, "campaign_tally": TALLY, **kinds}
    return plan_sheets(read_sheets(content), wanted, VOCABULARIES, kept={})


def remarks(content):
    return [(left.reason, left.many, left.first) for left in plans(content)[0].left_out]


def test_a_workbook_of_the_older_kind_is_read_like_any_other():
    rows = rows_of((FILES / "asistencia.xls").read_bytes())
    assert [row.steps[0].occurred_on.isoformat() for row in rows] == ["2015-03-03"] * 2
    assert [row.person.document for row in rows] == ["0801234568", "0812345676"]
    assert [row.place for row in rows] == ["080556"] * 2


@pytest.mark.parametrize("name", ["lista.csv", "lista.xls", "lista", "lista.pdf"])
def test_the_ending_of_a_name_says_nothing(name):
    (sheet,) = read_sheets(LIST, name=name)
    assert len(list(sheet.rows)) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((FILES / "con_clave.xlsx").read_bytes(), "password"),
        (b"<html><table><tr><td>Apellidos</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?><Workbook/>", "web page"),
        ("<html></html>".encode("utf-16"), "web page"),
        (b"%PDF-1.4 ...", "document or a picture"),
        (b"\x89PNG\r\n\x1a\n", "document or a picture"),
        (OLE + b"..." + "WordDocument".encode("utf-16-le"), "document or a picture"),
        (with_cell(b'<c r="A2"><f>B2&amp;"x"</f></c>'), "Cell A2 holds a formula"),
        (with_cell(b'<c r="A2"><f>B2</f><v/></c>'), "Cell A2 holds a formula"),
        (with_cell(b'<c r="A2"><f t="shared" si="0"/><v></v></c>'), "Cell A2 holds a formula"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, words):
    with pytest.raises(UnreadableFile, match=words) as caught:
        list(read_sheets(content, name="lista.xls"))
    assert caught.value.message.es


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (b'<c r="A2" t="str"><f>UPPER("Mina")</f><v>MINA</v></c>', "MINA"),
        (b'<c r="A2" t="str"><f>IF(1,"")</f><v></v></c>', None),
        (b'<c r="A2" s="4"><f ca="1">SUM(B1:B2)</f><v>7</v></c>', 7.0),
    ],
)
def test_a_formula_with_its_result_is_the_result(cell, value):
    (sheet,) = read_sheets(with_cell(cell))
    assert list(sheet.rows)[1].cells[0] == value


def test_a_formula_is_found_wherever_a_piece_of_the_file_ends(monkeypatch):
    content = with_cell(b'<c r="A2" s="1"><f>CONCATENATE(B2, C2)</f></c>')
    for size in range(40, 90):
        monkeypatch.setattr("minga.engines.lists.archives._CHUNK", size)
        with pytest.raises(UnreadableFile, match="Cell A2"):
            list(read_sheets(content))


def test_macros_are_told_and_only_the_values_read():
    content = with_member(LIST, "xl/vbaProject.bin", b"Sub Auto_Open()")
    assert remarks(content) == [("macros", 1, ())]
    assert plans(content)[0].rows == 1
    assert remarks(LIST) == []


def test_errors_of_formulas_are_told_with_their_rows():
    content = with_cell(b'<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    assert remarks(content) == [("errors", 1, (2,))]


def test_a_sheet_that_may_be_two_kinds_of_list_is_asked_about():
    twin = ROLL.model_copy(update={"code": "peace_roll"})
    (plan,) = plans(LIST, peace_roll=twin)
    assert (plan.fault, plan.kind, plan.rivals) == (
        SheetFault.UNSURE,
        "peace_roll",
        ("training_roll",),
    )
    kinds = {"training_roll": ROLL, "peace_roll": twin}
    (named,) = plan_sheets(read_sheets(LIST), kinds, VOCABULARIES, kept={}, named="training_roll")
    assert (named.fault, named.kind) == (None, "training_roll")
    kept = {"training_roll": named.mapping}
    (again,) = plan_sheets(read_sheets(LIST), kinds, VOCABULARIES, kept=kept)
    assert (again.fault, again.kind) == (None, "training_roll")
