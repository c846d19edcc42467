"""What a case is about: a site, an institution, or nothing but the matter itself."""

import pytest
import yaml

from minga.engines.lists.tests.fixtures import workbook
from minga.foundation.definitions.actions import store
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.work.casework.models import Case, Step
from minga.work.intake.tests.house import bring, found_house

PATHWAYS = yaml.safe_load("""
- pathway: works
  title: {es: Obra, en: Works}
  subject: site
  steps: {begun: {opens: true}, done: {after: begun, closes: true}}
- pathway: capacity
  title: {es: Capacidad, en: Capacity}
  subject: organisation
  steps: {before: {opens: true}, after: {after: before, closes: true}}
- pathway: dispute
  title: {es: Disputa, en: Dispute}
  subject: none
  steps: {heard: {opens: true}, settled: {after: heard, closes: true}}
""")
LISTS = yaml.safe_load("""
- list: works
  title: {es: Obras, en: Works}
  pathway: works
  subject: site
  steps: [{step: begun}, {step: done, optional: true}]
  columns:
    site: {to: site, headings: [Escuela], required: true}
    place: {to: place, headings: [Parroquia]}
    begun: {to: date.begun, headings: [Inicio], required: true}
    done: {to: date.done, headings: [Obra terminada]}
- list: capacity
  title: {es: Capacidades, en: Capacities}
  pathway: capacity
  subject: organisation
  steps: [{step: before}, {step: after, optional: true}]
  columns:
    organisation: {to: organisation, headings: [Institución], required: true}
    before: {to: date.before, headings: [Antes], required: true}
    after: {to: date.after, headings: [Después]}
- list: disputes
  title: {es: Disputas, en: Disputes}
  pathway: dispute
  subject: none
  steps: [{step: heard}, {step: settled, optional: true}]
  columns:
    matter: {to: case.code, headings: [Código de disputa]}
    place: {to: place, headings: [Parroquia]}
    heard: {to: date.heard, headings: [Audiencia], required: true}
    settled: {to: date.settled, headings: [Arreglo]}
""")


@pytest.fixture
def house(db):
    found_house()
    wanted = {("pathway", one["pathway"]): one for one in PATHWAYS}
    wanted |= {("list", one["list"]): one for one in LISTS}
    store(wanted)
    parish = Place.objects.get(name="Mataje")
    Place.objects.create(code="esc_1", name="Escuela Nueva", kind="site", parent=parish)
    Organisation.objects.create(code="junta", name_es="Junta", name_en="Board", kind="cso")


def test_a_school_is_the_subject_of_its_works(house):
    heads = ["Escuela", "Parroquia", "Inicio", "Obra terminada"]
    begun, done = "01/02/2015", "05/06/2015"
    bring(workbook({"Obras": [heads, ["Escuela Nueva", "Mataje", begun, None]]}))
    bring(workbook({"Obras": [heads, ["Escuela Nueva", "Mataje", begun, done]]}), name="b.xlsx")
    case = Case.objects.get()
    assert case.place_id == "esc_1"
    assert set(Step.objects.values_list("name", flat=True)) == {"begun", "done"}
    assert Step.objects.filter(place__name="Mataje").count() == 2


def test_a_row_without_a_parish_happens_at_its_site(house):
    bring(workbook({"Obras": [["Escuela", "Inicio"], ["Escuela Nueva", "01/02/2015"]]}))
    assert Step.objects.get().place_id == "esc_1"


def test_an_institution_keeps_one_case_over_two_lists(house):
    heads = ["Institución", "Antes", "Después"]
    bring(workbook({"Lista": [heads, ["Junta", "01/02/2014", None]]}))
    bring(workbook({"Lista": [heads, ["Junta", "01/02/2014", "01/02/2016"]]}), name="b.xlsx")
    assert Case.objects.get().organisation_id == "junta"


def test_a_matter_is_told_by_its_code_wherever_it_was_heard(house):
    heads = ["Código de disputa", "Parroquia", "Audiencia", "Arreglo"]
    bring(workbook({"Lista": [heads, ["D-1", "Mataje", "01/02/2014", None]]}))
    bring(workbook({"Lista": [heads, ["D-1", None, "01/02/2014", "01/03/2014"]]}), name="b.xlsx")
    case = Case.objects.get()
    assert (case.place_id, case.organisation_id, case.registration_id) == (None, None, None)


def test_matters_without_a_code_are_as_many_as_their_rows(house):
    heads = ["Parroquia", "Audiencia", "Arreglo"]
    rows = [["Mataje", "01/02/2014", "01/03/2014"], ["Mataje", "02/02/2014", "01/03/2014"]]
    bring(workbook({"Lista": [heads, *rows]}))
    assert Case.objects.count() == 2
