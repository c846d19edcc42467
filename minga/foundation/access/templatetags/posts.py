"""The token that lets a form be sent again without being done twice."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from minga.foundation.access.posts import FIELD, token_of

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """Stands inside each form that records something."""
    token = token_of(context["request"])
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token)
