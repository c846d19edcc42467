"""What is found for some words, each kind of thing as far as its seeker may see it.

What is hidden and what is not there take the same way to the same answer. People are looked up
on a page of their own.
"""

import re
import uuid
from collections.abc import Container
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from minga.engines.indicators.definition import Indicator
from minga.engines.pathway.definition import Pathway
from minga.foundation.access.clearance import Visitor
from minga.foundation.access.permissions import Permission
from minga.foundation.definitions.actions import current
from minga.foundation.organisations.models import Organisation
from minga.foundation.web.pieces import Link
from minga.foundation.web.saying import language
from minga.work.casework.models import Position, PositionQuerySet
from minga.work.casework.views.case import about
from minga.work.casework.words import said

MOST = 10
"""So many of each kind are shown: whoever gets more has to say more."""
SHORTEST = 3
"""Fewer letters find too much."""
NUMBER = re.compile(r"^[0-9a-f][0-9a-f-]{3,35}$")
Found = tuple[str, list[tuple[Link, str]]]
"""A kind of thing, and each of it with a word about it."""


def find(words: str, user: Visitor, held: Container[str], *, on: date) -> list[Found]:
    """What the words find, kind by kind; kinds of which nothing was found are left out."""
    if len(words) < SHORTEST:
        return []
    groups: list[Found] = []
    if Permission.READ_OPEN_CASE in held:
        seen = Position.objects.visible_to(user, on=on)
        groups.append((_("Cases"), _cases(seen, words)))
    groups.append((_("Organisations"), _organisations(words)))
    if Permission.READ_RESULTS in held:
        groups.append((_("What is counted"), _indicators(words)))
    return [group for group in groups if group[1]]


def _cases(seen: PositionQuerySet, words: str) -> list[tuple[Link, str]]:
    """Cases by the beginning of their number, by their pathway, or by what they are about."""
    named = [row.pk for row in current("pathway").values() if _named(row.content, words)]
    asked = Q(case__pathway__in=named) | Q(case__matter__icontains=words)
    if NUMBER.match(words.lower()):
        code = words.lower().replace("-", "")
        first, last = (uuid.UUID(code[:32].ljust(32, end)) for end in "0f")
        asked |= Q(case__gte=first, case__lte=last)
        asked |= Q(case__registration__gte=first, case__registration__lte=last)
    parts = ("case__pathway", "case__registration", "case__organisation", "case__place", "team")
    rows = seen.filter(asked).select_related(*parts).order_by("-moved_at")[:MOST]
    return [(_case(row), row.team.title) for row in rows]


def _named(content: dict[str, object], words: str) -> bool:
    return words.casefold() in said(Pathway.model_validate(content).title).casefold()


def _case(row: Position) -> Link:
    pathway = Pathway.model_validate(row.case.pathway.content)
    words = ", ".join([said(pathway.title), *about(row.case)])
    return Link(words, reverse("casework:case", args=[row.case_id]))


def _organisations(words: str) -> list[tuple[Link, str]]:
    asked = Q(name_es__icontains=words) | Q(name_en__icontains=words) | Q(acronym__icontains=words)
    name = f"name_{language()}"
    rows = Organisation.objects.filter(asked).select_related("place").order_by("retired", name)
    return [
        (
            Link(getattr(one, name), reverse("network:organisation", args=[one.pk])),
            one.place.name if one.place else "",
        )
        for one in rows[:MOST]
    ]


def _indicators(words: str) -> list[tuple[Link, str]]:
    found = []
    for stored in current("indicator").values():
        indicator = Indicator.model_validate(stored.content)
        title = indicator.title.in_language(language())
        if words.casefold() in title.casefold():
            address = reverse("results:output", args=[indicator.output])
            found.append((Link(title, address), indicator.unit.in_language(language())))
    return sorted(found, key=lambda each: each[0].words)[:MOST]
