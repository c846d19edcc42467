"""A form and the vocabularies it chooses from, as sheets that pyxform takes."""

import re
from collections.abc import Mapping

from minga.engines.lists.definition import Vocabulary
from minga.foundation.definitions.pack.schema import Form

OURS = frozenset({"counted", "consent"})
"""Columns of a survey that no XLSForm has: which answers are counted, which consent to what."""
LABELS = ("label::Español (es)", "label::English (en)")
CHOOSES = re.compile(r"^(?:select_one|select_multiple|rank)\s+(?P<list>\S+)")
Sheet = list[dict[str, str]]


def xlsform(form: Form, vocabularies: Mapping[str, Vocabulary]) -> dict[str, Sheet]:
    """The sheets `survey`, `choices` and `settings`; choices come from the vocabularies.

    A list on the form's own choices sheet goes before a vocabulary of the same name.
    """
    survey = [{k: v for k, v in row.items() if k not in OURS} for row in form.survey]
    choices = [dict(row) for row in form.choices]
    own = {row.get("list_name") for row in choices}
    for name in _lists(form):
        if name not in own and name in vocabularies:
            choices += [
                {"list_name": name, "name": code, LABELS[0]: term.es, LABELS[1]: term.en}
                for code, term in vocabularies[name].terms.items()
            ]
    settings = {"form_id": form.form, "form_title": form.form, "default_language": "Español (es)"}
    return {"survey": survey, "choices": choices, "settings": [settings | dict(form.settings)]}


def _lists(form: Form) -> list[str]:
    found = (CHOOSES.match(row.get("type", "")) for row in form.survey)
    return sorted({match["list"] for match in found if match})
