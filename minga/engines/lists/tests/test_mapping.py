"""Headings are matched to columns, kept as a small file, and tell the kind of list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.engines.lists.mapping import ColumnMapping, MappedColumn, guess_kind, suggest
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
def test_a_mapping_survives_its_file(chosen, unmapped, dates):
    mapping = ColumnMapping(
        "training_roll",
        tuple(MappedColumn(heading, *rest) for heading, rest in chosen.items()),
        tuple(unmapped),
        {"canton": "San Lorenzo"},
        dates,
    )
    assert ColumnMapping.from_yaml(mapping.to_yaml()) == mapping


@pytest.mark.parametrize(
    "text",
    ["[]", "list: 3", "list: a\ncolumns: []", "list: a\ncolumns: {x: 3}", "list: a\ndates: dm"],
)
def test_a_mapping_that_is_none_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"\w+"):
        ColumnMapping.from_yaml(text)
