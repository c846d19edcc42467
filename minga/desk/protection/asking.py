"""Requests in words: what is asked, by whom, how it was checked, what was decided."""

from collections.abc import Iterable
from enum import StrEnum

from minga.engines.definition import Text
from minga.foundation.web.templatetags.questions import said
from minga.register.rights.rules import AskedBy, Check, Decision, Right

WORDS: dict[StrEnum, Text] = {
    Right.ACCESS: Text(es="Ver lo que se guarda", en="See what is kept"),
    Right.RECTIFICATION: Text(es="Corregir algo", en="Have something corrected"),
    Right.OBJECTION: Text(es="Oponerse a un uso", en="Object to a use"),
    Right.PORTABILITY: Text(es="Llevarse una copia", en="Take a copy elsewhere"),
    Right.ERASURE: Text(es="Que se borre todo", en="Have everything erased"),
    AskedBy.SELF: Text(es="La propia persona", en="The person"),
    AskedBy.GUARDIAN: Text(es="Quien la representa por ley", en="Their guardian"),
    AskedBy.MANDATE: Text(es="Alguien con un poder", en="Somebody with a mandate"),
    Check.DOCUMENT: Text(es="Mostró su documento", en="Showed a document"),
    Check.KNOWN: Text(es="El equipo conoce a la persona", en="The team knows the person"),
    Check.GUARDIAN_PAPERS: Text(
        es="Mostró los papeles de la tutela", en="Showed papers of guardianship"
    ),
    Check.MANDATE_PAPERS: Text(es="Mostró el poder", en="Showed the mandate"),
    Decision.GRANTED: Text(es="Se concede", en="Granted"),
    Decision.PARTLY: Text(es="Se concede en parte", en="Granted in part"),
    Decision.REFUSED: Text(es="Se niega", en="Refused"),
}
"""What codes of requests are called."""


def in_words(code: StrEnum) -> str:
    """A code in the language of the page."""
    return said(WORDS[code])


def choices(codes: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Codes as a form offers them."""
    return [(code.value, in_words(code)) for code in codes]
