"""A form as it is asked: the rows of an XLSForm read into questions, groups taken apart."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from minga.engines.definition import Text
from minga.engines.xforms.expressions import Expression, ExpressionError, parse

Row = Mapping[str, str]
SPANISH, ENGLISH = "Español (es)", "English (en)"


class Kind(StrEnum):
    """What a row of a form is at a screen."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    ONE = "select_one"
    SEVERAL = "select_multiple"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"


UNSEEN = frozenset({Kind.CALCULATE, Kind.HIDDEN})
PHONES = frozenset({"start", "end", "today", "deviceid", "username", "audit"})
"""What a telephone notes by itself; at a screen nobody is asked, and nothing is kept."""
BEGIN = frozenset({"begin group", "begin_group"})
END = frozenset({"end group", "end_group"})
LOGIC = ("relevant", "constraint", "calculation", "choice_filter", "required")
TRUTHS = {"": "false()", "yes": "true()", "true": "true()", "no": "false()", "false": "false()"}
GAP = re.compile(r"\$\{\s*([^}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose: its code, its words, and what else stands on its row."""

    code: str
    label: Text
    columns: Row = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, note or calculation; `within` holds what its groups are relevant by."""

    name: str
    kind: Kind
    label: Text
    hint: Text
    heading: Text | None = None
    """The title of the group that begins with it."""
    within: tuple[Expression, ...] = ()
    relevant: Expression | None = None
    required: Expression | None = None
    required_message: Text
    constraint: Expression | None = None
    constraint_message: Text
    calculation: Expression | None = None
    choice_filter: Expression | None = None
    choices: tuple[Choice, ...] = ()
    default: str = ""
    many_lines: bool = False
    read_only: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether somebody answers it."""
        return self.kind not in UNSEEN and self.kind is not Kind.NOTE and not self.read_only


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of a form in their order."""

    questions: tuple[Question, ...]

    @classmethod
    def read(cls, survey: Iterable[Row], choices: Mapping[str, Sequence[Choice]]) -> "Form":
        """The form that rows make. Raises ExpressionError, ValueError for one with faults."""
        return cls(tuple(_questions(survey, choices)))

    @property
    def depends(self) -> frozenset[str]:
        """The questions whose answers change what else is asked or shown."""
        found = {
            name
            for each in self.questions
            for logic in (*each.within, each.relevant, each.required, each.calculation)
            if logic is not None
            for name in logic.fields
        }
        for each in self.questions:
            found |= each.choice_filter.fields if each.choice_filter else set()
            found |= {
                name for words in (each.label.es, each.hint.es) for name in GAP.findall(words)
            }
        return frozenset(found)


def kind_of(row: Row) -> tuple[str, str]:
    """The type of a row and the list that it chooses from, if it does."""
    word, _, rest = " ".join(row.get("type", "").split()).partition(" ")
    if word in {"begin", "end"}:
        return f"{word} {rest}", ""
    return word, rest


def _questions(
    survey: Iterable[Row], choices: Mapping[str, Sequence[Choice]]
) -> Iterator[Question]:
    groups: list[tuple[Expression | None, Text]] = []
    heading: Text | None = None
    for row in survey:
        word, listed = kind_of(row)
        if word in BEGIN:
            heading = words(row, "label")
            groups.append((_logic(row, "relevant"), heading))
        elif word in END:
            groups.pop()
            heading = None
        elif word not in PHONES:
            within = tuple(relevant for relevant, _ in groups if relevant is not None)
            yield _question(row, Kind(word), within, heading, tuple(choices.get(listed, ())))
            heading = None


def _question(
    row: Row,
    kind: Kind,
    within: tuple[Expression, ...],
    heading: Text | None,
    choices: tuple[Choice, ...],
) -> Question:
    return Question(
        name=row["name"],
        kind=kind,
        label=words(row, "label"),
        hint=words(row, "hint"),
        heading=heading if heading and heading.es else None,
        within=within,
        relevant=_logic(row, "relevant"),
        required=_logic(row, "required"),
        required_message=words(row, "required_message"),
        constraint=_logic(row, "constraint"),
        constraint_message=words(row, "constraint_message"),
        calculation=_logic(row, "calculation"),
        choice_filter=_logic(row, "choice_filter"),
        choices=choices,
        default=row.get("default", ""),
        many_lines="multiline" in row.get("appearance", "").split(),
        read_only=row.get("read_only", row.get("readonly", "")).lower()
        in {"yes", "true", "true()"},
    )


def words(row: Row, column: str) -> Text:
    """A column's words in both languages; the one without a language serves both."""
    plain = row.get(column, "")
    return Text(
        es=row.get(f"{column}::{SPANISH}", plain), en=row.get(f"{column}::{ENGLISH}", plain)
    )


def _logic(row: Row, column: str) -> Expression | None:
    said = row.get(column, "").strip()
    said = TRUTHS.get(said.lower(), said)
    return None if said == "false()" else parse(said)


class FormFault(NamedTuple):
    """What Minga cannot ask of a form: the row, what, and how to mend it."""

    row: int
    message: str
    mend: str


def form_faults(survey: Sequence[Row]) -> list[FormFault]:
    """Everything in a form that cannot be asked at a screen, row by row."""
    found: list[FormFault] = []
    before: set[str] = set()
    open_groups: list[int] = []
    for at, row in enumerate(survey):
        word, rest = kind_of(row)
        found += _kind_fault(at, row, word, rest)
        if word in BEGIN:
            open_groups.append(at)
        elif word in END and not open_groups:
            found.append(FormFault(at, "a group ends that never began", "remove the row"))
        elif word in END:
            open_groups.pop()
        found += _logic_faults(at, row, before)
        before.add(row.get("name", ""))
    found += [
        FormFault(at, "a group begins and never ends", "add a row `end group` after its questions")
        for at in open_groups
    ]
    return found


def _kind_fault(at: int, row: Row, word: str, rest: str) -> Iterator[FormFault]:
    known = {*Kind, *PHONES, *BEGIN, *END}
    name = row.get("name", "a row")
    if word and word not in known:
        yield FormFault(
            at,
            f"{name} is of the type {word}, which Minga cannot ask at a screen",
            f"use one of: {', '.join([*Kind, 'begin group', 'end group'])}",
        )
    elif word in {Kind.ONE, Kind.SEVERAL} and len(rest.split()) > 1:
        extra = rest.split(maxsplit=1)[1]
        yield FormFault(
            at,
            f"{name} chooses with {extra}, which Minga does not offer",
            "write a choice for it, and a text question that is relevant then",
        )
    elif word == Kind.CALCULATE and not row.get("calculation"):
        yield FormFault(at, f"{name} calculates nothing", "write it under `calculation`")


def _logic_faults(at: int, row: Row, before: set[str]) -> Iterator[FormFault]:
    name = row.get("name", "a row")
    for column in LOGIC:
        try:
            logic = _logic(row, column)
        except ExpressionError as error:
            yield FormFault(
                at,
                f"the {column} of {name} cannot be read: {error}",
                "write it as XLSForm does, with questions as ${name}",
            )
            continue
        if logic is None:
            continue
        if logic.columns and column != "choice_filter":
            stray = min(logic.columns)
            yield FormFault(
                at,
                f"the {column} of {name} names {stray}, which is no question",
                f"write ${{{stray}}} for a question, '{stray}' for an answer",
            )
        own = {name} if column == "constraint" else set()
        for other in sorted(logic.fields - before - own):
            yield FormFault(
                at,
                f"the {column} of {name} looks at {other}, which is not asked before it",
                f"move {other} up, above {name}",
            )
