"""A small programme with four kinds of list, and what the tests ask of the database."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import yaml

from minga.engines.lists.tests.fixtures import ROLL, TALLY, VOCABULARIES, workbook
from minga.foundation.access.models import Team
from minga.foundation.core.principals import command
from minga.foundation.definitions.actions import store
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.register.people.models import Registration
from minga.work.casework.models import Step
from minga.work.gatherings.models import Gathering, Tally
from minga.work.intake.actions import receive, take_in
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import Vocabularies

BY = command("test")
NOW = datetime(2016, 12, 31, 12, tzinfo=UTC)
SENDERS = ("fundacion", "ministerio")
HEAD = ["Apellidos", "Nombres", "Cédula", "Sexo", "Parroquia", "Fecha"]
ROSA = ["Mina Caicedo", "Rosa", "0801234568", "Mujer", "Mataje", "03/03/2015"]
LUIS = ["Quiñónez Angulo", "Luis", "0812345676", "Hombre", "Mataje", "03/03/2015"]
ANA = ["Tapuyo Añapa", "Ana", None, "Mujer", "Mataje", "04/03/2015"]
DOUBTFUL = ["Ortiz Mina", "Eva", None, "Mujer", "Matage", "05/03/2015"]
DATELESS = ["Nazareno Cuero", "Inés", None, "Mujer", "Mataje", None]

PATHWAYS = yaml.safe_load("""
- pathway: training
  title: {es: Capacitación, en: Training}
  steps:
    attended: {opens: true, repeats: true}
    finished: {after: attended, closes: true}
- pathway: dissemination
  title: {es: Difusión, en: Dissemination}
  subject: none
  steps:
    held: {opens: true, repeats: true}
    ended: {after: held, closes: true}
- pathway: seed_grant
  title: {es: Capital semilla, en: Seed grant}
  steps:
    granted: {opens: true, form: grant}
    visited: {after: granted, repeats: true}
    paid: {after: granted, closes: true}
""")
GRANTS = yaml.safe_load("""
list: grants
title: {es: Capital semilla, en: Seed grants}
pathway: seed_grant
subject: registration
steps: [{step: granted, date: granted_on}, {step: visited, optional: true, date: visited_on}]
columns:
  surnames: {to: person.surnames, headings: [Apellidos]}
  given_names: {to: person.given_names, headings: [Nombres]}
  document: {to: person.document, headings: [Cédula]}
  granted_on: {to: date.granted, headings: [Fecha de entrega], required: true}
  visited_on: {to: date.visited, headings: [Fecha de visita]}
  amount: {to: answer.granted.amount, headings: [Monto], type: decimal}
  purpose: {to: answer.granted.purpose, headings: [Destino], type: text}
""")
GRANT_FORM = {
    "survey": [
        {"type": "decimal", "name": "amount"},
        {"type": "select_one purpose", "name": "purpose"},
    ],
    "choices": [{"list_name": "purpose", "name": name} for name in ("shop", "farm")],
}


def found_house():
    """Definitions, places and two organisations with a team each."""
    wanted = {("pathway", one["pathway"]): one for one in PATHWAYS}
    for kind in (ROLL, TALLY):
        wanted["list", kind.code] = kind.model_dump(mode="json", by_alias=True)
    wanted["list", "grants"] = GRANTS
    wanted["form", "grant"] = GRANT_FORM
    for code, vocabulary in VOCABULARIES.items():
        if code != "place":
            wanted["vocabulary", code] = vocabulary.model_dump(mode="json", by_alias=True)
    store(wanted)
    for code, term in VOCABULARIES["place"].terms.items():
        level = "canton" if len(code) == 4 else "parish"
        Place.objects.create(code=code, name=term.es, kind=level, parent_id=term.within)
    for sender in SENDERS:
        Organisation.objects.create(code=sender, name_es=sender, name_en=sender, kind="cso")
        Team.objects.create(code=sender, organisation_id=sender, title=sender)


def roll(*rows, head=HEAD):
    """A workbook with one sheet."""
    return workbook({"Lista": [head, *rows]})


def bring(content, *, sender="fundacion", name="lista.xlsx", at=NOW, **options):
    """Receive a file and take it in. The list as it is afterwards."""
    team = Team.objects.get(organisation=sender)
    kept, _ = receive(content, name=name, team=team, received_at=at, by=BY)
    options = {"now": lambda: at, **options}
    take_in(kept, team=team, known=Vocabularies.load(), by=BY, **options)
    return PartnerList.objects.get(pk=kept.pk)


def fates(kept):
    """The fates of a list's rows, in order."""
    rows = ListRow.objects.filter(partner_list=kept).order_by("sheet", "number")
    return list(rows.values_list("fate", flat=True))


def standing(sender="fundacion"):
    """What stands of an organisation: people, steps and tallies, without ids."""
    people = Registration.objects.filter(organisation=sender, erased_at=None)
    steps = Step.objects.filter(organisation=sender).live()
    gatherings = Gathering.objects.filter(organisation=sender, undone_at=None)
    return {
        "people": Counter(
            (r.sex, r.birth_on, r.own_document_key, r.own_name_key, _facts(r)) for r in people
        ),
        "steps": Counter(
            (s.name, s.occurred_on, s.place_id, str(sorted(s.answers.items())), _whose(s))
            for s in steps.select_related("case")
        ),
        "tallies": Counter(
            (t.gathering.occurred_on, t.gathering.place_id, t.sex, t.age_from, t.count)
            for t in Tally.objects.filter(gathering__in=gatherings).select_related("gathering")
        ),
    }


def _facts(registration):
    return tuple(sorted(registration.facts.said().values_list("kind", "value").distinct()))


def _whose(step):
    person = Registration.objects.filter(pk=step.case.registration_id).first()
    return (person.own_document_key, person.own_name_key) if person else ""


def later(days=1):
    """A moment some days after NOW."""
    return NOW + timedelta(days=days)
