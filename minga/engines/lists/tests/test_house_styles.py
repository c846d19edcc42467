"""A dozen ways in which organisations keep their lists, each read without being told how."""

import datetime as dt

from minga.engines.lists.headers import Dropped
from minga.engines.lists.rows import State, TallyEntry
from minga.engines.lists.tests.fixtures import TALLY, codes, rows_of, table_of, workbook

HEAD = ["N°", "Nombres y apellidos", "Cédula", "Sexo", "Fecha de nacimiento", "Etnia", "Fecha"]
MARIA = [1, "QUIÑÓNEZ ANGULO, María José", "0801234568", "F", "12/05/1990", "Afro", "03/03/2015"]
LUIS = [2, "CAICEDO MINA, Luis", None, "M", "25/12/1985", "Mestizo", "03/03/2015"]


def test_a_plain_sheet_is_read():
    first, second = rows_of(workbook({"Hoja1": [HEAD, MARIA, LUIS]}))
    assert first.state is State.ACCEPTED, first.problems
    assert (first.person.given_names, first.person.surnames) == ("María José", "Quiñónez Angulo")
    assert first.person.sex == "f"
    assert first.person.birth_on == dt.date(1990, 5, 12)
    assert first.person.groups == ("afro_ecuadorian",)
    assert first.person.document == "0801234568"
    assert first.steps[0].occurred_on == dt.date(2015, 3, 3)
    assert first.steps[0].role == "trainee"
    assert first.steps[0].answers == {"topic": "srhr"}
    assert (first.number, second.number) == (2, 3)


def test_title_rows_totals_blanks_and_repeated_headers_are_dropped_with_a_reason():
    content = workbook(
        {
            "Lista": [
                ["LISTA DE ASISTENCIA AL TALLER"],
                ["Organización:", "Fundación del Río"],
                [],
                HEAD,
                MARIA,
                [],
                HEAD,
                LUIS,
                [3],
                ["TOTAL", 2],
                ["Elaborado por: la coordinadora"],
            ]
        },
        merges=["A1:G1"],
    )
    table = table_of(content)
    assert table.titles[0] == "LISTA DE ASISTENCIA AL TALLER"
    assert [row.dropped for row in table.rows] == [
        None,
        Dropped.BLANK,
        Dropped.REPEATED_HEADER,
        None,
        Dropped.NUMBERED_BLANK,
        Dropped.TOTAL,
        Dropped.NOTE,
    ]
    assert [row.state for row in rows_of(content)] == [State.ACCEPTED] * 2


def test_a_two_line_header_with_merges_is_combined():
    content = workbook(
        {
            "Lista": [
                ["Participante", None, None, "Sexo", "Fecha"],
                ["Primer apellido", "Segundo apellido", "Nombres", None, None],
                ["Mina", "Caicedo", "Rosa", "Mujer", dt.date(2015, 4, 2)],
            ]
        },
        merges=["A1:C1", "D1:D2", "E1:E2"],
    )
    table = table_of(content)
    assert table.headings[0] == "Participante · Primer apellido"
    assert table.headings[3:] == ("Sexo", "Fecha")


def test_tallies_in_two_lines_are_read_with_their_bands():
    content = workbook(
        {
            "Conteo": [
                ["Fecha", "Parroquia", "Mujeres", None, None, "Hombres", None, None],
                [None, None, "0-11", "12-17", "18 y más", "0-11", "12-17", "18 y más"],
                [dt.date(2015, 4, 2), "Mataje", 4, 5, 6, 1, 0, 3],
                ["Total", None, 4, 5, 6, 1, 0, 3],
            ]
        }
    )
    (row,) = rows_of(content, TALLY)
    assert row.person is None
    assert row.state is State.ACCEPTED, row.problems
    assert row.place == "080556"
    assert row.tallies[0] == TallyEntry("f", 0, 12, 4)
    assert row.tallies[2] == TallyEntry("f", 18, None, 6)
    assert sum(tally.count for tally in row.tallies) == 19


def test_a_windows_csv_with_semicolons_is_read():
    head = "Apellidos;Nombres;Género;Edad;Fecha del taller"
    text = f"{head}\r\nMUÑOZ PEÑA;ÁNGEL;Masculino;34;3-mar-15\r\n"
    (row,) = rows_of(text.encode("cp1252"))
    assert row.person.surnames == "Muñoz Peña"
    assert row.person.given_names == "Ángel"
    assert row.person.birth_precision == "year"
    assert row.steps[0].occurred_on == dt.date(2015, 3, 3)
    assert row.state is State.ACCEPTED


def test_a_csv_with_a_byte_order_mark_and_tabs_is_read():
    text = "\ufeffFull name\tSex\tDate\nMina Caicedo, Rosa\tfemale\t2015-03-04\n"
    (row,) = rows_of(text.encode())
    assert row.person.given_names == "Rosa"
    assert row.state is State.ACCEPTED


def test_lost_zeros_come_back_and_wrong_check_digits_are_looked_at():
    rows = rows_of(
        workbook(
            {
                "h": [
                    ["Apellidos", "Nombres", "Cédula", "Fecha"],
                    ["Mina", "Rosa", 801234568, "2015-03-04"],
                    ["Mina", "Ana", 1712345678, "2015-03-04"],
                    ["Mina", "Eva", "27.123.456", "2015-03-04"],
                ]
            }
        )
    )
    assert rows[0].person.document == "0801234568"
    assert rows[0].person.document_type == "cedula"
    assert codes(rows[1]) == ["document_check"]
    assert rows[2].person.document == "27123456"
    assert rows[2].state is State.ACCEPTED


def test_columns_that_are_ticked_are_understood():
    rows = rows_of(
        workbook(
            {
                "h": [
                    ["Apellidos", "Nombres", "Afroecuatoriana", "Indígena", "Mestiza", "Fecha"],
                    ["Mina", "Rosa", "X", None, None, 42067],
                    ["Tapuyo", "Ana", None, "x", None, 42067.0],
                ]
            }
        )
    )
    assert rows[0].person.groups == ("afro_ecuadorian",)
    assert rows[1].person.groups == ("indigenous",)
    assert rows[1].steps[0].occurred_on == dt.date(2015, 3, 4)


def test_month_first_dates_are_told_by_the_column():
    rows = rows_of(
        workbook(
            {
                "h": [
                    ["Apellidos", "Nombres", "Fecha"],
                    ["Mina", "Rosa", "03/04/2015"],
                    ["Mina", "Ana", "03/25/2015"],
                ]
            }
        )
    )
    assert rows[0].steps[0].occurred_on == dt.date(2015, 3, 4)


def test_a_column_that_contradicts_itself_sends_ambiguous_dates_to_review():
    days = ["03/04/2015", "25/03/2015", "03/25/2015"]
    body = [["Mina", "Rosa", day] for day in days]
    rows = rows_of(workbook({"h": [["Apellidos", "Nombres", "Fecha"], *body]}))
    assert [codes(row) for row in rows] == [["date_ambiguous"], [], []]


def test_m_beside_h_is_mujer():
    body = [["Mina", "Rosa", "M", "2015-03-04"], ["Mina", "Luis", "H", "2015-03-04"]]
    rows = rows_of(workbook({"h": [["Apellidos", "Nombres", "Sexo", "Fecha"], *body]}))
    assert [row.person.sex for row in rows] == ["f", "m"]


def test_m_beside_f_is_masculino():
    body = [["Mina", "Rosa", "F", "2015-03-04"], ["Mina", "Luis", "M", "2015-03-04"]]
    rows = rows_of(workbook({"h": [["Apellidos", "Nombres", "Sexo", "Fecha"], *body]}))
    assert [row.person.sex for row in rows] == ["f", "m"]


def test_groups_above_every_column_do_not_hide_the_headings():
    content = workbook(
        {
            "h": [
                ["DATOS SINTÉTICOS"],
                ["No.", "DATOS PERSONALES", None, None, "GENERAL", "FECHAS"],
                [None, "NOMBRES", "APELLIDOS", "SEXO", "PARROQUIA", "FECHA"],
                [1, "Rosa", "Mina", "Mujer", "San Lorenzo - Mataje", 42067],
                ["TOTAL", 1, None, None, None, None],
            ]
        },
        merges=["A1:F1", "B2:D2"],
    )
    (row,) = rows_of(content)
    assert row.state is State.ACCEPTED, row.problems
    assert row.person.surnames == "Mina"
    assert row.place == "080556"


def test_a_place_code_that_lost_its_zero_is_found():
    content = workbook(
        {"h": [["Apellidos", "Nombres", "Parroquia", "Fecha"], ["Mina", "Rosa", 80556, 42067]]}
    )
    assert rows_of(content)[0].place == "080556"


def test_m_alone_is_never_guessed():
    body = [["Mina", "Rosa", "M", "2015-03-04"], ["Mina", "Ana", "M", "2015-03-04"]]
    rows = rows_of(workbook({"h": [["Apellidos", "Nombres", "Sexo", "Fecha"], *body]}))
    assert [row.person.sex for row in rows] == [None, None]
    assert codes(rows[0]) == ["sex_letter"]


def test_names_in_one_column_take_the_order_of_the_column():
    names = ["María José Quiñónez Angulo", "Luis Caicedo Mina", "Carlos De La Cruz Ortiz"]
    body = [[name, "2015-03-04"] for name in names]
    rows = rows_of(workbook({"h": [["Nombre completo", "Fecha"], *body]}))
    assert [row.person.surnames for row in rows] == [
        "Quiñónez Angulo",
        "Caicedo Mina",
        "De La Cruz Ortiz",
    ]


def test_places_with_namesakes_are_told_apart_by_the_canton():
    head = ["Apellidos", "Nombres", "Cantón", "Parroquia", "Fecha"]
    body = [
        ["Mina", "Rosa", "Muisne", "Bolivar", "2015-03-04"],
        ["Mina", "Ana", None, "Bolívar", "2015-03-04"],
        ["Mina", "Eva", "San Lorenzo", None, "2015-03-04"],
        ["Mina", "Luz", None, "Matage", "2015-03-04"],
    ]
    rows = rows_of(workbook({"h": [head, *body]}))
    assert [row.place for row in rows] == ["080351", None, "0805", "080556"]
    assert [codes(row) for row in rows] == [[], ["term_ambiguous"], [], ["term_near"]]


def test_a_row_about_nobody_or_without_a_date_is_rejected():
    body = [
        [None, None, "F", "2015-03-04"],
        ["Mina", "Rosa", "F", None],
        ["Mina", "Ana", "F", "ayer"],
    ]
    rows = rows_of(workbook({"h": [["Apellidos", "Nombres", "Sexo", "Fecha"], *body]}))
    assert [row.state for row in rows] == [State.REJECTED] * 3
    assert [codes(row) for row in rows] == [["nobody"], ["missing"], ["date_unreadable"]]


def test_a_date_and_a_place_above_the_table_hold_for_every_row():
    content = workbook(
        {
            "h": [
                ["Fecha del taller:", dt.date(2015, 4, 2), "Parroquia: Mataje"],
                ["Facilitadora: Nelly Mina"],
                ["Apellidos", "Nombres", "Sexo", "Edad"],
                ["Mina", "Rosa", "Mujer", 30],
            ]
        }
    )
    (row,) = rows_of(content)
    assert row.state is State.ACCEPTED, row.problems
    assert row.steps[0].occurred_on == dt.date(2015, 4, 2)
    assert row.place == "080556"
    assert row.person.birth_on == dt.date(1984, 10, 2)
