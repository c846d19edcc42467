"""Form fields as questions: a label, a hint, what is wrong with the answer, and the answer."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.translation import get_language

from minga.engines.definition import Text

register = template.Library()


@register.inclusion_tag("web/question.html")
def question(field: BoundField, label: str, hint: str = "") -> dict[str, object]:
    """One field of a form; the words are the page's, never the form's.

    Several choices are a group of their own: its hint and faults are the group's.
    """
    about = [f"{field.auto_id}_hint"] if hint else []
    about += [f"{field.auto_id}_fault"] if field.errors else []
    attributes: dict[str, str | bool] = {"placeholder": False}
    if about and not field.use_fieldset:
        attributes["aria-describedby"] = " ".join(about)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return {
        "field": field,
        "label": label,
        "hint": hint,
        "about": " ".join(about),
        "tick": isinstance(field.field.widget, CheckboxInput),
        "answer": field.as_widget(attrs=attributes),
    }


@register.filter
def said(words: Text) -> str:
    """Words of the house in the language of the page."""
    return words.in_language(get_language() or "es")
