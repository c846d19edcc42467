"""Answers fit the form they were given on, or it is said which does not and why."""

from datetime import date
from decimal import Decimal

import pytest

from minga.engines.pathway.answers import AnswerFault, Kind, Question, answer_faults

ROWS = (
    {"type": "select_one topic", "name": "topic", "required": "yes", "counted": "yes"},
    {"type": "select_multiple barrier", "name": "barriers"},
    {"type": "select_one yes_no", "name": "agreed", "required": "yes", "relevant": "${topic}='a'"},
    {"type": "integer", "name": "hours"},
    {"type": "decimal", "name": "amount"},
    {"type": "date", "name": "since"},
    {"type": "text", "name": "remark"},
    {"type": "note", "name": "hint"},
    {"type": "end_group", "name": ""},
)
CHOICES = {
    "topic": frozenset({"srhr", "gbv"}),
    "barrier": frozenset({"fees", "distance"}),
    "yes_no": frozenset({"yes", "no"}),
}
FORM = {q.name: q for q in (Question.of(row, CHOICES) for row in ROWS) if q is not None}


def test_a_form_becomes_questions_without_what_nobody_answers():
    assert set(FORM) == {"topic", "barriers", "agreed", "hours", "amount", "since", "remark"}
    assert (FORM["topic"].kind, FORM["topic"].required, FORM["topic"].counted) == (
        Kind.ONE,
        True,
        True,
    )
    assert not FORM["agreed"].required, "nobody knows here whether it was asked"


@pytest.mark.parametrize(
    "answers",
    [
        {"topic": "srhr"},
        {"topic": "srhr", "barriers": ["fees", "distance"], "agreed": True},
        {"topic": "gbv", "hours": 8, "amount": "12.50", "since": "2015-03-02"},
        {"topic": "gbv", "hours": "8", "amount": Decimal("1"), "since": date(2015, 3, 2)},
        {"topic": "gbv", "barriers": "fees", "hours": None, "remark": 7},
    ],
)
def test_what_fits_has_no_fault(answers):
    assert answer_faults(FORM, answers) == []


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"topik": "srhr"}, AnswerFault("topik", "unknown_field", tuple(FORM))),
        ({"topic": "money"}, AnswerFault("topic", "not_a_choice", ("gbv", "srhr"))),
        ({"topic": ["srhr"]}, AnswerFault("topic", "wrong_type", ("select_one",))),
        ({"barriers": ["rain"]}, AnswerFault("barriers", "not_a_choice", ("distance", "fees"))),
        ({"hours": "eight"}, AnswerFault("hours", "wrong_type", ("integer",))),
        ({"hours": 7.5}, AnswerFault("hours", "wrong_type", ("integer",))),
        ({"hours": True}, AnswerFault("hours", "wrong_type", ("integer",))),
        ({"amount": "NaN"}, AnswerFault("amount", "wrong_type", ("decimal",))),
        ({"since": "02/03/2015"}, AnswerFault("since", "wrong_type", ("date",))),
        ({"remark": {"a": 1}}, AnswerFault("remark", "wrong_type", ("text",))),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(answer, fault):
    assert answer_faults(FORM, {"topic": "srhr", **answer}) == [fault]


def test_a_list_may_say_more_or_less_than_the_form_asks():
    assert answer_faults(FORM, {}) == [AnswerFault("topic", "missing")]
    assert answer_faults(FORM, {"snack": "yes"}, whole=False) == []
    wrong = AnswerFault("hours", "wrong_type", ("integer",))
    assert answer_faults(FORM, {"hours": "x"}, whole=False) == [wrong]


def test_without_a_form_no_answer_is_asked():
    assert answer_faults({}, {"remark": "x"}) == [AnswerFault("remark", "unknown_field", ())]
