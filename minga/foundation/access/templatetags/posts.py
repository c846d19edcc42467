"""Forms that lose nothing: sent twice they are done once, and what is typed is kept."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from minga.foundation.access.drafts import FIELD as DRAFT_OF
from minga.foundation.access.drafts import restored
from minga.foundation.access.posts import FIELD, token_of

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """Stands inside each form that records something."""
    token = token_of(context["request"])
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token)


@register.inclusion_tag("access/draft.html", takes_context=True)
def draft(context: Context) -> dict[str, object]:
    """Keeps what is typed; stands last in its form, so that Enter still sends it."""
    request = context["request"]
    address = request.POST.get(DRAFT_OF, request.path)
    return {"field": DRAFT_OF, "address": address, "restored": restored(request) is not None}
