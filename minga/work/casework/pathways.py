"""The loaded pathways as recording needs them: each version, with its steps' questions."""

from collections.abc import Iterable, Mapping

from minga.engines.pathway.answers import Question
from minga.engines.pathway.definition import Pathway
from minga.foundation.definitions.models import LoadedDefinition
from minga.work.casework.rules import CaseworkError, PathwayRules

Content = Mapping[str, object]


def current_rules() -> dict[str, PathwayRules]:
    """The current version of every pathway, by code."""
    rows = LoadedDefinition.objects.filter(kind="pathway", current=True)
    return {rules.code: rules for rules in _rules(rows)}


def current_version(code: str) -> PathwayRules:
    """The current version of one pathway. Raises CaseworkError where there is none."""
    row = LoadedDefinition.objects.filter(kind="pathway", code=code, current=True)
    for rules in _rules(row):
        return rules
    known = LoadedDefinition.objects.filter(kind="pathway", current=True).order_by("code")
    names = ", ".join(known.values_list("code", flat=True)) or "none is loaded; load a programme"
    raise CaseworkError(f"there is no pathway {code}; name one of: {names}.")


def versions(ids: Iterable[int]) -> dict[int, PathwayRules]:
    """The pathway versions of these numbers."""
    rows = LoadedDefinition.objects.filter(kind="pathway", pk__in=set(ids))
    return {rules.version: rules for rules in _rules(rows)}


def _rules(rows: Iterable[LoadedDefinition]) -> list[PathwayRules]:
    pathways = {row.pk: Pathway.model_validate(row.content) for row in rows}
    if not pathways:
        return []
    wanted = {s.form for pathway in pathways.values() for s in pathway.steps.values() if s.form}
    forms = _forms(wanted)
    return [
        PathwayRules(
            version=number,
            pathway=pathway,
            questions={
                name: forms[step.form] for name, step in pathway.steps.items() if step.form in forms
            },
        )
        for number, pathway in pathways.items()
    ]


def _forms(codes: Iterable[str]) -> dict[str, dict[str, Question]]:
    """The questions of the current forms, by form and by field."""
    rows = LoadedDefinition.objects.filter(current=True)
    contents = dict(rows.filter(kind="form", code__in=codes).values_list("code", "content"))
    if not contents:
        return {}
    terms = {
        code: frozenset(terms)
        for code, terms in rows.filter(kind="vocabulary").values_list("code", "content__terms")
    }
    found: dict[str, dict[str, Question]] = {}
    for code, content in contents.items():
        choices = terms | _own_choices(content.get("choices", ()))
        asked = (Question.of(row, choices) for row in content.get("survey", ()))
        found[code] = {question.name: question for question in asked if question is not None}
    return found


def _own_choices(rows: Iterable[Mapping[str, str]]) -> dict[str, frozenset[str]]:
    """The lists on a form's own choices sheet."""
    lists: dict[str, set[str]] = {}
    for row in rows:
        lists.setdefault(row.get("list_name", ""), set()).add(row.get("name", ""))
    return {name: frozenset(codes) for name, codes in lists.items()}
