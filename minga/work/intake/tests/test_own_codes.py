"""People without a document or a full birth date are known by the organisation's own code."""

import pytest
import yaml

from minga.foundation.definitions.actions import store
from minga.register.people.models import OwnCode, Registration
from minga.work.intake.models import ListRow
from minga.work.intake.tests.house import PATHWAYS, bring, fates, later, roll, standing
from minga.work.intake.tests.test_undoing import take_back

pytestmark = pytest.mark.django_db
HEAD = ["Apellidos", "Nombres", "Pasaporte", "No. de ficha", "Fecha de rastreo"]
FILES = yaml.safe_load("""
list: files
title: {es: Fichas, en: Files}
pathway: training
subject: registration
steps: [{step: attended, date: found_on}]
columns:
  surnames: {to: person.surnames, headings: [Apellidos]}
  given_names: {to: person.given_names, headings: [Nombres]}
  document: {to: person.document, headings: [Pasaporte]}
  file: {to: case.code, identifies: true, required: true, headings: [No. de ficha]}
  found_on: {to: date.attended, required: true, headings: [Fecha de rastreo]}
""")


def load(content):
    store({("pathway", "training"): PATHWAYS[0], ("list", "files"): content})


@pytest.fixture(autouse=True)
def files(house):
    load(FILES)


def row(code, day=1, document=None, names="Ana María", surnames="Tapuyo"):
    return [surnames, names, document, code, f"{day:02}/03/2015"]


def people():
    return standing()["people"].total()


def test_the_same_code_is_the_same_person_however_the_name_is_written():
    bring(roll(row("F-1"), row("F-2"), row("F-1", day=2, names="Ana"), head=HEAD))
    bring(roll(row("f 1", day=3, surnames="Tapullo"), head=HEAD), at=later())
    assert people() == 2
    assert standing()["steps"].total() == 4


def test_without_such_a_column_they_are_as_many_as_their_rows():
    plain = {"to": "case.code", "headings": ["No. de ficha"]}
    load({**FILES, "columns": {**FILES["columns"], "file": plain}})
    bring(roll(row("F-1"), row("F-1", day=2, names="Ana"), head=HEAD))
    assert people() == 2


def test_a_code_with_another_document_is_looked_at():
    kept = bring(roll(row("F-1", document="PA100X"), row("F-1", 2, "PA200X"), head=HEAD))
    assert fates(kept) == ["accepted", "review"]
    later_list = bring(roll(row("F-1", 4, "PA300X"), head=HEAD), at=later())
    assert fates(later_list) == ["review"]
    assert ListRow.objects.filter(problems__contains=[{"code": "other_person"}]).count() == 2
    assert people() == 1


def test_a_document_goes_before_a_code():
    bring(roll(row("F-1", document="PA100X"), row("F-2", document="PA200X"), head=HEAD))
    third = bring(roll(row("F-2", 4, "PA100X"), head=HEAD), at=later())
    assert fates(third) == ["review"]


def test_a_code_says_nothing_between_organisations():
    bring(roll(row("F-1"), head=HEAD))
    bring(roll(row("F-1", day=2), head=HEAD), sender="ministerio")
    assert OwnCode.objects.values("own_key").distinct().count() == 2
    assert Registration.objects.filter(erased_at=None).count() == 2


def test_a_code_of_an_undone_list_recognises_nobody():
    first = bring(roll(row("F-1"), head=HEAD))
    take_back(first)
    assert not OwnCode.objects.exists()
    bring(roll(row("F-1", day=2), head=HEAD), at=later(40))
    assert people() == 1
