"""The filters that somebody keeps for a list, below its filter bar."""

from django import template
from django.template import Context

from minga.foundation.access.models import SavedFilter, User
from minga.foundation.access.views.filters import narrowing

register = template.Library()


@register.inclusion_tag("access/saved_filters.html", takes_context=True)
def saved_filters(context: Context) -> dict[str, object]:
    """One's own filters of this page, and a way to keep the present one."""
    request = context["request"]
    if not isinstance(request.user, User):
        return {}
    query = narrowing(request.GET)
    mine = SavedFilter.objects.filter(user=request.user, address=request.path).order_by("name")
    found = list(mine)
    return {
        "saved": [(one, one.query == query) for one in found],
        "query": "" if any(one.query == query for one in found) else query,
        "address": request.path,
        "csrf_token": context.get("csrf_token"),
    }
