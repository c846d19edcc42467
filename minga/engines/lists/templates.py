"""The workbook that we would like partners to use: lists with drop-downs, and instructions."""

from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from minga.engines.definition import Text
from minga.engines.lists.definition import Column, ListKind, ValueType, Vocabulary
from minga.engines.lists.reading import INSTRUCTIONS, VALUES
from minga.engines.lists.workbooks import HEAD, HEAD_FILL, WRAP, free_name, harmless, saved

TEMPLATE_ROWS = 1_000
"""How many rows of the template have drop-downs."""

_REQUIRED_FILL = PatternFill("solid", fgColor="8A3B12")
_PARTS = frozenset(("person.given_names", "person.surnames"))
_OTHER_NAMES = frozenset(("person.full_name", "person.first_surname", "person.second_surname"))
_AS_TEXT = frozenset(
    ("person.document", "person.phone", "case.code", "gathering.code", "person.code")
)

_HOW = (
    Text(
        es="Una fila por persona o hecho. No deje títulos ni totales dentro de la lista.",
        en="One row per person or event. Leave no titles or totals within the list.",
    ),
    Text(
        es="Las columnas de encabezado rojizo son obligatorias. Lo que no se sabe queda vacío.",
        en="Columns with a reddish heading are required. What is not known stays empty.",
    ),
    Text(
        es="Escriba cada fecha como día/mes/año. No cambie los encabezados.",
        en="Write each date as day/month/year. Do not change the headings.",
    ),
)
_COLUMNS = (
    Text(es="Columna", en="Column"),
    Text(es="Qué escribir", en="What to write"),
    Text(es="Valores", en="Values"),
)
_REQUIRED = Text(es="{what} (obligatorio)", en="{what} (required)")
_SEVERAL = Text(
    es="Uno o varios de la lista, separados por punto y coma",
    en="One or more of the list, with semicolons between them",
)
_FULL_NAME = Text(es="APELLIDOS, Nombres", en="SURNAMES, Given names")
_DOCUMENT = Text(es="Número completo, con sus ceros", en="The whole number, with its zeros")
_AGE = Text(es="Años cumplidos", en="Completed years")
_DATE = Text(es="día/mes/año: 05/03/2015", en="day/month/year: 05/03/2015")
_CHOICE = Text(es="Elija de la lista", en="Choose from the list")
_COUNT = Text(es="Cuántas personas; 0 si nadie", en="How many people; 0 if nobody")
_CODE = Text(
    es="Su propio código, siempre el mismo para lo mismo",
    en="Your own code, always the same for the same thing",
)
_FREE = Text(es="Texto o número", en="Text or number")


def write_template(
    kinds: Sequence[ListKind],
    vocabularies: Mapping[str, Vocabulary],
    *,
    language: str = "es",
    mark: str = "",
) -> bytes:
    """A workbook with a sheet for each kind of list, in one language.

    `mark` (such as a notice that data is synthetic) stands above each list when given.
    """
    book = Workbook()
    del book["Sheet"]
    used = {INSTRUCTIONS.casefold(), VALUES.casefold()}
    sheets = [
        (kind, book.create_sheet(free_name(kind.title.in_language(language), used)))
        for kind in kinds
    ]
    values: Worksheet = book.create_sheet(VALUES)
    values.sheet_state = "hidden"
    offered = _DropDowns(values, vocabularies, language)
    for kind, sheet in sheets:
        _list_sheet(sheet, kind, offered, mark)
    _instructions(book.create_sheet(INSTRUCTIONS), kinds, vocabularies, language, mark)
    return saved(book)


def columns_of(kind: ListKind) -> list[Column]:
    """The columns that the template shows; of several ways to write a name, the one in parts."""
    wanted = [column for column in kind.columns.values() if column.to != "ignore"]
    if {column.to for column in wanted} >= _PARTS:
        wanted = [column for column in wanted if column.to not in _OTHER_NAMES]
    return wanted


class _DropDowns:
    """The terms of vocabularies, each once on the hidden sheet."""

    def __init__(
        self, values: Worksheet, vocabularies: Mapping[str, Vocabulary], language: str
    ) -> None:
        self.values = values
        self.vocabularies = vocabularies
        self.language = language
        self.ranges: dict[str, str] = {}

    def of(self, column: Column) -> str | None:
        """The range that a column chooses from."""
        vocabulary = self.vocabularies.get(column.vocabulary_code or "")
        if vocabulary is None or not vocabulary.terms:
            return None
        if vocabulary.code not in self.ranges:
            terms = list(dict.fromkeys(_terms(vocabulary, self.language)))
            place = len(self.ranges) + 1
            for row, term in enumerate(terms, start=1):
                self.values.cell(row, place, harmless(term))
            letter = get_column_letter(place)
            self.ranges[vocabulary.code] = f"'{VALUES}'!${letter}$1:${letter}${len(terms)}"
        return self.ranges[vocabulary.code]


def _terms(vocabulary: Vocabulary, language: str) -> Iterable[str]:
    return (term.en if language == "en" else term.es for term in vocabulary.terms.values())


def _list_sheet(sheet: Worksheet, kind: ListKind, offered: _DropDowns, mark: str) -> None:
    columns = columns_of(kind)
    top = 1
    if mark:
        sheet.append([harmless(mark)])
        top = 2
    sheet.append([column.heading(offered.language) for column in columns])
    for place, column in enumerate(columns, start=1):
        _dress(sheet, place, top, column)
        choices = offered.of(column)
        if choices is not None:
            rule = DataValidation(type="list", formula1=choices, allow_blank=True)
            rule.showErrorMessage = not _several(column)
            letter = get_column_letter(place)
            rule.add(f"{letter}{top + 1}:{letter}{top + TEMPLATE_ROWS}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = f"A{top + 1}"


def _dress(sheet: Worksheet, place: int, top: int, column: Column) -> None:
    head = sheet.cell(top, place)
    head.font = HEAD
    head.fill = _REQUIRED_FILL if column.required else HEAD_FILL
    head.alignment = WRAP
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width = max(14, min(40, len(str(head.value)) + 4))
    if _is_date(column):
        dimension.number_format = "DD/MM/YYYY"
    elif column.to in _AS_TEXT:
        dimension.number_format = "@"


def _is_date(column: Column) -> bool:
    dated = column.target.kind == "date" or column.to == "person.birth_on"
    return dated or column.type is ValueType.DATE


def _several(column: Column) -> bool:
    return column.several or column.to in {"person.group", "person.status"}


def _instructions(
    sheet: Worksheet,
    kinds: Sequence[ListKind],
    vocabularies: Mapping[str, Vocabulary],
    language: str,
    mark: str,
) -> None:
    heads: list[int] = []
    if mark:
        sheet.append([harmless(mark)])
    for words in _HOW:
        sheet.append([words.in_language(language)])
    for kind in kinds:
        sheet.append([])
        sheet.append([kind.title.in_language(language)])
        sheet.append([words.in_language(language) for words in _COLUMNS])
        heads += [sheet.max_row - 1, sheet.max_row]
        for column in columns_of(kind):
            vocabulary = vocabularies.get(column.vocabulary_code or "")
            listed = "; ".join(_terms(vocabulary, language)) if vocabulary else ""
            guidance = _guidance(column).in_language(language)
            row = [column.heading(language), guidance, listed]
            sheet.append([harmless(words) for words in row])
    for letter, width in (("A", 36), ("B", 60), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    for cells in sheet.iter_rows(min_row=len(_HOW) + 2):
        for cell in cells:
            cell.alignment = WRAP
            cell.font = Font(bold=cell.row in heads)


def _guidance(column: Column) -> Text:
    words = _what(column)
    if not column.required:
        return words
    return Text(es=_REQUIRED.es.format(what=words.es), en=_REQUIRED.en.format(what=words.en))


_BY_TARGET = {
    "person.full_name": _FULL_NAME,
    "person.document": _DOCUMENT,
    "person.age": _AGE,
    "case.code": _CODE,
    "person.code": _CODE,
    "gathering.code": _CODE,
}


def _what(column: Column) -> Text:
    if column.to in _BY_TARGET:
        return _BY_TARGET[column.to]
    if _is_date(column):
        return _DATE
    if column.vocabulary_code:
        return _SEVERAL if _several(column) else _CHOICE
    return _COUNT if column.target.kind == "tally" else _FREE
