"""Pages read records through `visible_to`, and in no other way: seen in their very text."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps

from checks.floors import ROOT
from minga.config.roles import row_rule_of

PACKAGE = ROOT / "minga"
OPEN = {"Circle", "Member"}
"""Ruled, and yet read by who somebody is: which circles are one's own."""
FETCHING = {"get_object_or_404", "get_list_or_404"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def ruled() -> set[str]:
    return {model.__name__ for model in apps.get_models() if row_rule_of(model)} - OPEN


def pages() -> Iterator[Path]:
    """Every file whose code runs for a page: views, what composes them, what templates call."""
    for file in PACKAGE.rglob("*.py"):
        inside = file.relative_to(PACKAGE).parts
        if "tests" in inside or "migrations" in inside:
            continue
        page = {"views", "desk", "templatetags", "exports"} & {*inside[:-1], file.stem}
        if page or file.stem == "context":
            yield file


def reads_past(code: str, models: set[str]) -> list[str]:
    """Where some code reads one of the models otherwise than through `visible_to`."""
    tree = ast.parse(code)
    names = _called(tree, models)
    asked = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    return [
        f"line {getattr(node, 'lineno', 0)}: {found}"
        for node in ast.walk(tree)
        if id(node) not in asked and (found := _read(node, names))
    ]


def _called(tree: ast.AST, models: set[str]) -> set[str]:
    """The names that the models have in a file."""
    aliases = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in models and alias.asname
    }
    return models | aliases


def _read(node: ast.AST, names: Iterable[str]) -> str:
    """What a node reads of the models; nothing if it reads none."""
    if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
        named = getattr(node.value, "id", getattr(node.value, "attr", ""))
        return f"{named}.{node.attr}" if named in names else ""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FETCHING:
        what = node.args[0] if node.args else None
        return f"{what.id} fetched" if isinstance(what, ast.Name) and what.id in names else ""
    return ""


def test_pages_read_records_through_visible_to():
    found = {str(file): reads_past(file.read_text(), ruled()) for file in pages()}
    assert {file: lines for file, lines in found.items() if lines} == {}


def test_the_pages_are_found():
    names = {str(file.relative_to(PACKAGE)) for file in pages()}
    assert "foundation/access/views/staff.py" in names
    assert "figures/publish/views.py" in names


@pytest.mark.parametrize(
    "planted",
    [
        "Case.objects.get(pk=number)",
        "Case.objects.filter(team=team).visible_to(user, on=day)",
        "models.Case.objects.all()",
        "Case._default_manager.all()",
        "get_object_or_404(Case, pk=number)",
        "from minga.work.casework.models import Case as File\nFile.objects.all()",
    ],
)
def test_a_planted_read_is_seen(planted):
    assert len(reads_past(planted, {"Case"})) == 1


@pytest.mark.parametrize(
    "allowed",
    [
        "Case.objects.visible_to(user, on=day).filter(team=team)",
        "get_object_or_404(Case.objects.visible_to(user, on=day), pk=number)",
        "Team.objects.all()",
    ],
)
def test_what_asks_who_looks_is_let_be(allowed):
    assert reads_past(allowed, {"Case"}) == []
