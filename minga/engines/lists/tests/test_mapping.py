"""Headings are matched to columns, kept as a small file, and tell the kind of list."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minga.engines.lists.definition import ListKind, Vocabulary
from minga.engines.lists.mapping import ColumnMapping, MappedColumn, guess_kind, suggest
from minga.engines.lists.mapping_file import read_mapping, write_mapping
from minga.engines.lists.tests.fixtures import ROLL, TALLY, VOCABULARIES


def columns(headings, kind=ROLL):
    mapping = suggest(headings, kind, VOCABULARIES)
    return {mapped.heading: mapped.column for mapped in mapping.columns}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("NOMBRES Y APELLIDOS", "full_name"),
        ("Nombres y Apellidos (completos)", "full_name"),
        ("Apellidos y Nombres", "full_name"),
        ("Nro. de Cédula", "document"),
        ("cedula", "document"),
        ("Fecha de Nacimineto", "birth"),
        ("FECHA DE NACIMIENTO (dd/mm/aaaa)", "birth"),
        ("GENERO", "sex"),
        ("Sexo / Sex", "sex"),
        ("Autoidentificacion etnica", "group"),
        ("Apellido paterno", "first_surname"),
        ("Telefono", "phone"),
    ],
)
def test_headings_as_people_write_them_are_recognised(heading, column):
    assert columns([heading]) == {heading: column}


def test_a_heading_that_means_nothing_to_us_is_listed():
    mapping = suggest(["Apellidos", "Talla de camiseta"], ROLL)
    assert mapping.unmapped == ("Talla de camiseta",)
    assert mapping.missing(ROLL) == ("attended_on",)


def test_a_column_that_numbers_the_rows_is_never_taken_for_a_no():
    raw = {
        "list": "roll",
        "title": {"es": "Lista", "en": "Roll"},
        "pathway": "training",
        "steps": [{"step": "attended"}],
        "columns": {
            "date": {"to": "date.attended", "headings": ["Fecha"]},
            "passed": {
                "to": "answer.attended.passed",
                "headings": ["Aprobó"],
                "vocabulary": "yes_no",
            },
        },
    }
    terms = {"yes": {"es": "Sí", "en": "Yes"}, "no": {"es": "No", "en": "No"}}
    answer = {"vocabulary": "yes_no", "title": {"es": "Sí o no", "en": "Yes or no"}, "terms": terms}
    known = {"yes_no": Vocabulary.model_validate(answer)}
    mapping = suggest(["No.", "Fecha", "Aprobó"], ListKind.model_validate(raw), known)
    assert {m.heading: m.column for m in mapping.columns} == {"Fecha": "date", "Aprobó": "passed"}
    assert mapping.unmapped == ()


def test_a_column_of_ours_is_used_once():
    mapping = suggest(["Fecha", "Fecha (2)"], ROLL)
    assert [mapped.heading for mapped in mapping.columns] == ["Fecha"]


def test_age_bands_are_never_confused():
    assert columns(["Mujeres 12-17", "Mujeres 18-29"], TALLY) == {"Mujeres 12-17": "f12"}


def test_the_kind_of_a_list_is_guessed():
    tally = ["Fecha", "Parroquia", "Mujeres 0-11", "Mujeres 12-17", "Hombres 0-11"]
    assert guess_kind(tally, [ROLL, TALLY])[0].kind == "campaign_tally"
    roll = ["Fecha", "Nombres y apellidos", "Cédula", "Parroquia"]
    assert guess_kind(roll, [ROLL, TALLY])[0].kind == "training_roll"
    assert guess_kind(["Saldo", "Cuenta"], [ROLL, TALLY]) == []


def test_what_is_kept_of_a_heading_holds_over_any_suggestion():
    kept, _ = read_mapping("list: training_roll\ncolumns: {Celular: document, Fecha: ignore}")
    mapping = suggest(["Celular", "Cédula", "Fecha", "Fecha del taller"], ROLL, kept=kept)
    assert {m.heading: m.column for m in mapping.columns} == {
        "Celular": "document",
        "Fecha": "ignore",
        "Fecha del taller": "attended_on",
    }
    assert mapping.unmapped == ("Cédula",)


def test_of_two_kept_headings_for_one_column_the_first_that_stands_is_taken():
    kept, _ = read_mapping("list: training_roll\ncolumns: {Nombre: full_name, Quién: full_name}")
    assert suggest(["Quién", "Nombre"], ROLL, kept=kept).columns[0].heading == "Quién"
    assert suggest(["Nombre", "Otro"], ROLL, kept=kept).columns[0].heading == "Nombre"


def test_mappings_of_several_layouts_are_joined():
    first = suggest(["Fecha", "Talla"], ROLL)
    second = suggest(["FECHA", "Cédula", "Talla"], ROLL)
    both = first.joined(second)
    assert [m.heading for m in both.columns] == ["Fecha", "Cédula"]
    assert both.unmapped == ("Talla",)


headings = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@given(
    st.dictionaries(
        headings,
        st.tuples(
            st.sampled_from(sorted(ROLL.columns)),
            st.floats(50, 100).map(lambda score: round(score, 1)),
            st.none() | st.sampled_from(["f", "afro_ecuadorian"]),
        ),
    ),
    st.lists(headings),
    st.sampled_from([None, "dmy", "mdy"]),
)
@example({"No": ("document", 100.0, None), "1e3": ("sex", 100.0, None)}, ["=", "- x", "~"], None)
def test_a_mapping_survives_its_file(chosen, unmapped, dates):
    mapping = ColumnMapping(
        "training_roll",
        tuple(MappedColumn(heading, *rest) for heading, rest in chosen.items()),
        tuple(unmapped),
        {"canton": "San Lorenzo"},
        dates,
    )
    assert read_mapping(write_mapping(mapping)) == (mapping, [])


EDITED = """\
list: training_roll
columns:
  No: ignore
  Nombres: full_nam
  Nombres: given_names
  Sexo: {to: sex, term: ff}
  Etnia: {score: 80}
  Edad: {to: age, score: mucha}
constants:
  canton: Ambato de Arriba
  cantom: San Lorenzo
dates: dm
colums: {}
"""


def test_every_fault_of_an_edited_mapping_is_told_with_its_line():
    _, faults = read_mapping(EDITED, ROLL, VOCABULARIES)
    assert [fault.line for fault in faults] == [4, 5, 6, 7, 8, 10, 11, 12, 13]
    words = [str(fault) for fault in faults]
    assert words[0] == "4: `training_roll` has no column `full_nam`; do you mean `full_name`?"
    assert "stands twice" in words[1]
    assert "do you mean `f`" in words[2] or "choose among" in words[2]
    assert words[-1].endswith("do you mean `columns`?")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("[]", 1),
        ("columns: {}", 1),
        ("list: campaign_tally", 1),
        ("list: training_roll\ncolumns: []", 2),
        ("list: training_roll\ncolumns: {x: [3]}", 2),
        ("list: training_roll\ncolumns:\n  x: 'a", 3),
        ("list: training_roll\ncolumns:\n  ? [a]\n  : b", 3),
        ("list: training_roll\nunmapped: {a: b}", 2),
        ("list:\n", 1),
    ],
)
def test_a_file_that_is_no_mapping_is_told(text, line):
    _, faults = read_mapping(text, ROLL, VOCABULARIES)
    assert faults
    assert faults[0].line == line


@given(st.text())
def test_no_text_breaks_the_reading_of_a_mapping(text):
    read_mapping(text, ROLL, VOCABULARIES)
