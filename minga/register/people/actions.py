"""Registering people in bulk, and erasing one."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import keyed_hash
from minga.register.people.models import (
    Household,
    HouseholdMember,
    Registration,
    RegistrationFact,
)
from minga.register.vault.actions import (
    IdentityFields,
    MatchKeys,
    NewIdentity,
    erase_identity,
    match_keys,
    seal_identities,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """What one row of an organisation's list says about somebody."""

    identity: IdentityFields
    sex: str = ""
    birth_on: date | None = None
    birth_precision: str = "unknown"
    groups: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    facts_from: date | None = None
    household: str = ""


@transaction.atomic
def register(
    entries: Sequence[NewRegistration],
    *,
    team: Team,
    source: str,
    recorded_at: datetime,
    by: Principal,
) -> list[uuid.UUID]:
    """Register the people of some rows; somebody this organisation knows already stays one.

    Recognition is within the organisation only, by keyed hash of the document, else of the
    name with birth date and sex. Returns the registration of each entry, in order.
    """
    organisation = team.organisation_id
    keys = [_own_keys(entry, organisation) for entry in entries]
    known = _Known.load(organisation, keys)
    new: list[Registration] = []
    identities: list[NewIdentity] = []
    found: list[uuid.UUID] = []
    for entry, key in zip(entries, keys, strict=True):
        existing = known.find(key)
        if existing is None:
            registration = Registration(
                organisation_id=organisation,
                team=team,
                sex=entry.sex,
                birth_on=entry.birth_on,
                birth_precision=entry.birth_precision,
                own_document_key=key.document,
                own_name_key=key.name,
                source=source,
                recorded_at=recorded_at,
            )
            new.append(registration)
            identities.append(_identity(entry, organisation, registration.id))
            existing = registration.id
            known.add(key, existing)
        found.append(existing)
    Registration.objects.bulk_create(new, batch_size=1000)
    seal_identities(identities, by=by)
    _add_facts(entries, found, source, recorded_at)
    _add_households(entries, found, organisation, recorded_at)
    if new:
        record(
            action="people.registered",
            kind="registration",
            object_id=source,
            by=by,
            detail={"count": len(new), "organisation": organisation},
        )
    return found


def _identity(entry: NewRegistration, organisation: str, registration: uuid.UUID) -> NewIdentity:
    exact = entry.birth_on if entry.birth_precision == "day" else None
    return NewIdentity(
        registration=registration,
        organisation=organisation,
        fields=entry.identity,
        sex=entry.sex,
        birth_on=exact,
    )


def _own_keys(entry: NewRegistration, organisation: str) -> MatchKeys:
    identity = _identity(entry, organisation, uuid.UUID(int=0))
    return match_keys(identity, purpose="own", organisation=organisation)


class _Known:
    """The registrations of one organisation that some keys may mean."""

    def __init__(self) -> None:
        self.by_document: dict[str, uuid.UUID] = {}
        self.by_name: dict[str, tuple[uuid.UUID, str]] = {}

    @classmethod
    def load(cls, organisation: str, keys: Iterable[MatchKeys]) -> "_Known":
        known = cls()
        documents = {key.document for key in keys if key.document}
        names = {key.name for key in keys if key.name}
        ours = Registration.objects.filter(organisation=organisation, erased_at=None)
        fields = ("own_document_key", "own_name_key", "id")
        by_document = ours.filter(own_document_key__in=documents)
        by_name = ours.filter(own_name_key__in=names)
        for rows in (by_document, by_name):
            for document, name, registration in rows.values_list(*fields):
                known.add(MatchKeys(document, name), registration)
        return known

    def add(self, key: MatchKeys, registration: uuid.UUID) -> None:
        if key.document:
            self.by_document.setdefault(key.document, registration)
        if key.name:
            self.by_name.setdefault(key.name, (registration, key.document))

    def find(self, key: MatchKeys) -> uuid.UUID | None:
        if key.document in self.by_document:
            return self.by_document[key.document]
        if key.name in self.by_name:
            registration, document = self.by_name[key.name]
            # Two documents that differ are two people with one name, until somebody judges.
            if not (document and key.document):
                return registration
        return None


def _add_facts(
    entries: Sequence[NewRegistration],
    found: Sequence[uuid.UUID],
    source: str,
    recorded_at: datetime,
) -> None:
    have: dict[uuid.UUID, set[tuple[str, str]]] = defaultdict(set)
    for registration, kind, value in RegistrationFact.objects.filter(
        registration__in=set(found)
    ).values_list("registration", "kind", "value"):
        have[registration].add((kind, value))
    rows = []
    for entry, registration in zip(entries, found, strict=True):
        said = [("group", group) for group in entry.groups]
        said += [("status", status) for status in entry.statuses]
        for fact in said:
            if fact not in have[registration]:
                have[registration].add(fact)
                rows.append(
                    RegistrationFact(
                        registration_id=registration,
                        kind=fact[0],
                        value=fact[1],
                        source=source,
                        recorded_at=recorded_at,
                    )
                )
    RegistrationFact.objects.bulk_create(rows, batch_size=2000)


def _add_households(
    entries: Sequence[NewRegistration],
    found: Sequence[uuid.UUID],
    organisation: str,
    recorded_at: datetime,
) -> None:
    members = {
        (keyed_hash(entry.household, purpose="household", organisation=organisation), registration)
        for entry, registration in zip(entries, found, strict=True)
        if entry.household
    }
    if not members:
        return
    wanted = {key for key, _ in members}
    Household.objects.bulk_create(
        [Household(organisation_id=organisation, own_key=key) for key in sorted(wanted)],
        ignore_conflicts=True,
    )
    ids = dict(
        Household.objects.filter(organisation=organisation, own_key__in=wanted).values_list(
            "own_key", "id"
        )
    )
    HouseholdMember.objects.bulk_create(
        [
            HouseholdMember(
                household_id=ids[key], registration_id=registration, recorded_at=recorded_at
            )
            for key, registration in sorted(members)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def erase(registration: uuid.UUID, *, erased_at: datetime, by: Principal, reason: str) -> None:
    """Erase one person's registration: identity and facts go, the anonymous row stays.

    What was counted stays countable as an anonymous remainder. Raises Registration.DoesNotExist.
    """
    row = Registration.objects.get(pk=registration)
    erase_identity(registration, by=by, reason=reason)
    row.sex = ""
    row.birth_on = None
    row.birth_precision = "unknown"
    row.own_document_key = row.own_name_key = ""
    row.erased_at = erased_at
    row.save()
    row.facts.all().delete()
    row.households.all().delete()
