"""Looking somebody up by name, document or telephone, among those whom one may see.

Only keyed encodings are asked, by a function of the database that reads them for the asker and
gives nothing back but registrations of the asker's own teams. Who is hidden and who is not there
are left out by the same condition in the same query. Whoever is known through a sealed case alone
is never found: their circle has the case.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date

from django.db import connection

from minga.foundation.access.clearance import clearance_of
from minga.foundation.access.models import Team, User
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import user as principal_of
from minga.register.people.models import Registration
from minga.register.vault.actions import search_numbers

MOST = 20
"""How many are shown at once: whoever finds more says more of the name."""
FORGIVING = 3
"""From how many words on one of them may be missing or quite wrong."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Whom a search found, the likeliest first; `more` where there are too many to show."""

    people: list[Registration]
    more: bool


def search(words: str, *, user: User, on: date) -> Findings:
    """Whom a user may see of those whom the words may mean. Logged, without the words."""
    teams = Team.objects.filter(pk__in=clearance_of(user, on=on).registrations)
    found: dict[uuid.UUID, int] = {}
    for organisation in sorted(set(teams.values_list("organisation", flat=True))):
        found |= _ask(search_numbers(words, organisation=organisation))
    seen = Registration.objects.visible_to(user, on=on).filter(pk__in=found, erased_at=None)
    people = sorted(
        seen.select_related("team", "organisation"),
        key=lambda each: (-found[each.pk], each.recorded_at, each.pk),
    )
    record(
        action="people.searched", kind="registration", object_id="search",
        by=principal_of(user.pk), detail={},
    )  # fmt: skip
    return Findings(people[:MOST], len(people) > MOST)


def _ask(numbers: list[list[int]]) -> dict[uuid.UUID, int]:
    """Registrations with how many of the words they answer to."""
    if not numbers:
        return {}
    needed = len(numbers) - 1 if len(numbers) >= FORGIVING else len(numbers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT registration, matched FROM people_search(%s::jsonb, %s, %s)",
            [json.dumps(numbers), needed, MOST + 1],
        )
        return dict(cursor.fetchall())
