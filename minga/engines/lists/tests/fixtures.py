"""A kind of list, a tally kind, vocabularies and a maker of workbooks for the tests."""

import datetime as dt
import io

import openpyxl
import yaml

from minga.engines.lists.definition import ListKind, Vocabulary
from minga.engines.lists.headers import find_table
from minga.engines.lists.mapping import suggest
from minga.engines.lists.reader import ListReader
from minga.engines.lists.reading import read_sheets

TODAY = dt.date(2016, 12, 31)

ROLL = ListKind.model_validate(
    yaml.safe_load("""
list: training_roll
title: {es: Lista de asistencia, en: Attendance roll}
pathway: training
subject: registration
steps: [{step: attended, date: attended_on, role: trainee, answers: {topic: srhr}}]
columns:
  full_name: {to: person.full_name, headings: [Nombres y apellidos, Nombre completo,
    Apellidos y nombres, Participante, Full name]}
  given_names: {to: person.given_names, headings: [Nombres, Given names]}
  surnames: {to: person.surnames, headings: [Apellidos, Surnames]}
  first_surname: {to: person.first_surname, headings: [Primer apellido, Apellido paterno]}
  second_surname: {to: person.second_surname, headings: [Segundo apellido, Apellido materno]}
  document: {to: person.document, headings: [Cédula, No. de cédula, Documento de identidad,
    ID number]}
  document_type: {to: person.document_type, headings: [Tipo de documento, Document type]}
  phone: {to: person.phone, headings: [Teléfono, Celular, Phone]}
  sex: {to: person.sex, headings: [Sexo, Género, Sex]}
  birth: {to: person.birth_on, headings: [Fecha de nacimiento, F. nac., Date of birth]}
  age: {to: person.age, headings: [Edad, Age]}
  group: {to: person.group, headings: [Autoidentificación étnica, Etnia, Ethnicity]}
  status: {to: person.status, headings: [Condición, Situación migratoria, Status]}
  canton: {to: place, headings: [Cantón, Canton]}
  parish: {to: place, headings: [Parroquia, Parish]}
  attended_on: {to: date.attended, headings: [Fecha, Fecha del taller, Date], required: true}
  hours: {to: answer.attended.hours, headings: [Horas, Hours], type: decimal}
  signature: {to: ignore, headings: [Firma, Signature]}
""")
)

TALLY = ListKind.model_validate(
    yaml.safe_load("""
list: campaign_tally
title: {es: Conteo de campaña, en: Campaign tally}
pathway: dissemination
subject: none
steps: [{step: held, date: held_on}]
columns:
  held_on: {to: date.held, headings: [Fecha, Date]}
  parish: {to: place, headings: [Parroquia]}
  f0: {to: tally.f.0, headings: [Mujeres 0-11, Women 0-11]}
  f12: {to: tally.f.12, headings: [Mujeres 12-17]}
  f18: {to: tally.f.18, headings: [Mujeres 18 y más]}
  m0: {to: tally.m.0, headings: [Hombres 0-11]}
  m12: {to: tally.m.12, headings: [Hombres 12-17]}
  m18: {to: tally.m.18, headings: [Hombres 18 y más]}
""")
)

VOCABULARIES = {
    name: Vocabulary.model_validate(
        {"vocabulary": name, "title": {"es": name, "en": name}, **terms}
    )
    for name, terms in yaml.safe_load("""
sex: {terms: {f: {es: Mujer, en: Woman, synonyms: [F, Femenino, Female]},
  m: {es: Hombre, en: Man, synonyms: [M, H, Masculino, Male]}}}
group: {terms: {
  afro_ecuadorian: {es: Afroecuatoriano, en: Afro-Ecuadorian,
    synonyms: [Afro, Negra, Afroecuatoriana]},
  indigenous: {es: Indígena, en: Indigenous, synonyms: [Chachi, Awá]},
  mestizo: {es: Mestizo, en: Mestizo, synonyms: [Mestiza]}}}
status: {terms: {refugee: {es: Refugiado, en: Refugee, synonyms: [Refugiada]},
  host_community: {es: Comunidad de acogida, en: Host community, synonyms: [Ecuatoriano]}}}
document_type: {terms: {cedula: {es: Cédula, en: Identity card, synonyms: [CI]},
  foreign: {es: Documento extranjero, en: Foreign document, synonyms: [Cédula colombiana]},
  passport: {es: Pasaporte, en: Passport}}}
place: {terms: {"0805": {es: San Lorenzo, en: San Lorenzo},
  "080550": {es: San Lorenzo, en: San Lorenzo, within: "0805"},
  "080556": {es: Mataje, en: Mataje, within: "0805"},
  "0803": {es: Muisne, en: Muisne}, "080351": {es: Bolívar, en: Bolívar, within: "0803"},
  "0401": {es: Carchi, en: Carchi}, "040151": {es: Bolívar, en: Bolívar, within: "0401"}}}
""").items()
}


def workbook(sheets, merges=()):
    """An XLSX as bytes: `sheets` is {name: rows}; merges apply to the first sheet."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            cell.data_type = "s"  # somebody wrote `=1+1` as text; formulas have tests of their own
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table_of(content, kind=ROLL, name="lista.csv"):
    """The table of a file's first sheet."""
    sheet = next(read_sheets(content, name=name))
    known = [heading for column in kind.columns.values() for heading in column.headings]
    return find_table(sheet, known=known)


def rows_of(content, kind=ROLL, **changes):
    """Every row of a file's first sheet, read under the mapping suggested."""
    table = table_of(content, kind)
    mapping = suggest(table.headings, kind, VOCABULARIES)
    reader = ListReader(table, kind, mapping, VOCABULARIES, received_on=TODAY, **changes)
    return list(reader.rows())


def codes(row):
    """The codes of a row's problems."""
    return [problem.code for problem in row.problems]
