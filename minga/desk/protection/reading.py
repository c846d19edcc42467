"""What is held about somebody, as they read it: codes become the programme's own words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from minga.engines.definition import Text
from minga.engines.xforms.form import Form
from minga.foundation.definitions.actions import current
from minga.foundation.legal.actions import standing_record
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.foundation.web.saying import language, write_day
from minga.foundation.web.templatetags.questions import said
from minga.work.casework.pathways import versions
from minga.work.casework.rules import PathwayRules
from minga.work.casework.words import answer_lines, step_title

KINDS = {
    "group": Text(es="autoidentificación", en="self-identified group"),
    "status": Text(es="situación", en="status"),
}
PRECISIONS = {
    "day": Text(es="se sabe el día", en="the day is known"),
    "month": Text(es="se sabe el mes", en="the month is known"),
    "year": Text(es="se sabe el año", en="the year is known"),
    "unknown": Text(es="no se sabe", en="not known"),
}
Held = dict[str, Any]


class Reading:
    """The words for the codes of one copy."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.terms = {code: row.content["terms"] for code, row in current("vocabulary").items()}
        name = f"name_{language()}"
        self.organisations: dict[str, str] = dict(Organisation.objects.values_list("code", name))
        self.rules = versions(case["pathway_version"] for case in held["cases"])
        codes = {step["place"] for case in held["cases"] for step in case["steps"]}
        self.places = dict(Place.objects.filter(pk__in=codes).values_list("pk", "name"))
        law = standing_record()
        self.purposes = law.purposes if law else {}

    def read(self) -> Held:
        """The copy in words."""
        held, identity = self.held, self.held["identity"]
        kind = identity["document_type"]
        return {
            **held,
            "organisation": self._organisation(held["organisation"]),
            "identity": {**identity, "document_type": self._term("document_type", kind)},
            "sex": self._term("sex", held["sex"]),
            "born": _day(held["born"]),
            "born_known_to": said(PRECISIONS[held["born_known_to"]]),
            "facts": [self._fact(fact) for fact in held["facts"]],
            "consents": [self._consent(one) for one in held["consents"]],
            "cases": [
                self._case(case, self.rules[case["pathway_version"]]) for case in held["cases"]
            ],
            "lists": [
                {
                    "from": self._organisation(one["from"]),
                    "received_on": _day(one["received_on"]),
                    "file_kept_until": _day(one["file_kept_until"]),
                }
                for one in held["lists"]
            ],
            "opened_by": [
                {
                    "on": _day(one["at"][:10]),
                    "organisation": self._organisation(one["organisation"]),
                }
                for one in held["opened_by"]
            ],
        }

    def _organisation(self, code: str) -> str:
        return self.organisations.get(code, code)

    def _term(self, vocabulary: str, code: str) -> str:
        words: Mapping[str, str] = self.terms.get(vocabulary, {}).get(code, {})
        return words.get(language(), code)

    def _fact(self, fact: Held) -> Held:
        return {
            **fact,
            "kind": said(KINDS[fact["kind"]]),
            "value": self._term(fact["kind"], fact["value"]),
            "from": _day(fact["from"]),
            "until": _day(fact["until"]),
        }

    def _consent(self, one: Held) -> Held:
        purpose = self.purposes.get(one["purpose"])
        return {
            **one,
            "purpose": said(purpose.title) if purpose else one["purpose"],
            "shared_with": self._organisation(one["shared_with"]),
            **{name: _day(one[name]) for name in ("given_on", "until", "withdrawn_on")},
        }

    def _case(self, case: Held, rules: PathwayRules) -> Held:
        return {
            **case,
            "pathway": said(rules.pathway.title),
            "steps": [self._step(step, rules) for step in case["steps"]],
            "notes": [{**note, "on": _day(note["on"])} for note in case["notes"]],
            "papers": [{**paper, "on": _day(paper["on"])} for paper in case["papers"]],
        }

    def _step(self, step: Held, rules: PathwayRules) -> Held:
        known = rules.forms.get(step["name"])
        return {
            "title": step_title(rules.pathway, step["name"]),
            "on": _day(step["on"]),
            "place": self.places.get(step["place"], step["place"]),
            "answers": answer_lines(known.form if known else Form(()), step["answers"]),
        }


def _day(written: str) -> str:
    return write_day(date.fromisoformat(written)) if written else ""
