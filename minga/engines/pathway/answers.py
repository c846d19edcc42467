"""Whether answers fit a step's form: asked for, of the right type, among the choices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Literal, Self

Misfit = Literal["unknown_field", "missing", "wrong_type", "not_a_choice"]


class Kind(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    ONE = "select_one"
    SEVERAL = "select_multiple"


_SPOKEN = {
    "integer": Kind.INTEGER,
    "range": Kind.DECIMAL,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "select_one": Kind.ONE,
    "select_multiple": Kind.SEVERAL,
    "rank": Kind.SEVERAL,
}
UNANSWERED = re.compile(r"^(note|begin|end|begin_\w+|end_\w+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field of a form; without `choices`, any answer of its kind will do."""

    name: str
    kind: Kind = Kind.TEXT
    choices: frozenset[str] | None = None
    required: bool = False
    counted: bool = False
    consent: str = ""
    """The purpose that a yes consents to, where the question asks for consent."""

    @classmethod
    def of(cls, row: Mapping[str, str], choices: Mapping[str, frozenset[str]]) -> Self | None:
        """The question of a form's row, or None for a row that nobody answers.

        One that is asked only in some cases (`relevant`) is not required: whether it was asked
        is for the form itself to know.
        """
        word, _, rest = row.get("type", "").partition(" ")
        if not row.get("name") or UNANSWERED.match(word):
            return None
        listed = rest.split()[0] if rest.strip() else ""
        return cls(
            name=row["name"],
            kind=_SPOKEN.get(word, Kind.TEXT),
            choices=choices.get(listed),
            required=row.get("required", "") == "yes" and not row.get("relevant"),
            counted=row.get("counted", "").lower() == "yes",
            consent=row.get("consent", ""),
        )


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """An answer that does not fit: the field, why, and what would (a kind, or choices)."""

    field: str
    why: Misfit
    allowed: tuple[str, ...] = ()


def answer_faults(
    questions: Mapping[str, Question], answers: Mapping[str, object], *, whole: bool = True
) -> list[AnswerFault]:
    """What is wrong with answers, all of it.

    Not `whole`: they come from a list, which says more or less than the form asks; only what
    contradicts the form is a fault.
    """
    found = [
        AnswerFault(name, "unknown_field", tuple(questions))
        for name in answers
        if whole and name not in questions
    ]
    for name, question in questions.items():
        answer = answers.get(name)
        if _empty(answer):
            if whole and question.required:
                found.append(AnswerFault(name, "missing"))
            continue
        fault = _misfit(question, answer)
        if fault is not None:
            found.append(fault)
    return found


def _empty(answer: object) -> bool:
    return answer is None or answer == "" or answer == () or answer == []


def _misfit(question: Question, answer: object) -> AnswerFault | None:
    if not _TESTS[question.kind](answer):
        return AnswerFault(question.name, "wrong_type", (question.kind.value,))
    if question.choices is None:
        return None
    said = answer if isinstance(answer, list | tuple) else (answer,)
    if all(_code(each) in question.choices for each in said):
        return None
    return AnswerFault(question.name, "not_a_choice", tuple(sorted(question.choices)))


def _code(answer: object) -> str:
    """A choice as its code; yes and no are often read as true and false."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


def _number(answer: object) -> Decimal | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _whole(answer: object) -> bool:
    number = _number(answer)
    return number is not None and number == number.to_integral_value()


def _day(answer: object) -> bool:
    if isinstance(answer, date):
        return True
    try:
        return bool(date.fromisoformat(answer)) if isinstance(answer, str) else False
    except ValueError:
        return False


def _scalar(answer: object) -> bool:
    return isinstance(answer, str | bool | int | float | Decimal | date)


def _scalars(answer: object) -> bool:
    if isinstance(answer, list | tuple):
        return all(_scalar(each) for each in answer)
    return _scalar(answer)


_TESTS = {
    Kind.TEXT: _scalars,
    Kind.INTEGER: _whole,
    Kind.DECIMAL: lambda answer: _number(answer) is not None,
    Kind.DATE: _day,
    Kind.ONE: _scalar,
    Kind.SEVERAL: _scalars,
}
