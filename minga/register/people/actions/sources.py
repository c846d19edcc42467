"""What further lists say of people who are registered already, and who they are without one."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.register.people.actions.facts import amend
from minga.register.people.actions.registering import (
    NewRegistration,
    add_codes,
    add_facts,
    add_households,
)
from minga.register.people.models import Registration
from minga.register.people.recognising import rekeyed
from minga.register.vault.actions import reseal_identities


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a source says of somebody who is registered already."""

    registration: uuid.UUID
    entry: NewRegistration
    source: str


@transaction.atomic
def repeat(said: Sequence[Said], *, team: Team, recorded_at: datetime) -> None:
    """Note the facts and households that a further source says, under its own name.

    Of people who were erased, nothing is noted.
    """
    wanted = Registration.objects.filter(pk__in={one.registration for one in said})
    living = set(wanted.filter(erased_at=None).values_list("pk", flat=True))
    for source in dict.fromkeys(one.source for one in said):
        words = [one for one in said if one.source == source and one.registration in living]
        entries = [one.entry for one in words]
        found = [one.registration for one in words]
        add_codes(entries, found, organisation=team.organisation_id, source=source)
        add_facts(entries, found, source=source, recorded_at=recorded_at)
        add_households(entries, found, team=team, source=source, recorded_at=recorded_at)


@transaction.atomic
def restate(
    said: Sequence[Said], *, undone: str, restated_at: datetime, by: Principal, reason: str
) -> int:
    """Let people whom an undone source had registered be who other sources say. How many.

    The first word on somebody holds: sex, birth, and the identity, sealed and encoded anew.
    """
    first: dict[uuid.UUID, Said] = {}
    for one in said:
        first.setdefault(one.registration, one)
    rows = Registration.objects.filter(pk__in=first, source=undone, erased_at=None)
    return _say_anew(rows, first, source=undone, at=restated_at, by=by, reason=reason)


@transaction.atomic
def correct(said: Sequence[Said], *, team: Team, corrected_at: datetime, by: Principal) -> int:
    """Let people be who a later edition of their own list says they are. How many changed.

    The edition answers for them from then on: when it is undone, they are restated.
    """
    repeat(said, team=team, recorded_at=corrected_at)
    last = {one.registration: one for one in said}
    rows = Registration.objects.filter(pk__in=last, erased_at=None, circle=None)
    source = said[0].source if said else ""
    reason = "a later edition of their list"
    return _say_anew(rows, last, source=source, at=corrected_at, by=by, reason=reason)


def _say_anew(
    rows: QuerySet[Registration],
    said: Mapping[uuid.UUID, Said],
    *,
    source: str,
    at: datetime,
    by: Principal,
    reason: str,
) -> int:
    """Sex, birth and the identity as said; the identity is sealed and encoded anew."""
    changed = list(rows.select_for_update(no_key=True).order_by("pk"))
    entries = [said[row.pk].entry for row in changed]
    now = [(entry.sex, entry.birth_on, entry.birth_precision) for entry in entries]
    amend(changed, said=now, at=at)
    for row in changed:
        row.source = said[row.pk].source
    identities = [rekeyed(row, entry.identity) for row, entry in zip(changed, entries, strict=True)]
    reseal_identities(identities, by=by, reason=reason)
    fields = ["sex", "source", "birth_on", "birth_precision", "own_document_key", "own_name_key"]
    Registration.objects.bulk_update(changed, fields, batch_size=1000)
    if changed:
        record(
            action="people.restated",
            kind="registration",
            object_id=source,
            by=by,
            detail={"count": len(changed)},
        )
    return len(changed)
