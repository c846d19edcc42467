"""A tiny programme in the database, and things that happen in it. Everybody is made up."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from minga.foundation.access.models import Team
from minga.foundation.core.principals import command
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.definitions.pack.pack import read
from minga.register.people.actions import NewRegistration, register
from minga.register.people.identity import IdentityFields
from minga.register.programme.loading import load
from minga.work.casework.models import Case, Participant, Step

PACK = Path(__file__).parents[4] / "tests" / "packs" / "highland"
BY = command("test")
DAY = date(2020, 3, 5)


ALWAYS = datetime(2100, 1, 1, tzinfo=UTC)
"""After everything that a test records, judgements too."""


def at(day: int) -> datetime:
    """Noon, so many days after the first."""
    return datetime(2020, 3, 5, 12, tzinfo=UTC) + timedelta(days=day)


def load_programme():
    pack, faults = read(PACK)
    assert pack is not None, faults
    load(pack, by=BY)


def team(code="aguaviva"):
    return Team.objects.filter(organisation=code).first()


def somebody(name, *, day=0, organisation="aguaviva", **said) -> uuid.UUID:
    """Register somebody on a day; what is said again adds to what is known."""
    identity = IdentityFields(given_names=name, surnames="Mamani Quispe", document="")
    new = NewRegistration(
        identity=identity, sex="f", birth_on=date(1990, 5, 3), birth_precision="day"
    )
    new = replace(new, **said)
    (found,) = register([new], team=team(organisation), source="test", recorded_at=at(day), by=BY)
    return found


def happened(pathway, name, *, registration=None, case=None, day=0, on=DAY, **said) -> Step:
    """Record a step on a day, in a case of its own unless one is named."""
    definition = LoadedDefinition.objects.get(kind="pathway", code=pathway, current=True)
    ours = team()
    case = case or Case.objects.create(
        pathway=definition,
        own_key=uuid.uuid4().hex,
        team=ours,
        confidentiality=definition.content.get("confidentiality", "open"),
        registration_id=registration,
    )
    return Step.objects.create(
        case=case,
        name=name,
        occurred_on=on,
        recorded_at=at(day),
        organisation_id=ours.organisation_id,
        by=str(BY),
        **said,
    )


def attended(registration, *, day=0, on=DAY, **answers) -> Step:
    """Somebody attended a workshop."""
    said = {"subject": "irrigation", "hours": 3} | answers
    return happened("workshop", "attended", registration=registration, day=day, on=on, answers=said)


def takes_part(case, role, registration, *, day=0) -> Participant:
    """Somebody has a role in a case, as was recorded on a day."""
    return Participant.objects.create(
        case=case, role=role, registration_id=registration, recorded_at=at(day)
    )
