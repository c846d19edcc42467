"""What pages are drawn with: `{% show piece %}` for pieces, and a tag for each thing of words."""

from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from minga.foundation.web.icons import ICONS
from minga.foundation.web.pieces import Piece
from minga.foundation.web.saying import write_day, write_number

register = template.Library()


@register.simple_tag
def show(piece: str | Piece) -> SafeString:
    """A piece as its template draws it; plain words as they are."""
    if not isinstance(piece, Piece):
        return conditional_escape(piece)
    return render_to_string(f"web/pieces/{piece.template}.html", {"piece": piece})


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing beside words; it says nothing that the words do not."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def asset(path: str) -> str:
    """The address of a file that is served as it is; it changes with what is in the file."""
    return f"{static(path)}?v={_version(path)}"


@cache
def _version(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(f"there is no static file {path}")
    return sha256(Path(found).read_bytes()).hexdigest()[:8]


@register.inclusion_tag("web/components/page_head.html")
def page_head(title: str, lead: str = "", over: str = "") -> dict[str, str]:
    """The heading of a page, what it belongs to above, and one sentence below."""
    return {"title": title, "lead": lead, "over": over}


@register.inclusion_tag("web/components/back.html")
def back(address: str, words: str = "") -> dict[str, str]:
    """The way back, above the heading of the page."""
    return {"address": address, "words": words}


@register.inclusion_tag("web/faults.html")
def error_summary(form: BaseForm) -> dict[str, BaseForm]:
    """All that keeps a form from being saved, each with a way to its question."""
    return {"form": form}


@register.inclusion_tag("web/components/filter_bar.html")
def filter_bar(form: BaseForm, address: str) -> dict[str, object]:
    """A plain form that narrows a list down; its labels are the form's."""
    return {"form": form, "address": address}


@register.inclusion_tag("web/components/take_away.html", takes_context=True)
def take_away(context: Context) -> dict[str, str]:
    """The list of this page as a file, narrowed down as it is here."""
    request = context.get("request")
    asked = request.GET.copy() if request else QueryDict(mutable=True)
    for own in ("page", "as", "in"):
        asked.pop(own, None)
    query = asked.urlencode()
    return {"query": f"{query}&" if query else ""}


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "") -> SafeString:
    """Something to know before going on; `tone="now"` where somebody must act."""
    return _component("notice", content, title=title, tone=tone)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """A list with nothing in it yet: what will stand here, and how it comes to."""
    return _component("empty", content, title=title)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: str, address: str, button: str, back: str, grave: bool = False
) -> SafeString:
    """One question before something that is not easily taken back; the content says what of it."""
    request = context.get("request")
    filled = {"content": content, "address": address, "button": button, "back": back}
    filled |= {"grave": "grave"} if grave else {}
    return render_to_string("web/components/confirm.html", filled, request=request)


def _component(name: str, content: str, **words: str) -> SafeString:
    """A component around what a template has already written."""
    filled = {"content": content, **words}
    return render_to_string(f"web/components/{name}.html", filled)


@register.filter
def number(value: int | Decimal | None) -> str:
    """A number as the language writes it, or a dash."""
    return "–" if value is None else write_number(value)


@register.filter
def day(on: date | None) -> str:
    """A day in words, or a dash."""
    return "–" if on is None else write_day(on)
