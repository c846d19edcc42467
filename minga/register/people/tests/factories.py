"""Organisations, teams and registrations to test with. All of them are made up."""

from dataclasses import replace
from datetime import UTC, date, datetime

from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal, PrincipalKind
from minga.foundation.organisations.models import Organisation
from minga.register.people.actions import NewRegistration, register
from minga.register.people.identity import IdentityFields
from minga.register.people.models import Registration

BY = Principal(PrincipalKind.USER, "rosa")
NOON = datetime(2015, 3, 2, 17, tzinfo=UTC)


def make_team(code="riverside"):
    organisation, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name_es": code, "name_en": code, "kind": "cso", "synthetic": True}
    )
    return Team.objects.get_or_create(code=code, organisation=organisation, title=code)[0]


def somebody(given="Ana María", surnames="Quiñónez Ayoví", document="", **facts):
    identity = IdentityFields(given_names=given, surnames=surnames, document=document)
    known = NewRegistration(
        identity=identity, sex="f", birth_on=date(1990, 5, 3), birth_precision="day"
    )
    return replace(known, **facts)


def make_registration(team=None, source="list", **said):
    found = register(
        [somebody(**said)], team=team or make_team(), source=source, recorded_at=NOON, by=BY
    )
    return Registration.objects.get(pk=found[0])
