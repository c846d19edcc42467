"""What stands in a cell: values as the people of an organisation would type them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from minga.engines.world.events import Event
from minga.engines.world.inputs import Column, Place, Term
from minga.engines.world.record import ACCENTS, Written
from minga.engines.world.settings import Style

Cell = str | int | float | date | None

MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
EPOCH = date(1899, 12, 30)
SEXES = {
    "initials": {"f": "F", "m": "M"},
    "hm": {"f": "M", "m": "H"},
    "words": {"f": "Femenino", "m": "Masculino"},
    "upper": {"f": "MUJER", "m": "HOMBRE"},
    "english": {"f": "Female", "m": "Male"},
}
USUAL = {
    "person.group": "group",
    "person.status": "status",
    "person.document_type": "document_type",
}
LEFT_EMPTY = 0.02
YES = frozenset({"yes", "true", "1"})


@dataclass(frozen=True)
class Words:
    """The vocabularies and places that values are put into words with."""

    vocabularies: Mapping[str, Sequence[Term]]
    places: Mapping[str, Place]
    organisations: Mapping[str, str]

    def term(self, rng: Random, vocabulary: str, code: str, style: Style) -> str:
        """A coded value in the organisation's words: its title, or what people say."""
        term = next((t for t in self.vocabularies.get(vocabulary, ()) if t.code == code), None)
        if term is None:
            return code
        if term.synonyms and rng.random() < style.words_rate:
            return rng.choice(term.synonyms)
        english = style.language == "en"
        return term.en if english else term.es

    def own(self, vocabulary: str, code: str, people: str) -> str | None:
        """The name of somebody's own people, where the vocabulary knows it as a synonym."""
        terms = (term for term in self.vocabularies.get(vocabulary, ()) if term.code == code)
        words = (word for term in terms for word in term.synonyms)
        return next((word for word in words if people in word.lower()), None)

    def place(self, rng: Random, code: str, style: Style, *, exact: bool = False) -> str:
        """A place as written: by its parish, seldom (never if `exact`) only by its canton."""
        place = self.places.get(code)
        if place is None:
            return code
        if style.file == "csv" and style.letters == "upper":
            return place.code
        canton = self.places.get(place.parent or "")
        if canton is not None and place.kind == "parish":
            named = exact or rng.random() < 0.9
            return f"{canton.name} - {place.name}" if named else canton.name
        return place.name


def written_date(on: date, style: Style) -> Cell:
    """A day as the organisation writes days: as a date, a serial number or one of many texts."""
    if style.dates == "date":
        return on
    if style.dates == "serial":
        return (on - EPOCH).days
    if style.dates == "words":
        return f"{on.day} de {MONTHS[on.month - 1]} de {on.year}"
    patterns = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y-%m-%d", "short": "%d-%m-%y"}
    return on.strftime(patterns[style.dates])


def in_letters(text: str, style: Style) -> str:
    """Letters as the organisation sets them."""
    if style.letters == "upper":
        return text.upper()
    if style.letters == "lower_upper":
        return text.lower().translate(ACCENTS)
    return text


def written_document(number: str, style: Style) -> Cell:
    """A document; typed as a number it loses its leading zeros."""
    if style.document_as_number and number.isdigit():
        return int(number)
    return number or None


class Values:
    """Finds the value of every column for a row."""

    def __init__(self, rng: Random, words: Words) -> None:
        self._rng, self._words = rng, words

    def cell(self, column: Column, event: Event, written: Written | None, style: Style) -> Cell:
        """The cell of one column for one event."""
        first, name, field = column.parts
        if first == "person":
            return self._person(column, name, event, written, style)
        if first == "date":
            on = event.dates.get(column.code) or event.dates.get(name)
            return written_date(on, style) if on else None
        if first == "answer":
            return self._answer(column, event.answers.get(f"{name}.{field}"), event, style)
        if first == "tally":
            return event.tallies.get(column.to, 0)
        return self._other(first, column, event, style)

    def _other(self, target: str, column: Column, event: Event, style: Style) -> Cell:
        if target == "place":
            return self._words.place(self._rng, event.place, style, exact=column.required)
        if target == "organisation":
            return event.subject or self._words.organisations.get(
                event.organisation, event.organisation
            )
        if target == "site":
            return event.subject or None
        return {"case": event.case, "gathering": event.gathering}.get(target) or None

    def _person(
        self, column: Column, name: str, event: Event, written: Written | None, style: Style
    ) -> Cell:
        if name == "household":
            return event.household or None
        if written is None:
            return None
        if name in ("full_name", "given_names", "surnames", "first_surname", "second_surname"):
            return in_letters(_name(name, written, style), style) or None
        if name == "document":
            return written_document(written.document, style)
        if name == "birth_on":
            return written_date(written.birth, style) if written.birth else None
        if name == "age":
            return _age(written.birth, event.on)
        if name == "sex":
            return SEXES[style.sex].get(written.sex)
        if name == "phone":
            return written.phone or None
        code = self._fact(name, event, written)
        if not code:
            return None
        vocabulary = column.vocabulary or USUAL[column.to]
        if name == "group" and event.person:
            own = self._words.own(vocabulary, code, event.person.people)
            if own and self._rng.random() < style.words_rate:
                return own
        return self._words.term(self._rng, vocabulary, code, style)

    def _fact(self, name: str, event: Event, written: Written) -> str:
        if name == "document_type":
            return event.person.document_type if event.person and written.document else ""
        return written.group if name == "group" else written.status

    def _answer(self, column: Column, known: Any, event: Event, style: Style) -> Cell:
        """What was answered, put into words; what a form does not require is left out at times."""
        if known is None or (not column.required and self._rng.random() < LEFT_EMPTY):
            return None
        if column.vocabulary:
            codes = known if isinstance(known, tuple) else (known,)
            terms = (self._words.term(self._rng, column.vocabulary, str(c), style) for c in codes)
            return ", ".join(terms)
        if column.type == "yes_no":
            yes = str(known).lower() in YES
            return {True: "Yes" if style.language == "en" else "Sí", False: "No"}[yes]
        if column.type == "date":
            return written_date(event.on, style)
        return known if isinstance(known, str | int | float) else str(known)


def _age(birth: date | None, on: date) -> int | None:
    if birth is None:
        return None
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _name(name: str, written: Written, style: Style) -> str:
    surnames = f"{written.first_surname} {written.second_surname}".strip()
    if name == "full_name":
        parts = (surnames, written.given) if style.surnames_first else (written.given, surnames)
        return " ".join(parts)
    if name == "surnames":
        return surnames
    return {
        "given_names": written.given,
        "first_surname": written.first_surname,
        "second_surname": written.second_surname,
    }[name]
