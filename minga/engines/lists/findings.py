"""What is wrong with a cell, in words that tell a partner how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from minga.engines.definition import Text

T = TypeVar("T")


class Severity(StrEnum):
    """Whether a person should look at the row, or the row cannot be taken."""

    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True)
class Finding:
    """Something that a reading of one cell found; `code` is a key of the wordings below."""

    code: str
    details: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.REVIEW

    def words(self) -> tuple[Text, Text]:
        """What is wrong, and how to mend it."""
        message, mend = _WORDINGS[self.code]
        known = dict(self.details)
        return message.filled(**known), mend.filled(**known)


class Reading(NamedTuple, Generic[T]):
    """What a cell was read as; a finding beside a value means: look at it before trusting it."""

    value: T | None
    finding: Finding | None = None


def finding(code: str, severity: Severity = Severity.REVIEW, **details: str) -> Finding:
    """A finding with the details that its wording names."""
    return Finding(code, tuple(details.items()), severity)


@dataclass(frozen=True)
class Problem:
    """A problem of a row as the partner sees it."""

    column: str
    """The partner's heading, or our column's where the partner has none."""
    cell: str
    message: Text
    mend: Text
    severity: Severity
    code: str = ""
    index: int | None = None
    """The column on the sheet, from 0; None where the row as a whole is meant."""


def wording(code: str) -> tuple[Text, Text]:
    """What a problem is and how to mend it, without what the cell says: for everybody to read."""
    details = {"cell", "guess", "guesses", "one", "other", "date", "age"}
    unsaid = dict.fromkeys(details, "…")
    message, mend = (words.filled(**unsaid) for words in _WORDINGS[code])
    return Text(es=message.es.replace("….", "…"), en=message.en.replace("….", "…")), mend


def _pair(es: str, en: str, mend_es: str, mend_en: str) -> tuple[Text, Text]:
    return Text(es=es, en=en), Text(es=mend_es, en=mend_en)


_WORDINGS: Mapping[str, tuple[Text, Text]] = {
    "missing": _pair(
        "Falta un dato obligatorio.",
        "A required value is missing.",
        "Escriba el dato.",
        "Write the value.",
    ),
    "nobody": _pair(
        "La fila no dice de quién se trata.",
        "The row does not say who it is about.",
        "Escriba nombres y apellidos, o borre la fila.",
        "Write given names and surnames, or delete the row.",
    ),
    "no_date": _pair(
        "No se sabe cuándo ocurrió.",
        "It is not known when this happened.",
        "Escriba la fecha como día/mes/año.",
        "Write the date as day/month/year.",
    ),
    "date_unreadable": _pair(
        "No se entiende la fecha «{cell}».",
        "The date '{cell}' cannot be understood.",
        "Escríbala como día/mes/año, por ejemplo 05/03/2015.",
        "Write it as day/month/year, for example 05/03/2015.",
    ),
    "date_ambiguous": _pair(
        "La fecha puede ser {one} o {other}.",
        "The date may be {one} or {other}.",
        "Escríbala con el mes en letras.",
        "Write the month as a word.",
    ),
    "date_coarse": _pair(
        "La fecha no dice el día.",
        "The date does not give the day.",
        "Escriba día, mes y año.",
        "Write day, month and year.",
    ),
    "date_out_of_range": _pair(
        "La fecha {date} queda fuera de lo posible.",
        "The date {date} is out of range.",
        "Revise el año.",
        "Check the year.",
    ),
    "age_unreadable": _pair(
        "No se entiende la edad «{cell}».",
        "The age '{cell}' cannot be understood.",
        "Escriba la edad en años cumplidos.",
        "Write the age in completed years.",
    ),
    "age_disagrees": _pair(
        "La edad ({age}) no coincide con la fecha de nacimiento.",
        "The age ({age}) does not agree with the date of birth.",
        "Corrija la edad o la fecha.",
        "Correct the age or the date.",
    ),
    "document_check": _pair(
        "El número de cédula no es válido: el dígito verificador no coincide.",
        "The cédula number is not valid: its check digit does not match.",
        "Revise el número; si el documento es extranjero, escriba de qué tipo es.",
        "Check the number; if the document is foreign, write its type.",
    ),
    "document_unreadable": _pair(
        "No se entiende el número de documento «{cell}».",
        "The document number '{cell}' cannot be understood.",
        "Escriba solo el número del documento.",
        "Write the document's number only.",
    ),
    "phone_unreadable": _pair(
        "No se entiende el teléfono «{cell}».",
        "The telephone number '{cell}' cannot be understood.",
        "Escriba el número con prefijo, por ejemplo 0991234567.",
        "Write the number with its prefix, for example 0991234567.",
    ),
    "term_near": _pair(
        "«{cell}» no está en la lista de valores; parece «{guess}».",
        "'{cell}' is not among the values; it looks like '{guess}'.",
        "Confirme o elija un valor de la lista.",
        "Confirm it or choose a value from the list.",
    ),
    "term_ambiguous": _pair(
        "«{cell}» puede significar: {guesses}.",
        "'{cell}' may mean: {guesses}.",
        "Elija uno de esos valores.",
        "Choose one of those values.",
    ),
    "term_unknown": _pair(
        "«{cell}» no está en la lista de valores.",
        "'{cell}' is not among the values.",
        "Elija un valor de la lista.",
        "Choose a value from the list.",
    ),
    "number_unreadable": _pair(
        "No se entiende el número «{cell}».",
        "The number '{cell}' cannot be understood.",
        "Escriba solo cifras.",
        "Write digits only.",
    ),
    "number_ambiguous": _pair(
        "No se sabe si «{cell}» tiene miles o decimales.",
        "It is unclear whether '{cell}' has thousands or decimals.",
        "Escriba el número sin separador de miles.",
        "Write the number without a separator of thousands.",
    ),
    "name_single": _pair(
        "Hay una sola palabra en el nombre.",
        "The name is a single word.",
        "Escriba nombres y apellidos.",
        "Write given names and surnames.",
    ),
    "name_order": _pair(
        "No se sabe qué son nombres y qué apellidos en «{cell}».",
        "It is unclear which are given names and which surnames in '{cell}'.",
        "Escriba «APELLIDOS, Nombres».",
        "Write 'SURNAMES, Given names'.",
    ),
    "name_strange": _pair(
        "«{cell}» no parece un nombre.",
        "'{cell}' does not look like a name.",
        "Escriba nombres y apellidos con letras.",
        "Write given names and surnames in letters.",
    ),
    "sex_letter": _pair(
        "«M» puede ser mujer o masculino y la columna no lo aclara.",
        "'M' may be woman (mujer) or male and the column does not tell.",
        "Escriba «Mujer» u «Hombre».",
        "Write 'Woman' or 'Man'.",
    ),
    "does_not_fit": _pair(
        "Lo que dice la fila no corresponde a lo que el programa registra de ese hecho.",
        "What the row says does not fit what the programme records of such a step.",
        "Compárela con la plantilla y corrija los valores.",
        "Compare it with the template and correct the values.",
    ),
    "corrected_since": _pair(
        "La fila repite lo que una lista anterior decía y otra posterior corrigió.",
        "The row says again what an earlier list said and a later one corrected.",
        "Confirme cuál de los dos datos es el correcto.",
        "Confirm which of the two is right.",
    ),
    "changed_row": _pair(
        "La lista parece una nueva versión de otra, y esta fila, el cambio de una que ya se tomó.",
        "The list seems to be a new version of another, and this row a change of one taken before.",
        "Confirme que corrige aquella fila, o que se trata de otro caso.",
        "Confirm that it corrects that row, or that it is about something else.",
    ),
    "other_person": _pair(
        "El código de la fila es el de otra persona, con otro documento.",
        "The code of the row is that of another person, with another document.",
        "Revise el código y el documento.",
        "Check the code and the document.",
    ),
    "same_gathering": _pair(
        "La lista cuenta más de una vez un encuentro de ese día, lugar y tema.",
        "The list counts a gathering of that day, place and topic more than once.",
        "Si son dos encuentros, dé a cada uno su código; si es uno solo, borre la otra fila.",
        "If there were two, give each a code of its own; if there was one, delete the other row.",
    ),
    "other_event": _pair(
        "El código es el de un encuentro ya registrado con otra fecha, lugar o tema.",
        "The code is that of a gathering recorded with another date, place or topic.",
        "Confirme que es el mismo encuentro, o dele otro código.",
        "Confirm that it is the same gathering, or give it another code.",
    ),
    "no_counts": _pair(
        "La fila no dice cuántas personas.",
        "The row does not say how many people.",
        "Escriba los números, o 0 donde no hubo nadie.",
        "Write the numbers, or 0 where there was nobody.",
    ),
    "tick_strange": _pair(
        "«{cell}» no es una marca.",
        "'{cell}' is not a tick.",
        "Marque con X o deje la celda vacía.",
        "Mark with X or leave the cell empty.",
    ),
}
