"""What the import linter cannot see: foreign keys, reverse names, links by name. And habits.

Each rule is a function that is also shown a planted fault, so that it is known to notice one.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from checks.floors import ROOT, floors, may_know

Model = type[models.Model]
PACKAGE = ROOT / "minga"
LONGEST_FILE = 500


def our_models() -> list[Model]:
    return [model for model in apps.get_models() if model._meta.app_label in floors()]


def room_of(file: Path) -> str:
    """The room that a file belongs to; for `config` and `cli`, the wing."""
    parts = file.relative_to(PACKAGE).parts
    return parts[1] if len(parts) > 2 and parts[1] in floors() else parts[0]


# Foreign keys: a table may point to tables below it, whether by class or by name.


def upward_foreign_keys(known: Iterable[Model]) -> list[str]:
    found = []
    for model in known:
        here = model._meta.app_label
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            there = field.related_model and field.related_model._meta.app_label
            if there in floors() and not may_know(here, there):
                found.append(f"{model.__name__}.{field.name}")
    return found


def test_foreign_keys_point_down():
    assert upward_foreign_keys(our_models()) == []


@isolate_apps("minga.foundation.places", "minga.work.casework", "minga.register.vault")
def test_a_planted_foreign_key_upwards_or_to_a_neighbour_is_seen():
    class Above(models.Model):
        class Meta:
            app_label = "casework"

    class Neighbour(models.Model):
        class Meta:
            app_label = "programme"

    class Below(models.Model):
        above = models.ForeignKey(Above, models.PROTECT, related_name="+")
        others = models.ManyToManyField(Above, related_name="+")

        class Meta:
            app_label = "places"

    class Beside(models.Model):
        neighbour = models.OneToOneField(Neighbour, models.PROTECT, related_name="+")

        class Meta:
            app_label = "vault"

    found = upward_foreign_keys([Above, Neighbour, Below, Beside])
    assert found == ["Below.above", "Below.others", "Beside.neighbour"]


# Reverse names: a table below must not show that somebody above points to it.


def upward_reverse_names(known: Iterable[Model]) -> list[str]:
    found = []
    for model in known:
        for relation in model._meta.related_objects:
            other = relation.related_model._meta.app_label
            if other in floors() and other != model._meta.app_label and not relation.hidden:
                found.append(f"{model.__name__}.{relation.get_accessor_name()}")
    return found


def test_rooms_below_have_no_reverse_names_of_rooms_above():
    assert upward_reverse_names(our_models()) == []


@isolate_apps("minga.foundation.places", "minga.work.casework")
def test_a_planted_reverse_name_is_seen():
    class Below(models.Model):
        class Meta:
            app_label = "places"

    class Above(models.Model):
        below = models.ForeignKey(Below, models.PROTECT)
        silent = models.ForeignKey(Below, models.PROTECT, related_name="+")

        class Meta:
            app_label = "casework"

    assert upward_reverse_names([Below, Above]) == ["Below.above_set"]


# Links: a template or a view names pages and templates of its own room and of those below.

TEMPLATE_LINK = re.compile(r"""{%\s*(?:url\s+["'](\w+):|(?:include|extends)\s+["'](\w+)/)""")
REVERSING = {"reverse", "reverse_lazy", "redirect", "render", "render_to_string", "get_template"}
NAMED = re.compile(r"^(\w+)[:/]")


def upward_links(room: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in floors() and not may_know(room, name)]


def links_in_template(text: str) -> list[str]:
    return [name for pair in TEMPLATE_LINK.findall(text) for name in pair if name]


def links_in_code(text: str) -> list[str]:
    """Rooms that `redirect("room:page")`, `render(request, "room/page.html")` and such name."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called in REVERSING:
            words = [a.value for a in node.args if isinstance(a, ast.Constant)]
            found += [m[1] for w in words if isinstance(w, str) and (m := NAMED.match(w))]
    return found


def every_link() -> Iterator[tuple[Path, list[str]]]:
    for file in PACKAGE.rglob("templates/**/*.*"):
        yield file, links_in_template(file.read_text())
    for file in PACKAGE.rglob("*.py"):
        if "tests" not in file.parts:
            yield file, links_in_code(file.read_text())


def test_templates_and_views_link_down():
    found = {str(file): upward_links(room_of(file), names) for file, names in every_link()}
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("room", "template"),
    [
        ("audit", "{% url 'publish:home' %}"),
        ("people", '{% include "casework/x.html" %}'),
        ("vault", '{% extends "programme/base.html" %}'),
    ],
)
def test_a_planted_upward_link_in_a_template_is_seen(room, template):
    assert len(upward_links(room, links_in_template(template))) == 1


@pytest.mark.parametrize(
    ("room", "code"),
    [
        ("audit", "redirect('publish:edition', 1)"),
        ("people", "urls.reverse('casework:case', args=[1])"),
        ("vault", "render(request, 'programme/page.html', {})"),
    ],
)
def test_a_planted_upward_link_in_code_is_seen(room, code):
    assert len(upward_links(room, links_in_code(code))) == 1


def test_a_link_down_is_let_be():
    names = links_in_template("{% extends 'web/base.html' %}{% url 'access:account' %}")
    assert names == ["web", "access"]
    assert upward_links("publish", names) == []


# The rooms that Django knows are those of the contracts, in the order of the floors.


def test_the_settings_list_every_room_from_the_bottom_up():
    named = [room.rsplit(".", 1)[-1] for room in settings.ROOMS]
    with_app = [room for room in floors() if any(PACKAGE.glob(f"*/{room}/apps.py"))]
    assert sorted(named) == sorted(with_app)
    heights = [floors()[room] for room in named]
    assert heights == sorted(heights)


# Habits of every file.


def unclassed_fields(known: Iterable[Model]) -> list[str]:
    found = []
    for model in known:
        classes = getattr(model, "field_classes", {})
        names = {field.name for field in model._meta.fields}
        found += [f"{model.__name__}.{name}" for name in sorted(names ^ set(classes))]
    return found


def test_every_field_of_every_model_is_classed():
    assert unclassed_fields(our_models()) == []


@isolate_apps("minga.foundation.places")
def test_a_field_without_a_class_and_a_class_without_a_field_are_seen():
    class Planted(models.Model):
        name = models.TextField()
        field_classes = {"id": "public", "gone": "public"}  # noqa: RUF012

        class Meta:
            app_label = "places"

    assert unclassed_fields([Planted]) == ["Planted.gone", "Planted.name"]


def modules() -> list[Path]:
    return [file for file in PACKAGE.rglob("*.py") if "migrations" not in file.parts]


def test_no_file_is_too_long():
    ours = [file for file in modules() if "tests" not in file.parts]
    assert [str(f) for f in ours if len(f.read_text().splitlines()) > LONGEST_FILE] == []


def test_every_file_says_what_it_is_for():
    written = [(file, file.read_text()) for file in modules()]
    assert [str(f) for f, text in written if text and not ast.get_docstring(ast.parse(text))] == []


FORBIDDEN = {
    "signals": re.compile(r"django\.(db\.models|core|dispatch)[\w.]* import .*(signals|receiver)"),
    "generic foreign keys": re.compile(r"GenericForeignKey"),
    "an overridden save": re.compile(r"^    def (save|delete)\(self", re.MULTILINE),
    "an order of its own": re.compile(r"^        ordering = ", re.MULTILINE),
}


def test_what_decision_12_forbids_is_nowhere():
    ours = [file for file in modules() if "tests" not in file.parts]
    found = [
        f"{file}: {what}"
        for file in ours
        for what, sign in FORBIDDEN.items()
        if sign.search(file.read_text())
    ]
    assert found == []
    assert [str(f) for f in PACKAGE.rglob("*") if f.stem in {"utils", "helpers", "common"}] == []


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("signals", "from django.db.models.signals import post_save as signals"),
        ("signals", "from django.dispatch import receiver"),
        ("generic foreign keys", "owner = GenericForeignKey()"),
        ("an overridden save", "class X:\n    def save(self, *args):"),
        ("an order of its own", "class X:\n    class Meta:\n        ordering = ('id',)"),
    ],
)
def test_what_is_forbidden_is_noticed(what, code):
    assert FORBIDDEN[what].search(code)
