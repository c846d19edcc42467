"""What the import linter cannot see: foreign keys by string, reverse names, template links."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

PACKAGE = Path(settings.PACKAGE) if hasattr(settings, "PACKAGE") else Path("minga")
ROOMS = [room for room in settings.ROOMS if not room.startswith("django")]
ORDER = {room.rsplit(".", 1)[-1]: number for number, room in enumerate(ROOMS)}


def our_models():
    return [m for m in apps.get_models() if m.__module__.startswith("minga.")]


def upward_foreign_keys(models_):
    found = []
    for model in models_:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model in models_:
                here, there = model._meta.app_label, field.related_model._meta.app_label
                if ORDER[there] > ORDER[here]:
                    found.append(f"{model.__name__}.{field.name}")
    return found


def test_foreign_keys_point_down():
    assert upward_foreign_keys(our_models()) == []


def test_rooms_below_have_no_reverse_names_of_rooms_above():
    found = []
    for model in our_models():
        for relation in model._meta.related_objects:
            other = relation.related_model
            crosses = other._meta.app_label != model._meta.app_label
            if crosses and not relation.hidden and other.__module__.startswith("minga."):
                found.append(f"{model.__name__}.{relation.get_accessor_name()}")
    assert found == []


LINK = re.compile(r"{%\s*(?:url\s+['\"](\w+):|(?:include|extends)\s+['\"](\w+)/)")


def upward_links(template_text, room):
    names = {name for pair in LINK.findall(template_text) for name in pair if name}
    return [name for name in names if ORDER.get(name, -1) > ORDER[room]]


def test_templates_link_down():
    for template in Path("minga").rglob("templates/*/*.html"):
        room = template.parents[2].name
        assert upward_links(template.read_text(), room) == [], template


def test_a_planted_upward_link_is_seen():
    assert upward_links("{% url 'publish:home' %}", "audit") == ["publish"]
    assert upward_links('{% include "casework/x.html" %}', "people") == ["casework"]


def test_every_field_of_every_model_is_classed():
    missing = []
    for model in our_models():
        classes = getattr(model, "field_classes", {})
        names = {field.name for field in model._meta.fields}
        missing += [f"{model.__name__}.{name}" for name in sorted(names ^ set(classes))]
    assert missing == []


def test_no_file_is_longer_than_500_lines():
    long = [
        str(file)
        for file in Path("minga").rglob("*.py")
        if not {"migrations", "tests"} & set(file.parts)
        and len(file.read_text().splitlines()) > 500
    ]
    assert long == []


def test_every_file_says_what_it_is_for():
    silent = [
        str(file)
        for file in Path("minga").rglob("*.py")
        if "migrations" not in file.parts
        and (text := file.read_text().strip())
        and not text.startswith(('"""', 'r"""', "#"))
    ]
    assert silent == []
