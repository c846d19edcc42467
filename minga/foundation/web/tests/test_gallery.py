"""The gallery shows every piece, in both languages, and every piece can be drawn."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from minga.foundation.web import charts, gallery, pieces
from minga.foundation.web.templatetags import components
from minga.foundation.web.views import gallery as gallery_page

NOW = datetime(2016, 5, 12, 15, 0, tzinfo=UTC)
VOID = {"br", "hr", "img", "input", "link", "meta", "circle", "line", "path", "rect"}


def kinds():
    found = [*vars(pieces).values(), *vars(charts).values()]
    return {each.__name__ for each in found if isinstance(each, type) and hasattr(each, "template")}


class Nesting(HTMLParser):
    """Tags that are closed in another order than they were opened; ids that come twice."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.wrong = [], [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        if "style" in dict(attrs) or any(name.startswith("on") for name, _ in attrs):
            self.wrong.append(f"{tag} has a style or script of its own")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Drawings close themselves."""

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes what is not open")


def page(language="es"):
    with translation.override(language):
        return gallery_page(RequestFactory().get("/design/")).content.decode()


def test_every_kind_of_piece_is_in_the_gallery():
    assert {name for name, _ in gallery.pieces(NOW)} == kinds() - {"Piece"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_gallery_is_well_formed(language):
    found = Nesting()
    found.feed(page(language))
    assert found.wrong == []
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))


def test_the_gallery_uses_every_component():
    shown = page()
    for name in set(components.register.tags) - {"show", "icon", "asset"}:
        assert f"<code>{{% {name} %}}</code>" in shown, name


def test_what_people_typed_is_never_markup():
    task = pieces.Task("<b>x</b>", pieces.Link("<i>", '"><script>'))
    drawn = Template("{% load components %}{% show task %}").render(Context({"task": task}))
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_words_are_shown_as_they_are():
    template = Template("{% load components %}{% show words %}")
    assert template.render(Context({"words": "a < b"})) == "a &lt; b"


def test_an_asset_s_address_changes_with_what_is_in_it():
    first = components.asset("web/look.css")
    assert first.startswith("/static/web/look.css?v=")
    assert first != components.asset("web/forms.css").replace("forms", "look")


def test_an_asset_that_is_not_there_is_noticed():
    with pytest.raises(FileNotFoundError, match="web/nothing"):
        components.asset("web/nothing.css")
