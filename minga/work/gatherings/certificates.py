"""Certificates as a PDF: a page for each person."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from minga.foundation.organisations.models import Organisation
from minga.foundation.web.paper import set_pages
from minga.foundation.web.saying import language, write_day
from minga.work.casework.models import Step
from minga.work.casework.rules import PathwayRules
from minga.work.casework.words import answer_lines, said
from minga.work.gatherings.models import Gathering

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


class Awarded(NamedTuple):
    """A certificate that was given: to whom, by which step."""

    name: str
    step: Step


def certificates(
    gathering: Gathering, awarded: Sequence[Awarded], *, rules: PathwayRules, on: date
) -> bytes:
    """The certificates of these people, on a page each."""
    return set_pages(TEMPLATE, _words(gathering, awarded, rules), on=on)


def _words(
    gathering: Gathering, awarded: Sequence[Awarded], rules: PathwayRules
) -> Mapping[str, object]:
    organisation: Organisation = gathering.organisation
    demonstration = settings.DEMONSTRATION
    course = answer_lines(rules.forms[gathering.step].form, gathering.answers)
    about = ", ".join([said(rules.pathway.title), *(text for _label, text in course)])
    people = []
    for one in awarded:
        form = rules.forms[one.step.name].form if one.step.name in rules.forms else None
        lines = answer_lines(form, one.step.answers) if form else []
        people.append(
            {
                "name": one.name,
                "sentence": about,
                "lines": [f"{label}: {text}" for label, text in lines]
                + [write_day(one.step.occurred_on)],
                "number": str(one.step.pk),
            }
        )
    return {
        "language": language(),
        "title": _("Certificate"),
        "organisation": getattr(organisation, f"name_{language()}"),
        "awarded": _("This certificate is given to"),
        "signature": _("Signature"),
        "synthetic_mark": _("SYNTHETIC DATA.").rstrip("."),
        "synthetic": _("All people in this demonstration are invented.") if demonstration else "",
        "people": people,
    }
