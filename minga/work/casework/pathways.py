"""The loaded pathways as recording needs them: each version, with its steps' questions."""

from collections.abc import Iterable, Mapping

from minga.engines.definition import Text
from minga.engines.pathway.definition import Pathway
from minga.engines.xforms.form import Choice, words
from minga.foundation.definitions.models import LoadedDefinition
from minga.work.casework.rules import CaseworkError, PathwayRules, StepForm, step_form


def current_rules(codes: Iterable[str] | None = None) -> dict[str, PathwayRules]:
    """The current version of every pathway, or of those named, by code."""
    rows = LoadedDefinition.objects.filter(kind="pathway", current=True)
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    return {rules.code: rules for rules in _rules(rows)}


def titles() -> dict[str, Text]:
    """The titles of all pathways, by code, without reading the rest of them."""
    rows = LoadedDefinition.objects.filter(kind="pathway", current=True)
    found = rows.values_list("code", "content__title")
    return {code: Text.model_validate(title) for code, title in found}


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
            forms={
                name: forms[step.form] for name, step in pathway.steps.items() if step.form in forms
            },
        )
        for number, pathway in pathways.items()
    ]


def _forms(codes: Iterable[str]) -> dict[str, StepForm]:
    """The current forms, by code."""
    rows = LoadedDefinition.objects.filter(current=True)
    contents = dict(rows.filter(kind="form", code__in=codes).values_list("code", "content"))
    if not contents:
        return {}
    terms: dict[str, tuple[Choice, ...]] = {
        code: tuple(
            Choice(name, Text(es=said["es"], en=said["en"])) for name, said in terms.items()
        )
        for code, terms in rows.filter(kind="vocabulary").values_list("code", "content__terms")
    }
    return {
        code: step_form(content.get("survey", ()), terms | _own_choices(content.get("choices", ())))
        for code, content in contents.items()
    }


def _own_choices(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[Choice, ...]]:
    """The lists on a form's own choices sheet."""
    lists: dict[str, tuple[Choice, ...]] = {}
    for row in rows:
        choice = Choice(row.get("name", ""), words(row, "label"), row)
        named = row.get("list_name", "")
        lists[named] = (*lists.get(named, ()), choice)
    return lists
