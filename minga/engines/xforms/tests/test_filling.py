"""Filling in forms: what is asked, what is kept, what is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.engines.definition import Text
from minga.engines.xforms.filling import as_said, fill
from minga.engines.xforms.form import Choice, Form, form_faults

TODAY = date(2016, 5, 20)
COLUMNS = ("type", "name", "label", "required", "relevant", "constraint", "constraint_message")
TABLE = """
| select_one concern  | concern  | Concern      | yes |  |  |
| select_one kind     | kind     | Kind         | yes | ${concern} = 'gbv'                |  |
| text                | words    | Words        |     | ${kind} = 'other'                 |  |
| begin group         | birth    | The birth    |     | selected(${signs_before}, 'born') |  |
| integer             | weeks    | Weeks        |     |                                   | . > 19 |
| end group           |          |              |     |  |  |
| select_multiple sign| signs    | Signs        |     |  |  |
| decimal             | weight   | Weight       |     | count-selected(${signs}) > 0      |  |
| date                | on       | On           |     |     | . <= today() |
| note                | told     | ${on}: ask   |     | ${on} != ''                       |  |
"""


def rows(table, columns=COLUMNS):
    for line in table.strip().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        yield {c: cell for c, cell in zip(columns, cells, strict=False) if cell}


def choices(**lists):
    return {
        name: tuple(Choice(code, Text(es=code, en=code)) for code in codes.split())
        for name, codes in lists.items()
    }


LISTS = choices(concern="gbv health", kind="rape other", sign="born fever cough")
FORM = Form.read(list(rows(TABLE.replace("signs_before", "concern"))), LISTS)


def filled(**said):
    return fill(FORM, {n: [v] if isinstance(v, str) else v for n, v in said.items()}, today=TODAY)


def test_a_question_is_asked_where_it_is_relevant():
    assert filled(concern="health").names == {"concern", "signs", "on"}
    assert filled(concern="gbv").names == {"concern", "kind", "signs", "on"}
    assert "words" in filled(concern="gbv", kind="other").names


def test_what_is_not_asked_is_not_kept_nor_what_follows_from_it():
    kept = filled(concern="health", kind="other", words="what she said").answers
    assert kept == {"concern": "health"}


def test_answers_are_typed():
    done = filled(concern="health", signs=["cough", "born"], weight="2,40", on="2016-05-01")
    assert not done.misfits
    assert done.answers == {
        "concern": "health", "signs": ["born", "cough"], "weight": "2.40", "on": "2016-05-01",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "name", "why"),
    [
        ({}, "concern", "missing"),
        ({"concern": "gbv"}, "kind", "missing"),
        ({"concern": "  "}, "concern", "missing"),
        ({"concern": "elsewhere"}, "concern", "not_a_choice"),
        ({"signs": ["fever", "elsewhere"]}, "signs", "not_a_choice"),
        ({"signs": ["fever"], "weight": "light"}, "weight", "no_number"),
        ({"signs": ["fever"], "weight": "1e400000"}, "weight", "no_number"),
        ({"on": "20/05/2016"}, "on", "no_day"),
        ({"on": "2016-05-21"}, "on", "not_allowed"),
    ],
)
def test_what_does_not_fit_is_told(said, name, why):
    assert filled(**said).misfits[name].why == why


def test_a_constraint_speaks_in_the_forms_own_words():
    form = Form.read(list(rows("| integer | weeks | W | | | . > 19 | from 20 on")), {})
    (misfit,) = fill(form, {"weeks": ["12"]}, today=TODAY).misfits.values()
    assert misfit.words == Text(es="from 20 on", en="from 20 on")
    assert not fill(form, {"weeks": [""]}, today=TODAY).misfits


@pytest.mark.parametrize("said", ["1.5", "1_000", "٣", "x", "9" * 16])
def test_a_whole_number_is_digits(said):
    form = Form.read([{"type": "integer", "name": "n"}], {})
    assert fill(form, {"n": [said]}, today=TODAY).misfits["n"].why == "not_whole"


def test_a_note_says_what_was_answered():
    told = next(a for a in filled(on="2016-05-01").asked if a.question.name == "told")
    assert told.label.en == "2016-05-01: ask"


def test_a_calculation_is_kept_and_looked_at():
    table = """
    | integer   | asked  | Asked
    | calculate | double |
    | text      | more   | More
    """
    survey = list(rows(table))
    survey[1]["calculation"] = "${asked} * 2"
    survey[2]["relevant"] = "${double} > 10"
    form = Form.read(survey, {})
    assert fill(form, {"asked": ["6"], "double": ["1"]}, today=TODAY).answers == {
        "asked": 6, "double": "12",
    }  # fmt: skip
    assert fill(form, {"asked": ["6"]}, today=TODAY).names == {"asked", "more"}
    assert fill(form, {"asked": ["5"]}, today=TODAY).names == {"asked"}


def test_a_filter_offers_some_choices_and_takes_no_other():
    cantons = tuple(
        Choice(code, Text(es=code, en=code), {"province": province})
        for code, province in (("tulcan", "carchi"), ("ibarra", "imbabura"))
    )
    survey = [
        {"type": "text", "name": "province"},
        {"type": "select_one canton", "name": "canton", "choice_filter": "province = ${province}"},
    ]
    form = Form.read(survey, {"canton": cantons})
    done = fill(form, {"province": ["carchi"], "canton": ["ibarra"]}, today=TODAY)
    assert [c.code for c in done.asked[1].choices] == ["tulcan"]
    assert done.misfits["canton"].why == "not_a_choice"


def test_a_default_stands_on_a_fresh_page_alone():
    form = Form.read([{"type": "integer", "name": "hours", "default": "8"}], {})
    assert fill(form, {}, today=TODAY, fresh=True).answers == {"hours": 8}
    assert fill(form, {}, today=TODAY).answers == {}


def test_a_group_has_its_heading_at_its_first_question():
    form = Form.read(
        list(rows("| begin_group | g | G |\n| text | a | A |\n| text | b | B |\n| end_group |")), {}
    )
    first, second = fill(form, {}, today=TODAY).asked
    assert first.question.heading == Text(es="G", en="G")
    assert second.question.heading is None


@given(
    st.dictionaries(
        st.sampled_from([q.name for q in FORM.questions]),
        st.lists(st.sampled_from(["gbv", "health", "other", "born", "3", "2016-05-01", "", "x"])),
    )
)
def test_what_was_kept_comes_back_the_same(said):
    first = fill(FORM, said, today=TODAY)
    again = fill(FORM, as_said(first.answers), today=TODAY)
    if not first.misfits:
        assert again.answers == first.answers
        assert again.names == first.names
    assert set(again.answers) <= first.names


@pytest.mark.parametrize(
    ("survey", "says"),
    [
        ([{"type": "geopoint", "name": "where"}], "where is of the type geopoint"),
        ([{"type": "begin repeat", "name": "child"}], "child is of the type begin repeat"),
        ([{"type": "rank x", "name": "r"}], "r is of the type rank"),
        ([{"type": "select_one x or_other", "name": "o"}], "o chooses with or_other"),
        ([{"type": "calculate", "name": "c"}], "c calculates nothing"),
        ([{"type": "end group"}], "a group ends that never began"),
        ([{"type": "begin group", "name": "g"}], "a group begins and never ends"),
        ([{"type": "text", "name": "a", "relevant": "${b} = 1"}], "not asked before it"),
        ([{"type": "text", "name": "a", "relevant": "b = 1"}], "names b, which is no question"),
        ([{"type": "text", "name": "a", "constraint": "${a} = 1"}], None),
        ([{"type": "text", "name": "a", "relevant": "now( > 1"}], "relevant of a cannot be read"),
        ([{"type": "start", "name": "s"}, {"type": "note", "name": "n"}], None),
    ],
)
def test_what_a_screen_cannot_ask_is_told_by_name(survey, says):
    found = form_faults(survey)
    assert bool(found) is bool(says)
    if says:
        assert says in found[0].message
        assert found[0].mend
