"""A small programme for tests: eight kinds of list and one of tallies."""

from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

from minga.engines.world.inputs import Organisation, Place, list_from, vocabulary_from
from minga.engines.world.pathways import fields_from, pathway_from

WORLD = Path(__file__).parents[4] / "programmes/northern-border/world"

PERSON = """
  name: {to: person.full_name, headings: [Nombres y apellidos, Full name]}
  given: {to: person.given_names, headings: [Nombres, Given names]}
  surnames: {to: person.surnames, headings: [Apellidos, Surnames]}
  first_surname: {to: person.first_surname, headings: [Primer apellido]}
  second_surname: {to: person.second_surname, headings: [Segundo apellido]}
  document: {to: person.document, headings: [Cédula, No. documento]}
  sex: {to: person.sex, headings: [Sexo, Género]}
  birth: {to: person.birth_on, headings: [Fecha de nacimiento]}
  age: {to: person.age, headings: [Edad]}
  group: {to: person.group, headings: [Autoidentificación, Etnia]}
  status: {to: person.status, headings: [Situación]}
  place: {to: place, headings: [Cantón / parroquia]}
"""

LISTS = """
list: training_roll
title: {es: Lista de asistencia, en: Attendance roll}
pathway: training
steps: [{step: attended, date: attended_on, role: trainee}]
columns:
  attended_on: {to: date.attended, headings: [Fecha]}
  topic: {to: answer.attended.topic, headings: [Tema], vocabulary: topic}
  trainee_role: {to: answer.attended.trainee_role, headings: [Papel], vocabulary: trainee_role}
  course: {to: gathering.code, headings: [Taller]}
PERSON
---
list: seed_grant
title: {es: Capital semilla, en: Seed grants}
pathway: seed_grant
steps: [{step: selected}, {step: disbursed, optional: true}]
columns:
  selected_on: {to: date.selected, headings: [Selección]}
  disbursed_on: {to: date.disbursed, headings: [Entrega]}
  amount: {to: answer.disbursed.amount, headings: [Monto], type: decimal}
  household: {to: person.household, headings: [Hogar]}
  case: {to: case.code, headings: [Caso]}
PERSON
---
list: return_to_school
title: {es: Retorno a la escuela, en: Return to school}
pathway: return_to_school
steps: [{step: located}, {step: enrolled, optional: true}, {step: retained, optional: true},
        {step: dropped_out, optional: true}]
columns:
  located_on: {to: date.located, headings: [Ubicación]}
  enrolled_on: {to: date.enrolled, headings: [Matrícula]}
  retained_on: {to: date.retained, headings: [Permanece]}
  dropped_on: {to: date.dropped_out, headings: [Deserción]}
  case: {to: case.code, headings: [Caso]}
PERSON
---
list: school_check
title: {es: Control de asistencia, en: Attendance check}
pathway: return_to_school
steps: [{step: checked}]
columns:
  checked_on: {to: date.checked, headings: [Control]}
  attending: {to: answer.checked.attending, headings: [Asiste]}
  case: {to: case.code, headings: [Caso]}
PERSON
---
list: protection
title: {es: Atención, en: Attention}
pathway: protection_case
steps: [{step: identified}, {step: closed, optional: true}]
columns:
  identified_on: {to: date.identified, headings: [Ingreso]}
  closed_on: {to: date.closed, headings: [Cierre]}
  case: {to: case.code, headings: [Caso]}
PERSON
---
list: assembly
title: {es: Asambleas, en: Assemblies}
pathway: dissemination
subject: none
steps: [{step: held}]
columns:
  held_on: {to: date.held, headings: [Fecha]}
  place: {to: place, headings: [Lugar]}
  women: {to: tally.f, headings: [Mujeres]}
  men: {to: tally.m, headings: [Hombres]}
---
list: network
title: {es: Redes CONE, en: Obstetric networks}
pathway: obstetric_network
subject: site
steps: [{step: checked, date: checked_on}, {step: functional, optional: true}]
columns:
  site: {to: site, headings: [Red]}
  place: {to: place, headings: [Cantón]}
  checked_on: {to: date.checked, headings: [Revisión]}
  functional_on: {to: date.functional, headings: [Funciona desde]}
---
list: policy
title: {es: Políticas, en: Policies}
pathway: policy
subject: none
steps: [{step: drafted}, {step: adopted, optional: true}]
columns:
  case: {to: case.code, headings: [Norma]}
  drafted_on: {to: date.drafted, headings: [Borrador]}
  adopted_on: {to: date.adopted, headings: [Adopción]}
  scope: {to: answer.drafted.scope, headings: [Alcance], vocabulary: scope, required: true}
---
list: capacity
title: {es: Capacidades, en: Capacities}
pathway: capacity
subject: organisation
steps: [{step: before}, {step: after}]
columns:
  organisation: {to: organisation, headings: [Institución]}
  before_on: {to: date.before, headings: [Antes]}
  after_on: {to: date.after, headings: [Después]}
  score: {to: answer.after.score, headings: [Puntaje], type: integer}
"""

PATHWAYS = """
pathway: training
subject: registration
steps: {attended: {opens: true, repeats: true, form: session}}
---
pathway: seed_grant
subject: registration
steps:
  selected: {opens: true}
  disbursed: {after: selected, form: payment, closes: true}
  refused: {after: selected, closes: true}
---
pathway: return_to_school
subject: registration
steps:
  located: {opens: true}
  enrolled: {after: located, within: {from: located, days: 30}}
  checked: {after: enrolled, repeats: true, due: {from: enrolled, days: [30, 60, 90]}, form: check}
  retained:
    after: checked
    closes: true
    requires: {checked: {at_least: 3, where: {attending: ["yes"]}}}
  dropped_out: {after: enrolled, closes: true}
  not_enrolled: {after: located, closes: true}
---
pathway: protection_case
subject: registration
steps: {identified: {opens: true}, closed: {after: identified, closes: true}}
---
pathway: dissemination
subject: none
steps: {held: {opens: true, closes: true}}
---
pathway: obstetric_network
subject: site
steps:
  checked: {opens: true}
  functional: {after: checked}
  sustained: {after: functional, closes: true}
  suspended: {after: [checked, functional], closes: true}
---
pathway: policy
subject: none
steps:
  drafted: {opens: true, form: policy}
  adopted: {after: drafted, closes: true}
  dropped: {after: drafted, closes: true}
---
pathway: capacity
subject: organisation
steps: {before: {opens: true}, after: {after: before, form: scores, closes: true}}
"""

FORMS = {
    "session": """
| survey |                         |              |
|        | type                    | name         |
|        | select_one topic        | topic        |
|        | select_one trainee_role | trainee_role |
""",
    "payment": """
| survey |         |        |
|        | type    | name   |
|        | decimal | amount |
""",
    "check": """
| survey |                   |           |
|        | type              | name      |
|        | select_one answer | attending |
""",
    "policy": """
| survey |                  |       |          |
|        | type             | name  | required |
|        | select_one scope | scope | yes      |
""",
    "scores": """
| survey |         |       |
|        | type    | name  |
|        | integer | score |
""",
}

INDICATORS = """
- {indicator: duty_bearers_trained, count: people, of: [training.attended],
   where: {trainee_role: [state_official, police_officer, judge_prosecutor, health_worker,
                          teacher]}}
- {indicator: direct_people, count: people, except: [duty_bearers_trained],
   of: [training.attended, seed_grant.disbursed, return_to_school.enrolled]}
- {indicator: direct_youth, count: people, except: [duty_bearers_trained],
   who: {age: {from: 18, to: 30}},
   of: [training.attended, seed_grant.disbursed, return_to_school.enrolled]}
- {indicator: direct_afro, count: people, except: [duty_bearers_trained],
   who: {group: [afro_ecuadorian]},
   of: [training.attended, seed_grant.disbursed, return_to_school.enrolled]}
- {indicator: direct_indigenous, count: people, except: [duty_bearers_trained],
   who: {group: [indigenous]},
   of: [training.attended, seed_grant.disbursed, return_to_school.enrolled]}
- {indicator: peace_trained_young, count: people, of: [training.attended],
   where: {topic: [peace], trainee_role: [young_person]}}
- {indicator: grants, count: people, of: [seed_grant.disbursed]}
- {indicator: grant_families, count: households, whom: household, of: [seed_grant.disbursed]}
- {indicator: grant_amount, count: {sum: amount}, of: [seed_grant.disbursed]}
- {indicator: grant_average, count: {ratio: {of: grant_amount, over: grants, per: 1}}}
- {indicator: children_in_school, count: people, of: [return_to_school.enrolled]}
- {indicator: children_checked_thrice, count: people, at_least: 3,
   of: [return_to_school.checked]}
- {indicator: enrolled_in_a_month, count: people, of: [return_to_school.enrolled],
   within: {days: 30, of: return_to_school.located}}
- {indicator: networks, count: sites, pick: latest, of: [obstetric_network.functional]}
- {indicator: national_policies, count: cases, of: [policy.drafted], where: {scope: [national]}}
- {indicator: members, count: organisations, of: [network.member], who: {kind: [ministry]}}
- {indicator: births, count: {observation: births}}
"""

VOCABULARIES = """
vocabulary: topic
terms:
  srhr: {es: Derechos sexuales y reproductivos, en: SRHR, synonyms: [DSDR]}
  gbv: {es: Violencia basada en género, en: GBV}
  peace: {es: Cultura de paz, en: Culture of peace}
---
vocabulary: group
terms:
  afro_ecuadorian: {es: Afroecuatoriana, en: Afro-Ecuadorian, synonyms: [Negra, afro]}
  indigenous: {es: Indígena, en: Indigenous}
---
vocabulary: scope
terms:
  national: {es: Nacional, en: National}
  cantonal: {es: Cantonal, en: Cantonal}
  parish: {es: Parroquial, en: Parish}
---
vocabulary: answer
terms:
  "yes": {es: "Sí", en: "Yes"}
  "no": {es: "No", en: "No"}
"""


def inputs() -> dict[str, Any]:
    """The keyword arguments of `generate` but seed, scale, calibration name and folder."""
    places = [Place("08", "Esmeraldas", "province"), Place("21", "Sucumbíos", "province")]
    for canton, name in (("0805", "San Lorenzo"), ("0802", "Eloy Alfaro"), ("2101", "Lago Agrio")):
        places.append(Place(canton, name, "canton", canton[:2]))
        places += [Place(f"{canton}5{n}", f"Parroquia {n}", "parish", canton) for n in range(4)]
    places += [Place(f"red_{n}", f"Red CONE {n}", "site", "0805") for n in range(9)]
    kinds = ["un_agency"] * 4 + ["ministry"] * 2 + ["civil_society"] * 7 + ["cantonal_gov"] * 3
    joined = date(2014, 1, 15)
    houses = [
        Organisation(f"house_{n:02d}", f"Casa {n}", kind, joined_on=joined)
        for n, kind in enumerate(kinds)
    ]
    vocabularies = [*yaml.safe_load_all(VOCABULARIES)]
    forms = {name: fields_from(table) for name, table in FORMS.items()}
    pathways = [pathway_from(raw, forms) for raw in yaml.safe_load_all(PATHWAYS)]
    indicators = yaml.safe_load(INDICATORS)
    lists = dedent(LISTS).replace("PERSON", PERSON.strip("\n"))
    return {
        "names": yaml.safe_load((WORLD / "names.yaml").read_text("utf-8")),
        "calibration": yaml.safe_load((WORLD / "calibration.yaml").read_text("utf-8")),
        "life": {"answers": {"attending": {"yes": 9}}, "unfinished": 0.1},
        "styles": yaml.safe_load((WORLD / "styles.yaml").read_text("utf-8")),
        "places": places,
        "organisations": houses,
        "lists": [list_from(raw) for raw in yaml.safe_load_all(lists)],
        "pathways": {pathway.code: pathway for pathway in pathways},
        "vocabularies": {raw["vocabulary"]: vocabulary_from(raw) for raw in vocabularies},
        "indicators": {raw["indicator"]: raw for raw in indicators},
        "starts": date(2013, 10, 1),
        "ends": date(2017, 3, 31),
    }
