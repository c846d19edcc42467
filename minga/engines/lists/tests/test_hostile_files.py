"""Files that would fill the memory, and files that are none, are refused in words."""

import io
import time
import zipfile

import pytest

from minga.engines.lists.reading import Limits, UnreadableFile, decode, find_delimiter, read_sheets
from minga.engines.lists.tests.fixtures import ROLL, rows_of, table_of, workbook


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


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_well_under_a_minute():
    head = ";".join(ROLL.columns[c].headings[0] for c in ("full_name", "document", "sex"))
    line = "QUIÑÓNEZ ANGULO, María José;080123456{i};Mujer;{d}/05/1990;Afro;Mataje;0{m}/03/2015\n"
    lines = (line.format(i=i % 10, d=i % 28 + 1, m=i % 9 + 1) for i in range(100_000))
    text = head + ";Fecha de nacimiento;Etnia;Parroquia;Fecha\n" + "".join(lines)
    begun = time.perf_counter()
    assert len(rows_of(text.encode("cp1252"))) == 100_000
    assert time.perf_counter() - begun < 40
