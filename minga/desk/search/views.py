"""One box for words, and what they find."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from minga.desk.search.finding import SHORTEST, find
from minga.foundation.access.context import permissions
from minga.foundation.access.guards import signed_in, visitor


class WordsForm(forms.Form):
    """What is looked for."""

    words = forms.CharField(
        label=_("What are you looking for"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What some words find across what the visitor may see."""
    form = WordsForm(request.GET)
    words = form.cleaned_data["words"].strip() if form.is_valid() else ""
    found = find(words, visitor(request), permissions(request), on=timezone.localdate())
    context = {"form": form, "words": words, "found": found, "short": 0 < len(words) < SHORTEST}
    return render(request, "search/search.html", context)
