"""Registering people: many rows of a list at once, or somebody at a screen."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.actions import current
from minga.foundation.keys.sealing import keyed_hash
from minga.foundation.organisations.models import Organisation
from minga.register.people.models import (
    Household,
    HouseholdMember,
    OwnCode,
    Registration,
    RegistrationFact,
    RegistrationQuerySet,
)
from minga.register.people.recognising import Known, code_key, identity_of, own_keys
from minga.register.people.rules import (
    PeopleError,
    birth_misfits,
    code_misfits,
    group_misfits,
)
from minga.register.vault.actions import (
    IdentityFields,
    NewIdentity,
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
    """Since when the statuses hold; without it, always."""
    household: str = ""
    number: uuid.UUID | None = None
    """The registration's number, where whoever registers chose it: sent twice, it is made once."""
    code: str = ""
    """The organisation's own code for this person and nobody else."""


@transaction.atomic
def register(
    entries: Sequence[NewRegistration],
    *,
    team: Team,
    source: str,
    recorded_at: datetime,
    by: Principal,
    among: RegistrationQuerySet | None = None,
) -> list[uuid.UUID]:
    """Register the people of some rows; somebody this organisation knows already stays one.

    Somebody is recognised `among` the registrations given, else among all of the organisation.
    Recognition is within the organisation only, by keyed hash of the document, else of its own
    code for somebody, else of the name with birth date and sex. Returns the registration of each
    entry, in order.
    """
    organisation = team.organisation_id
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation)  # one at a time
    keys = [own_keys(_unregistered(entry, organisation)) for entry in entries]
    codes = [code_key(entry.code, organisation) for entry in entries]
    known = Known.load(organisation, keys, codes, among=among)
    new: list[Registration] = []
    identities: list[NewIdentity] = []
    found: list[uuid.UUID] = []
    for entry, key, code in zip(entries, keys, codes, strict=True):
        existing = known.find(key, code)
        if existing is None:
            registration = Registration(
                id=entry.number or uuid.uuid4(),
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
            identities.append(identity_of(registration, entry.identity))
            existing = registration.id
            known.add(key, existing, code)
        found.append(existing)
    Registration.objects.bulk_create(new, batch_size=1000)
    seal_identities(identities, by=by)
    add_codes(entries, found, organisation=organisation, source=source)
    add_facts(entries, found, source=source, recorded_at=recorded_at)
    add_households(entries, found, team=team, source=source, recorded_at=recorded_at)
    if new:
        record(
            action="people.registered",
            kind="registration",
            object_id=source,
            by=by,
            detail={"count": len(new), "organisation": organisation},
        )
    return found


def add_codes(
    entries: Sequence[NewRegistration],
    found: Sequence[uuid.UUID],
    *,
    organisation: str,
    source: str,
) -> None:
    """Keep the codes by which the organisation knows people, once for each source."""
    said = {
        (code_key(entry.code, organisation), registration)
        for entry, registration in zip(entries, found, strict=True)
        if entry.code
    }
    OwnCode.objects.bulk_create(
        [OwnCode(own_key=key, registration_id=who, source=source) for key, who in sorted(said)],
        batch_size=1000,
        ignore_conflicts=True,
    )


def under_another_document(entries: Sequence[NewRegistration], *, organisation: str) -> list[int]:
    """The places of entries whose code is that of somebody with another document."""
    coded = [(at, entry) for at, entry in enumerate(entries) if entry.code]
    known = Known()
    known.load_codes(organisation, [code_key(entry.code, organisation) for _, entry in coded])
    found = []
    for at, entry in coded:
        key, code = own_keys(_unregistered(entry, organisation)), code_key(entry.code, organisation)
        if known.contradicts(key, code):
            found.append(at)
        else:
            known.add(key, uuid.uuid4(), code)
    return found


def _unregistered(entry: NewRegistration, organisation: str) -> NewIdentity:
    """What is hashed of somebody before it is known whether they are registered already."""
    return NewIdentity(
        registration=uuid.UUID(int=0),
        organisation=organisation,
        fields=entry.identity,
        sex=entry.sex,
        birth_on=entry.birth_on,
        birth_precision=entry.birth_precision,
    )


Said = tuple[str, str, date | None]
"""A fact as a list says it: kind, value, since when."""


def add_facts(
    entries: Sequence[NewRegistration],
    found: Sequence[uuid.UUID],
    *,
    source: str,
    recorded_at: datetime,
) -> None:
    """Keep what the entries say, once for each source."""
    have: dict[uuid.UUID, set[Said]] = defaultdict(set)
    said = RegistrationFact.objects.said().filter(registration__in=set(found), source=source)
    for fact in said:
        have[fact.registration_id].add((fact.kind, fact.value, fact.from_on))
    rows = []
    for entry, registration in zip(entries, found, strict=True):
        for kind, value, from_on in _said(entry):
            if (kind, value, from_on) not in have[registration]:
                have[registration].add((kind, value, from_on))
                rows.append(
                    RegistrationFact(
                        registration_id=registration,
                        kind=kind,
                        value=value,
                        from_on=from_on,
                        source=source,
                        recorded_at=recorded_at,
                    )
                )
    RegistrationFact.objects.bulk_create(rows, batch_size=2000)


def _said(entry: NewRegistration) -> list[Said]:
    groups: list[Said] = [("group", group, None) for group in entry.groups]
    return groups + [("status", status, entry.facts_from) for status in entry.statuses]


def add_households(
    entries: Sequence[NewRegistration],
    found: Sequence[uuid.UUID],
    *,
    team: Team,
    source: str,
    recorded_at: datetime,
) -> None:
    """Put people into the households that entries name, once for each source."""
    organisation = team.organisation_id
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
                household_id=ids[key],
                registration_id=registration,
                source=source,
                recorded_at=recorded_at,
            )
            for key, registration in sorted(members)
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration, and whether this organisation knew the person already."""

    registration: Registration
    known: bool


@transaction.atomic
def register_person(
    entry: NewRegistration,
    *,
    team: Team,
    recorded_at: datetime,
    by: Principal,
    among: RegistrationQuerySet | None = None,
) -> Registered:
    """Register one person at a screen. Raises PeopleError with everything that is wrong.

    Somebody whom the organisation knows already, `among` those whom the user may see, is not
    registered twice: what is new about them is added, what is otherwise is for a correction to
    say. Whom the user may not see is registered anew, and nothing tells of the other.
    """
    today = timezone.localdate(recorded_at)
    problems = birth_misfits(entry.birth_on, entry.birth_precision, today=today)
    problems += code_misfits("sex", [entry.sex] if entry.sex else [], known_codes("sex"))
    problems += code_misfits("group", entry.groups, known_codes("group"))
    problems += code_misfits("status", entry.statuses, known_codes("status"))
    problems += group_misfits(entry.groups)
    if not (entry.identity.given_names or entry.identity.surnames):
        problems.append("give a name, if only the one that the person wishes to go by.")
    if problems:
        raise PeopleError(*problems)
    organisation = team.organisation_id
    key = own_keys(_unregistered(entry, organisation))
    known = Known.load(organisation, [key], among=among).find(key) is not None
    (found,) = register([entry], team=team, source="", recorded_at=recorded_at, by=by, among=among)
    return Registered(Registration.objects.get(pk=found), known)


def known_codes(vocabulary: str) -> frozenset[str]:
    """The codes of a loaded vocabulary; none where no programme is loaded."""
    row = current("vocabulary").get(vocabulary)
    return frozenset(row.content["terms"]) if row else frozenset()
