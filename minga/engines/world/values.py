"""What stands in a cell: values as the people of an organisation would type them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from minga.engines.world.events import Event
from minga.engines.world.inputs import Column, ListKind, Place, Term
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
NUMBERS = {
    "amount": (250, 1200),
    "hours": (2, 16),
    "attendance": (60, 100),
    "copies": (50, 800),
    "score": (1, 5),
}
TEXTS = ("s/n", "ninguna", "ver acta", "")
LEFT_EMPTY = 0.04
NO = frozenset({"no", "false", "0", "none"})


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

    def known(self, vocabulary: str, code: Any) -> bool:
        """Whether the vocabulary has the code."""
        return any(term.code == code for term in self.vocabularies.get(vocabulary, ()))

    def place(self, rng: Random, code: str, style: Style) -> str:
        """A place as written: by its parish, seldom only by its canton or its code."""
        place = self.places.get(code)
        if place is None:
            return code
        if style.file == "csv" and style.letters == "upper":
            return place.code
        canton = self.places.get(place.parent or "")
        if canton is not None and place.kind == "parish":
            return f"{canton.name} - {place.name}" if rng.random() < 0.9 else canton.name
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

    def __init__(
        self, rng: Random, words: Words, weights: Mapping[str, Mapping[str, float]]
    ) -> None:
        self._rng, self._words, self._weights = rng, words, weights

    def cell(
        self, column: Column, kind: ListKind, event: Event, written: Written | None, style: Style
    ) -> Cell:
        """The cell of one column for one event."""
        first, name, field = column.parts
        if first == "person":
            return self._person(column, name, event, written, style)
        if first == "date":
            on = event.dates.get(column.code) or event.dates.get(name)
            return written_date(on, style) if on else None
        if first == "answer":
            return self._answer(column, kind, name, field, event, style)
        if first == "tally":
            return event.tallies.get(column.to, 0)
        return self._other(first, event, style)

    def _other(self, target: str, event: Event, style: Style) -> Cell:
        if target == "place":
            return self._words.place(self._rng, event.place, style)
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

    def _answer(
        self, column: Column, kind: ListKind, step: str, field: str, event: Event, style: Style
    ) -> Cell:
        if not self._reached(kind, step, event):
            return None
        known = event.answers.get(f"{step}.{field}", event.answers.get(field))
        if column.vocabulary:
            return self._coded(column, field, known, style)
        return self._plain(column, field, known, event, style)

    def _coded(self, column: Column, field: str, known: Any, style: Style) -> Cell:
        """A coded answer: the known one, or one as often as the calibration says."""
        vocabulary = column.vocabulary or ""
        if known is not None and self._words.known(vocabulary, known):
            return self._words.term(self._rng, vocabulary, str(known), style)
        codes = [term.code for term in self._words.vocabularies.get(vocabulary, ())]
        if known is not None:
            # What happened has no word here: never let chance say something else instead.
            codes = [code for code in codes if code == "other"]
        elif not column.required and self._rng.random() < LEFT_EMPTY:
            return None
        if not codes:
            return None
        shares = self._weights.get(field, {})
        weights = [float(shares.get(code, 1)) for code in codes]
        count = self._rng.choice((1, 1, 2, 3)) if column.several else 1
        drawn = dict.fromkeys(self._rng.choices(codes, weights, k=count))
        return ", ".join(self._words.term(self._rng, vocabulary, code, style) for code in drawn)

    def _reached(self, kind: ListKind, step: str, event: Event) -> bool:
        """Whether the case got to the step: a list that dates it left no day otherwise."""
        dated = [column.code for column in kind.columns if column.to == f"date.{step}"]
        named = [entry.date for entry in kind.steps if entry.step == step and entry.date]
        keys = [*dated, *named]
        return not keys or step in event.dates or any(key in event.dates for key in keys)

    def _plain(self, column: Column, field: str, known: Any, event: Event, style: Style) -> Cell:
        if column.type == "yes_no":
            yes = str(known).lower() not in NO if known is not None else self._rng.random() < 0.8
            return {True: "Yes" if style.language == "en" else "Sí", False: "No"}[yes]
        if column.type == "date":
            return written_date(event.on, style)
        if known is not None:
            return known if isinstance(known, str | int | float) else str(known)
        if column.type in ("integer", "decimal"):
            low, high = next((span for word, span in NUMBERS.items() if word in field), (1, 40))
            value = self._rng.randint(low, high)
            return value if column.type == "integer" else float(value)
        return self._rng.choice(TEXTS) or None


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
