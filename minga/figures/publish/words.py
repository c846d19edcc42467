"""How the sheet says its fixed words, its numbers and its dates in either language."""

from datetime import date
from decimal import Decimal

from minga.engines.wording import qualifiers
from minga.engines.wording.numbers import write
from minga.figures.publish.phrases import PHRASES

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "en": "January February March April May June July August September October November December",
}


def say(language: str, key: str, **values: object) -> str:
    """A fixed phrase of the sheet in `language`, with its blanks filled."""
    spanish, english = PHRASES[key]
    return (spanish if language == "es" else english).format(**values)


def write_number(value: int | Decimal, *, language: str, places: int | None = None) -> str:
    """A number as people of the language write it: `13.000,5` in Spanish, `13,000.5` in English.

    `places` are the decimals; without it whole numbers have none and others one.
    """
    if places is None:
        places = 0 if value == int(value) else 1
    return write(value, language="es" if language == "es" else "en", places=places)


def write_percent(share: Decimal, *, language: str) -> str:
    """A share (0.974) as a percentage with one decimal, spaced as the language spaces it."""
    written = write_number(share * 100, language=language, places=1)
    return f"{written}\u00a0%" if language == "es" else f"{written}%"


def write_date(day: date, *, language: str) -> str:
    """A date in words: `31 de marzo de 2017`, `31 March 2017`."""
    month = MONTHS[language].split()[day.month - 1]
    if language == "es":
        return f"{day.day} de {month} de {day.year}"
    return f"{day.day} {month} {day.year}"


def write_month(day: date, *, language: str) -> str:
    """A month in words: `octubre de 2013`, `October 2013`."""
    month = MONTHS[language].split()[day.month - 1]
    return f"{month} de {day.year}" if language == "es" else f"{month} {day.year}"


def say_missing(language: str, *, withheld: bool, alone: bool) -> str:
    """That there is no number, and whether it is withheld; `alone` outside a sentence."""
    if withheld:
        return say(language, "suppressed" if alone else "withheld_here")
    return say(language, "missing" if alone else "missing_here")


def promise_words(promised: int | Decimal | None, on: date | None, *, language: str) -> str:
    """What was promised and by when, or nothing."""
    if promised is None:
        return ""
    number = write_number(promised, language=language)
    if on is None:
        return say(language, "promised_plain", number=number)
    return say(language, "promised_by", number=number, date=write_date(on, language=language))


def repeats_words(repeats: int, *, language: str) -> str:
    """How many registrations were of somebody already counted."""
    return say(language, "people_at_once", repeats=write_number(repeats, language=language))


def bare_note_of(note: str, *, language: str) -> str:
    """The synthetic note without the label that packs put before it, as the sheet sets its own."""
    return note.removeprefix(say(language, "synthetic")).lstrip(". :")


# What follows may be of either gender, so Spanish says "alrededor de" rather than unas or unos.
QUALIFIERS: dict[str, dict[str, str]] = {
    language: {str(name): words for name, words in known.items()}
    for language, known in qualifiers.WORDS.items()
}
QUALIFIERS["es"]["about"] = "alrededor de"
