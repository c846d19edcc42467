"""Households: who lives with whom, from when until when."""

import uuid
from datetime import date, datetime

from django.db import transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import keyed_hash
from minga.register.people.actions.facts import hold
from minga.register.people.models import Household, HouseholdMember
from minga.register.people.rules import PeopleError


@transaction.atomic
def make_household(*, team: Team, by: Principal, code: str = "") -> Household:
    """A household of an organisation; under a code of its own, it is the same one every time."""
    organisation = team.organisation_id
    key = keyed_hash(code or uuid.uuid4().hex, purpose="household", organisation=organisation)
    household, made = Household.objects.get_or_create(organisation_id=organisation, own_key=key)
    if made:
        record(action="people.household_made", kind="household", object_id=household.pk, by=by)
    return household


@transaction.atomic
def join_household(
    *,
    household: Household,
    registration: uuid.UUID,
    recorded_at: datetime,
    by: Principal,
    from_on: date | None = None,
    to_on: date | None = None,
) -> HouseholdMember:
    """Let somebody live in a household, from a day (or always) until before another.

    Raises PeopleError where they live there already at that time, or are another organisation's.
    """
    held = hold(registration)
    if held.organisation_id != household.organisation_id:
        raise PeopleError("there is no such registration, or it was erased; look it up again.")
    if from_on and to_on and to_on <= from_on:
        raise PeopleError(f"living there until {to_on} ends before it begins; mend the dates.")
    there = HouseholdMember.objects.filter(household=household, registration=registration)
    for other in there.said():
        starts = other.from_on is None or to_on is None or other.from_on < to_on
        ends = other.to_on is None or from_on is None or from_on < other.to_on
        if starts and ends:
            raise PeopleError("this person lives in this household at that time already.")
    member = HouseholdMember.objects.create(
        household=household,
        registration_id=registration,
        from_on=from_on,
        to_on=to_on,
        recorded_at=recorded_at,
    )
    record(action="people.household_joined", kind="household", object_id=household.pk, by=by)
    return member


@transaction.atomic
def leave_household(
    *,
    household: Household,
    registration: uuid.UUID,
    to_on: date,
    recorded_at: datetime,
    by: Principal,
) -> None:
    """Let somebody live in a household no longer, from a day on."""
    hold(registration)
    there = HouseholdMember.objects.filter(household=household, registration=registration)
    if not there.end(on=to_on, at=recorded_at):
        raise PeopleError(f"this person does not live in this household before {to_on}.")
    record(action="people.household_left", kind="household", object_id=household.pk, by=by)
