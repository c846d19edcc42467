"""Filling in a form: what is asked now, typed answers, and what is wrong with them.

A question is asked where it and the groups around it are relevant by the answers before it. What
is not asked has no answer, whatever came from the page. So the same answers always give the same
questions, and nothing is kept that nobody was asked.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from minga.engines.definition import Text
from minga.engines.xforms.expressions import Around, Expression
from minga.engines.xforms.form import GAP, Choice, Form, Kind, Question
from minga.engines.xforms.values import Value, day, of_answer, text, truth

Answer = str | int | list[str]
Wrong = Literal[
    "missing", "not_whole", "no_number", "no_day", "not_a_choice", "not_allowed", "long"
]
LONGEST = 5000
DECIMAL = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,15})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong with an answer, and the form's own words for it, if it has some."""

    why: Wrong
    words: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is asked now: its words, its choices, and what was said."""

    question: Question
    label: Text
    hint: Text
    required: bool
    choices: tuple[Choice, ...]
    said: tuple[str, ...]
    misfit: Misfit | None = None


@dataclass(slots=True)
class Filled:
    """A form with what was said: `asked` in order, `answers` as JSON; whole without `misfits`."""

    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def misfits(self) -> dict[str, Misfit]:
        """What is wrong, by question."""
        return {each.question.name: each.misfit for each in self.asked if each.misfit}

    @property
    def names(self) -> frozenset[str]:
        """The questions that are asked now."""
        return frozenset(each.question.name for each in self.asked if each.question.is_asked)


def fill(
    form: Form, said: Mapping[str, Sequence[str]], *, today: date, fresh: bool = False
) -> Filled:
    """The form with what came from a page; a `fresh` one stands with its defaults."""
    filled = Filled()
    known: dict[str, Value] = {}
    for question in form.questions:
        around = Around(answers=known, today=today)
        if not all(logic.holds(around) for logic in (*question.within, *_given(question.relevant))):
            continue
        if question.is_asked:
            given = said.get(question.name, ())
            given = (question.default,) if fresh and not given and question.default else given
            value = _ask(filled, question, tuple(g for g in given if g.strip()), around)
        else:
            value = _say(filled, question, around)
        known[question.name] = value
    return filled


def as_said(answers: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Answers as a page would send them, to correct them there."""
    return {
        name: tuple(map(str, answer)) if isinstance(answer, list | tuple) else (_plain(answer),)
        for name, answer in answers.items()
        if answer is not None
    }


def _plain(answer: object) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, float) and answer.is_integer():
        return str(int(answer))
    return str(answer)


def _given(logic: Expression | None) -> tuple[Expression, ...]:
    return () if logic is None else (logic,)


def _ask(filled: Filled, question: Question, given: tuple[str, ...], around: Around) -> Value:
    choices = tuple(c for c in question.choices if _offered(question, c, around))
    required = question.required is not None and question.required.holds(around)
    answer, wrong = _answer(question, given, choices)
    value = of_answer(answer)
    misfit = Misfit(wrong) if wrong else None
    if misfit is None and answer is None and required:
        words = question.required_message
        misfit = Misfit("missing", words if words.es else None)
    if misfit is None and answer is not None and question.constraint is not None:
        itself = Around(answers=around.answers, itself=_itself(question, value), today=around.today)
        if not question.constraint.holds(itself):
            words = question.constraint_message
            misfit = Misfit("not_allowed", words if words.es else None)
    if answer is not None and misfit is None:
        filled.answers[question.name] = answer
    filled.asked.append(
        Asked(
            question=question,
            label=_filled_in(question.label, around),
            hint=_filled_in(question.hint, around),
            required=required,
            choices=choices,
            said=given,
            misfit=misfit,
        )
    )
    return _itself(question, value)


def _itself(question: Question, value: Value) -> Value:
    """A day as a day, a decimal as a number: what an expression compares."""
    if value == "":
        return ""
    if question.kind is Kind.DATE:
        return day(value) or ""
    if question.kind is Kind.DECIMAL:
        return float(text(value))
    return value


def _say(filled: Filled, question: Question, around: Around) -> Value:
    """A note, a calculation or something hidden: nobody answers, but others may look at it."""
    value: Value = question.default
    if question.calculation is not None:
        value = question.calculation.value(around)
    if question.kind is Kind.NOTE or question.read_only:
        filled.asked.append(
            Asked(
                question=question,
                label=_filled_in(question.label, around),
                hint=_filled_in(question.hint, around),
                required=False,
                choices=(),
                said=(text(value),) if text(value) else (),
            )
        )
    if question.kind is not Kind.NOTE and text(value):
        filled.answers[question.name] = text(value)
    return value


def _offered(question: Question, choice: Choice, around: Around) -> bool:
    if question.choice_filter is None:
        return True
    columns = {"name": choice.code, **choice.columns}
    return truth(
        question.choice_filter.value(
            Around(answers=around.answers, today=around.today, columns=columns)
        )
    )


def _filled_in(words: Text, around: Around) -> Text:
    """Words with the answers that they name."""
    if "${" not in words.es + words.en:
        return words

    def told(gap: re.Match[str]) -> str:
        return text(around.answers.get(gap[1], ""))

    return Text(es=GAP.sub(told, words.es), en=GAP.sub(told, words.en))


Read = tuple[Answer | None, Wrong | None]


def _answer(question: Question, given: tuple[str, ...], choices: Sequence[Choice]) -> Read:
    """What was said as the question's kind, or why it is not that."""
    if not given:
        return None, None
    if question.kind is Kind.SEVERAL:
        return _several(given, choices, free=not question.choices)
    return _READERS[question.kind](given[0].strip(), choices)


def _several(given: Sequence[str], choices: Sequence[Choice], *, free: bool) -> Read:
    offered = [choice.code for choice in choices]
    if not free and not set(given) <= set(offered):
        return None, "not_a_choice"
    return (list(given) if free else [code for code in offered if code in given]), None


def _one(said: str, choices: Sequence[Choice]) -> Read:
    if said in {choice.code for choice in choices}:
        return said, None
    return None, "not_a_choice"


def _text(said: str, choices: Sequence[Choice]) -> Read:
    return (None, "long") if len(said) > LONGEST else (said.replace("\0", ""), None)


def _integer(said: str, choices: Sequence[Choice]) -> Read:
    return (int(said), None) if WHOLE.fullmatch(said) else (None, "not_whole")


def _decimal(said: str, choices: Sequence[Choice]) -> Read:
    """A comma or a point before the decimals; grouping is not guessed at."""
    return (said.replace(",", "."), None) if DECIMAL.fullmatch(said) else (None, "no_number")


def _date(said: str, choices: Sequence[Choice]) -> Read:
    try:
        return date.fromisoformat(said).isoformat(), None
    except ValueError:
        return None, "no_day"


_READERS: Mapping[Kind, Callable[[str, Sequence[Choice]], Read]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.ONE: _one,
}
