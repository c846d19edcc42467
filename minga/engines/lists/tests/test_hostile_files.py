"""Files that would fill the memory, and files that are none, are refused in words."""

import io
import weakref
import zipfile

import pytest

from minga.engines.lists.mapping import suggest
from minga.engines.lists.reader import ListReader
from minga.engines.lists.reading import Limits, UnreadableFile, decode, find_delimiter, read_sheets
from minga.engines.lists.tests.fixtures import ROLL, TODAY, VOCABULARIES, table_of, workbook


def changed(content, member, replace):
    """The archive with one member changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, replace(data) if name == member else data)
    return stream.getvalue()


def everything(content, limits):
    """Every row of every sheet."""
    return [list(sheet.rows) for sheet in read_sheets(content, limits=limits)]


PLAIN = workbook({"h": [["Apellidos", "Nombres"], ["Mina", "Rosa"]]})
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"\xd0\xcf\x11\xe0 no workbook", "damaged"),
        (PLAIN[: len(PLAIN) // 2], "damaged"),
        (changed(PLAIN, SHEET, lambda d: d.replace(b'r="B2"', b'r="XFD1048576"')), "reaches row"),
        (changed(PLAIN, SHEET, lambda d: d.replace(b'r="B2"', b"r='XFD1048576'")), "reaches row"),
        (changed(PLAIN, SHEET, lambda d: d.replace(b'r="B2"', b'r="&#88;FD104"')), "damaged"),
        (changed(PLAIN, SHEET, lambda d: d.decode().encode("utf-16")), "damaged"),
        (changed(PLAIN, SHEET, lambda d: d + b" " * 2_000_000), "huge"),
        (b"a;b\n\0;c", "damaged"),
        (b'a;"' + b"x" * 200_000 + b'";c', "damaged"),
        (b"a,b\n" * 3_000, "too large"),
    ],
)
def test_hostile_and_broken_files_are_refused(content, words):
    limits = Limits(unpacked_bytes=1_000_000, rows=2_000, columns=100)
    with pytest.raises(UnreadableFile, match=words) as caught:
        everything(content, limits)
    assert caught.value.message.es


def test_encodings_and_delimiters_are_told_apart():
    assert decode("Muñoz".encode()) == decode("Muñoz".encode("cp1252")) == "Muñoz"
    assert decode("Muñoz".encode("utf-16")) == decode("Muñoz".encode("utf-8-sig")) == "Muñoz"
    assert find_delimiter("a;b\n1,5;2,7\n") == (";", 0)
    assert find_delimiter("sep=,\na,b\n") == (",", 1)
    assert find_delimiter("a\tb\n1\t2\n") == ("\t", 0)


def test_several_sheets_and_hidden_ones_are_told_apart():
    content = workbook({"Enero": [["a", "b"]], "Febrero": [["a", "b"]]})
    assert [(sheet.name, sheet.hidden) for sheet in read_sheets(content)] == [
        ("Enero", False),
        ("Febrero", False),
    ]


def test_a_sheet_without_a_table_has_none():
    assert table_of(workbook({"h": [["Solo un título"], [1, 2, 3]]})) is None


def test_a_table_that_starts_to_the_right_keeps_its_columns():
    content = workbook({"h": [[], [None, None, "Apellidos", "Nombres", "Fecha"]]})
    assert table_of(content).headings == ("", "", "Apellidos", "Nombres", "Fecha")


def test_rows_are_read_one_by_one_and_not_kept():
    lines = (f"Mina Caicedo, Rosa;{i % 28 + 1}/03/2015\n" for i in range(3_000))
    table = table_of(("Nombre completo;Fecha\n" + "".join(lines)).encode())
    mapping = suggest(table.headings, ROLL, VOCABULARIES)
    reader = ListReader(table, ROLL, mapping, VOCABULARIES, received_on=TODAY)
    alive = [weakref.ref(row) for row in reader.rows()]
    assert len(alive) == 3_000
    assert sum(row() is not None for row in alive) <= 1
