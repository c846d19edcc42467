"""Which word may stand before a round number, given the value behind it.

The tolerances are this house's own and are part of what is published:

- `exact`: the number is the value.
- `over`: value above the number, by at most a tenth of it.
- `at_least`: the same, or equal.
- `almost`: value below the number, by at most a twentieth of it.
- `about`: within a twentieth of the number, either side.
- `estimated`: within a tenth, either side, and the value is itself an estimate.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal, get_args

from minga.engines.wording.numbers import Language, rounded, write

Qualifier = Literal["exact", "over", "at_least", "almost", "about", "estimated"]
Gender = Literal["f", "m"]

TENTH = Decimal("0.1")
TWENTIETH = Decimal("0.05")
SMALL = 100
"""Below this, people are told the number itself."""

WORDS: dict[Language, dict[Qualifier, str]] = {
    "es": {
        "exact": "",
        "over": "más de",
        "at_least": "al menos",
        "almost": "casi",
        "about": "unas",
        "estimated": "según una estimación,",
    },
    "en": {
        "exact": "",
        "over": "over",
        "at_least": "at least",
        "almost": "almost",
        "about": "about",
        "estimated": "an estimated",
    },
}


class UnknownQualifierError(ValueError):
    """A word whose truth this house has no rule for."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number as it may be said: its qualifier, the round number, and both in words."""

    qualifier: Qualifier
    rounded: Decimal
    text: str


def fits(qualifier: str, *, said: Decimal, value: Decimal) -> bool:
    """Whether the qualifier before `said` is true of `value` and not misleading.

    Raises:
        UnknownQualifierError: for a word that is not a `Qualifier`.
    """
    gap = value - said
    margin = abs(said)
    match qualifier:
        case "exact":
            return gap == 0
        case "over":
            return 0 < gap <= margin * TENTH
        case "at_least":
            return 0 <= gap <= margin * TENTH
        case "almost":
            return -margin * TWENTIETH <= gap < 0
        case "about":
            return abs(gap) <= margin * TWENTIETH
        case "estimated":
            return abs(gap) <= margin * TENTH
    raise UnknownQualifierError(f"{qualifier}: use one of {', '.join(get_args(Qualifier))}")


def choose(
    value: int | Decimal,
    *,
    language: Language,
    estimate: bool = False,
    gender: Gender = "f",
) -> Phrase:
    """The plainest true way to say a value: 8.193 is "más de 8.000", 4.960 "casi 5.000".

    Small and already round values are said as they are. `over` and `almost` are taken where a
    number of fewer digits lies close; else it is `about` two digits. An `estimate` never sounds
    exact. `gender` is that of the Spanish noun that follows (unas personas, unos cantones).
    """
    exact = Decimal(value)
    two = rounded(exact, digits=2)
    if estimate:
        return say("estimated", two, language=language, gender=gender)
    if exact < SMALL or exact == two:
        return say("exact", exact, language=language, gender=gender)
    for digits in (1, 2):
        below = rounded(exact, digits=digits, rounding=ROUND_FLOOR)
        above = rounded(exact, digits=digits, rounding=ROUND_CEILING)
        if exact - below <= below * TWENTIETH / 2:
            return say("over", below, language=language, gender=gender)
        if above - exact <= above * TWENTIETH / 2:
            return say("almost", above, language=language, gender=gender)
    return say("about", two, language=language, gender=gender)


def say(
    qualifier: Qualifier, number: Decimal, *, language: Language, gender: Gender = "f"
) -> Phrase:
    """The phrase for a qualifier and a number, without asking whether it is true."""
    word = WORDS[language][qualifier]
    if word == "unas" and gender == "m":
        word = "unos"
    text = f"{word} {write(number, language=language)}".strip()
    return Phrase(qualifier, number, text)
