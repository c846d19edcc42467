"""Expressions of an XLSForm: the part of XPath 1.0 that forms use, read once, evaluated often.

    or, and, = != < <= > >=, + - * div mod, -x, (…), 'text', 12.5, ${question}, ., function(…)

A bare name is a column of a choice, in a `choice_filter` alone. Steps through a document
(`../age`, `/data/age`) are refused: `${age}` says the same.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from minga.engines.xforms.functions import FUNCTIONS, MANY, OWN
from minga.engines.xforms.values import EPOCH, Value, equal, number, text, truth

DEEPEST = 40
"""Brackets within brackets: nobody reads more, and reading them must end."""
LONGEST = 2000

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'[^']*'|"[^"]*")
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | \$\{\s*(?P<field>[^}]*?)\s*\}
    | (?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)
    | (?P<sign><=|>=|!=|[=<>+*(),.-])
    )""",
    re.VERBOSE,
)


class ExpressionError(ValueError):
    """An expression that cannot be read: what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What an expression may look at: answers so far, the answer itself, the day."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    itself: Value = ""
    today: date
    columns: Mapping[str, str] = field(default_factory=dict)
    """The columns of the choice that a filter judges."""


Evaluation = Callable[[Around], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read: the questions and columns it names, and its value."""

    source: str
    fields: frozenset[str]
    columns: frozenset[str]
    value: Evaluation

    def holds(self, around: Around) -> bool:
        """Whether it is true there."""
        return truth(self.value(around))


class _Token(NamedTuple):
    kind: str
    said: str


def parse(source: str) -> Expression:
    """Read an expression. Raises ExpressionError."""
    if len(source) > LONGEST:
        raise ExpressionError(f"it is longer than {LONGEST} letters")
    parser = _Parser([*_tokens(source), _Token("end", "")])
    value = parser.ored(0)
    if parser.here.kind != "end":
        raise ExpressionError(f"«{parser.here.said}» is not expected there")
    return Expression(source, frozenset(parser.fields), frozenset(parser.columns), value)


def _tokens(source: str) -> Iterator[_Token]:
    at = 0
    while source[at:].strip():
        found = _TOKEN.match(source, at)
        if found is None:
            rest = source[at:].strip()
            raise ExpressionError(f"«{rest[:20]}» cannot be read; name a question as ${{name}}")
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind])
        at = found.end()


_LEVELS: tuple[Mapping[str, Callable[[Value, Value], Value]], ...] = (
    {"=": equal, "!=": lambda a, b: not equal(a, b)},
    {
        "<": lambda a, b: number(a) < number(b),
        "<=": lambda a, b: number(a) <= number(b),
        ">": lambda a, b: number(a) > number(b),
        ">=": lambda a, b: number(a) >= number(b),
    },
    {
        "+": lambda a, b: number(a) + number(b),
        "-": lambda a, b: number(a) - number(b),
    },
    {
        "*": lambda a, b: number(a) * number(b),
        "div": lambda a, b: _divided(operator.truediv, number(a), number(b)),
        "mod": lambda a, b: _divided(_remainder, number(a), number(b)),
    },
)
"""Operators of two sides, from those that bind least."""


def _divided(how: Callable[[float, float], float], one: float, other: float) -> float:
    return how(one, other) if other else float("nan")


def _remainder(one: float, other: float) -> float:
    """XPath's remainder has the sign of what is divided."""
    return abs(one) % abs(other) * (-1 if one < 0 else 1)


class _Parser:
    """Reads tokens from the left, a method for each level of binding."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.at = tokens, 0
        self.fields: set[str] = set()
        self.columns: set[str] = set()

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def take(self, *said: str) -> str:
        """The next token if it is one of these signs or words, else nothing."""
        if self.here.kind in {"sign", "name"} and self.here.said in said:
            self.at += 1
            return self.tokens[self.at - 1].said
        return ""

    def need(self, said: str) -> None:
        if not self.take(said):
            raise ExpressionError(f"«{said}» is missing before «{self.here.said or 'the end'}»")

    def ored(self, depth: int) -> Evaluation:
        if depth > DEEPEST:
            raise ExpressionError("it has too many brackets within brackets")
        sides = [self.anded(depth)]
        while self.take("or"):
            sides.append(self.anded(depth))
        return sides[0] if len(sides) == 1 else lambda a: any(truth(s(a)) for s in sides)

    def anded(self, depth: int) -> Evaluation:
        sides = [self.level(0, depth)]
        while self.take("and"):
            sides.append(self.level(0, depth))
        return sides[0] if len(sides) == 1 else lambda a: all(truth(s(a)) for s in sides)

    def level(self, at: int, depth: int) -> Evaluation:
        if at == len(_LEVELS):
            return self.signed(depth)
        left = self.level(at + 1, depth)
        while sign := self.take(*_LEVELS[at]):
            left = _both(_LEVELS[at][sign], left, self.level(at + 1, depth))
        return left

    def signed(self, depth: int) -> Evaluation:
        minus = False
        while self.take("-"):
            minus = not minus
        found = self.one(depth)
        return (lambda a: -number(found(a))) if minus else found

    def one(self, depth: int) -> Evaluation:
        kind, said = self.here
        self.at += kind != "end"
        if kind == "text":
            words = said[1:-1]
            return lambda a: words
        if kind == "number":
            amount = float(said)
            return lambda a: amount
        if kind == "field":
            self.fields.add(said)
            return lambda a: a.answers.get(said, "")
        if kind == "name":
            return self.named(said, depth)
        if said == ".":
            return lambda a: a.itself
        if said == "(":
            inner = self.ored(depth + 1)
            self.need(")")
            return inner
        raise ExpressionError(
            f"«{said}» is not expected there" if said else "it ends before it is whole"
        )

    def named(self, name: str, depth: int) -> Evaluation:
        """A function's call, or a column of a choice."""
        if not self.take("("):
            self.columns.add(name)
            return lambda a: a.columns.get(name, "")
        given: list[Evaluation] = []
        if not self.take(")"):
            given.append(self.ored(depth + 1))
            while self.take(","):
                given.append(self.ored(depth + 1))
            self.need(")")
        return _call(name, given)


def _both(how: Callable[[Value, Value], Value], left: Evaluation, right: Evaluation) -> Evaluation:
    return lambda a: how(left(a), right(a))


def _call(name: str, given: list[Evaluation]) -> Evaluation:
    if name in OWN:
        least, most = OWN[name]
    elif name in FUNCTIONS:
        least, most = FUNCTIONS[name].least, FUNCTIONS[name].most
    else:
        raise ExpressionError(f"there is no function {name} here")
    if not least <= len(given) <= most:
        wanted = f"{least} or more" if most == MANY else f"{least} to {most}"
        wanted = str(least) if least == most else wanted
        raise ExpressionError(f"{name} takes {wanted} between its brackets, not {len(given)}")
    if name == "today":
        return lambda a: a.today
    if name == "if":
        asked, then, otherwise = given
        return lambda a: then(a) if truth(asked(a)) else otherwise(a)
    if name == "regex":
        _demand_pattern(given[1])
    call = FUNCTIONS[name].call
    return lambda a: call(*(each(a) for each in given))


def _demand_pattern(pattern: Evaluation) -> None:
    """Refuse a pattern that stands in the form and can match nothing."""
    try:
        re.compile(text(pattern(Around(today=EPOCH))))
    except re.error as error:
        raise ExpressionError(f"its pattern cannot be read: {error.msg}") from error
