"""Expressions: tables of examples, and that whatever can be read can be evaluated."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.engines.xforms.expressions import Around, ExpressionError, parse
from minga.engines.xforms.functions import FUNCTIONS
from minga.engines.xforms.values import of_answer, text

TODAY = date(2016, 5, 20)
ANSWERS = {
    "concern": "gbv",
    "age": 15,
    "weight": "2.40",
    "signs": ["fever", "cough"],
    "born": date(2001, 3, 2),
    "none": None,
    "name": "Ana María",
}


def value(source, itself="", columns=None):
    answers = {name: of_answer(answer) for name, answer in ANSWERS.items()}
    around = Around(answers=answers, itself=itself, today=TODAY, columns=columns or {})
    return text(parse(source).value(around))


TABLE = [
    ("${concern} = 'gbv'", "true"),
    ("${concern} != 'gbv'", "false"),
    ("${concern} = 'health' or ${age} < 18", "true"),
    ("${concern} = 'gbv' and ${age} >= 18", "false"),
    ("${age} > 9", "true"),
    ("'15' = ${age}", "true"),
    ("${weight} < 2.5", "true"),
    ("${weight} = '2.40'", "true"),
    ("${none} = ''", "true"),
    ("${none} > 0", "false"),
    ("${none} + 1 = ${none} + 1", "false"),
    ("not(${none})", "true"),
    ("${unheard} = ''", "true"),
    ("selected(${signs}, 'cough')", "true"),
    ("selected(${signs}, 'cou')", "false"),
    ("selected(${none}, 'cough')", "false"),
    ("count-selected(${signs}) = 2", "true"),
    ("selected-at(${signs}, 1)", "cough"),
    ("selected-at(${signs}, 2)", ""),
    ("today()", "2016-05-20"),
    ("${born} <= today()", "true"),
    ("${born} > date('2001-03-01')", "true"),
    ("${born} = '2001-03-02'", "true"),
    ("date(today() - 7)", "2016-05-13"),
    ("int((today() - ${born}) div 365.25)", "15"),
    ("format-date(${born}, '%d/%m/%Y')", "02/03/2001"),
    ("format-date('', '%Y')", ""),
    ("if(${age} < 18, 'child', 'adult')", "child"),
    ("coalesce(${none}, ${name})", "Ana María"),
    ("2 + 3 * 4", "14"),
    ("(2 + 3) * 4", "20"),
    ("7 - 2 - 1", "4"),
    ("-2 + 5", "3"),
    ("--2", "2"),
    ("7 div 2", "3.5"),
    ("7 mod 3", "1"),
    ("-7 mod 3", "-1"),
    ("1 div 0", ""),
    ("1 < 2 = true()", "true"),
    ("round(2.5)", "3"),
    ("round(-2.5)", "-2"),
    ("round(2.345, 2)", "2.35"),
    ("floor(-1.5)", "-2"),
    ("ceiling(1.2)", "2"),
    ("abs(-3)", "3"),
    ("max(1, '', 4, 2)", "4"),
    ("min(3, 2)", "2"),
    ("max('')", ""),
    ("regex('0998877665', '09[0-9]{8}')", "true"),
    ("regex('09988776655', '09[0-9]{8}')", "false"),
    ("regex('x', ${concern})", "false"),
    ("string-length(${name}) = 9", "true"),
    ("starts-with(${name}, 'Ana') and ends-with(${name}, 'ía')", "true"),
    ("contains(${name}, ' ')", "true"),
    ("concat(${name}, ', ', ${age})", "Ana María, 15"),
    ("substr('quinoa', 1, 4)", "uin"),
    ("substr('quinoa', 3)", "noa"),
    ("substring-before('a-b', '-')", "a"),
    ("substring-before('ab', '-')", ""),
    ("substring-after('a-b', '-')", "b"),
    ("normalize-space('  a   b ')", "a b"),
    ("boolean('') or boolean(0)", "false"),
    ("number('x') = number('x')", "false"),
    ("true() and not(false())", "true"),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_an_expression_has_the_value_that_forms_give_it(source, expected):
    assert value(source) == expected


def test_the_answer_itself_is_a_point():
    assert value(". >= 0 and . <= 24", itself=of_answer(8)) == "true"
    assert value(". >= 0 and . <= 24", itself=of_answer(25)) == "false"


def test_a_filter_sees_the_columns_of_a_choice():
    assert value("canton = ${concern}", columns={"canton": "gbv"}) == "true"
    assert parse("canton = ${concern}").columns == {"canton"}


def test_an_expression_says_what_it_looks_at():
    assert parse("if(${age} > 1, ${ born }, 'x')").fields == {"age", "born"}


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "ends before it is whole"),
        ("${age} >", "ends before it is whole"),
        ("(${age} > 1", "«)» is missing"),
        ("${age} > 1)", "«)» is not expected"),
        ("${age} == 1", "«=» is not expected"),
        ("1 2", "«2» is not expected"),
        ("../age > 1", "cannot be read"),
        ("/data/age", "cannot be read"),
        ("random() > 1", "no function random"),
        ("pulldata('a', 'b', 'c', 'd')", "no function pulldata"),
        ("selected(${signs})", "selected takes 2"),
        ("today(1)", "today takes 0"),
        ("concat()", "concat takes 1 or more"),
        ("regex(., '[')", "pattern cannot be read"),
        ("(" * 60 + "1" + ")" * 60, "too many brackets"),
        ("1" * 3000, "longer than"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_reason(source, why):
    with pytest.raises(ExpressionError) as told:
        parse(source)
    assert why in str(told.value)


FIELDS = ["${age}", "${none}", "${born}", "${signs}"]
ATOMS = st.sampled_from(["1", "0", "2.5", "'x'", "''", "'1e999'", ".", "today()", *FIELDS])
CALLS = sorted(name for name in FUNCTIONS)


def grown(inner):
    signs = st.sampled_from(["=", "!=", "<", ">=", "+", "-", "*", "div", "mod", "and", "or"])
    both = st.tuples(inner, signs, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
    calls = st.sampled_from(CALLS).flatmap(
        lambda name: st.lists(
            inner, min_size=FUNCTIONS[name].least, max_size=min(FUNCTIONS[name].most, 3)
        ).map(lambda given: f"{name}({', '.join(given)})")
    )
    return st.one_of(both, calls, inner.map(lambda one: f"-{one}"))


@given(st.recursive(ATOMS, grown, max_leaves=8))
def test_whatever_can_be_read_has_a_value(source):
    try:
        read = parse(source)
    except ExpressionError:
        return
    answers = {name: of_answer(answer) for name, answer in ANSWERS.items()}
    found = read.value(Around(answers=answers, today=TODAY))
    assert isinstance(text(found), str)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 50))
def test_sums_are_those_of_arithmetic(a, b, c):
    assert value(f"{a} + {b} * {c} = {a + b * c}") == "true"
    assert value(f"({a} + {b}) mod {c} <= {c}") == "true"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(source):
    with suppress(ExpressionError):
        parse(source)
