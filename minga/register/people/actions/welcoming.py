"""Somebody registered at a screen, with what they agreed to and how they may be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal
from minga.register.people.actions.consents import give_consent
from minga.register.people.actions.contacts import set_contact
from minga.register.people.actions.registering import (
    NewRegistration,
    Registered,
    register_person,
)
from minga.register.people.models import Consent, RegistrationQuerySet
from minga.register.people.rules import NEVER, Agreement, PeopleError


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What was said on the day of registering."""

    entry: NewRegistration
    agreed: Sequence[Agreement] = ()
    channel: str = NEVER
    details: str = ""


@transaction.atomic
def welcome(
    said: Welcome,
    *,
    team: Team,
    among: RegistrationQuerySet,
    recorded_at: datetime,
    by: Principal,
) -> Registered:
    """Register somebody with everything that was said. Raises PeopleError, and keeps nothing then.

    Sent twice, it is done once: the entry's number tells. A way of contact replaces what was said
    before only where one is named: `never` takes nothing away from whoever is known already.
    """
    done = register_person(said.entry, team=team, recorded_at=recorded_at, by=by, among=among)
    problems: list[str] = []
    standing = Consent.objects.filter(registration=done.registration, withdrawn_on=None)
    there = set(standing.values_list("purpose", "data_class", "recipient"))
    for agreed in said.agreed:
        if (agreed.purpose, agreed.data_class, agreed.recipient) in there:
            continue
        try:
            give_consent(
                registration=done.registration.pk, agreed=agreed, recorded_at=recorded_at, by=by
            )
        except PeopleError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise PeopleError(*problems)
    if said.channel != NEVER or not done.known:
        set_contact(
            registration=done.registration.pk,
            channel=said.channel,
            details=said.details,
            recorded_at=recorded_at,
            by=by,
        )
    return done
