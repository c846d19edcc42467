"""What is left of erased people's cases: that steps were taken, and their coded answers.

Free words go, and so do reasons, digests and whatever would find the case again. A sealed case
loses its key, and with it everything it hid, unless somebody else who takes part in it is not
erased: then it is their case too. Steps are append-only for everybody, the application included;
the one function of the database that takes words out of them does so for erased people alone.
"""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from minga.engines.pathway.answers import Kind
from minga.foundation.access.drafts import forget_about
from minga.foundation.audit.actions import forget_reasons, record
from minga.foundation.core.principals import Principal
from minga.foundation.keys import files
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import keyed_hash
from minga.register.people.actions import erase_all
from minga.register.people.models import HouseholdMember, Registration
from minga.work.casework.models import Case, Handover, Note, Paper, Participant, Proposal, Step
from minga.work.casework.pathways import versions
from minga.work.casework.rules import PathwayRules
from minga.work.casework.states import settle, standing


@dataclass(frozen=True, slots=True)
class Anonymous:
    """How many registrations were erased, and how many cases lost their key or their words."""

    people: int
    sealed: int
    open: int


def erase_person(
    registration: uuid.UUID, *, erased_at: datetime, by: Principal, reason: str
) -> Anonymous:
    """Erase one registration with its cases. Raises Registration.DoesNotExist."""
    Registration.objects.get(pk=registration)
    return erase_people([registration], erased_at=erased_at, by=by, reason=reason)


@transaction.atomic
def erase_people(
    registrations: Collection[uuid.UUID], *, erased_at: datetime, by: Principal, reason: str
) -> Anonymous:
    """Erase registrations and make what is left of their cases anonymous.

    A household's cases follow when the last of its members is erased.
    """
    lived = HouseholdMember.objects.filter(registration__in=registrations)
    households = set(lived.values_list("household", flat=True))
    people = erase_all(registrations, erased_at=erased_at, by=by, reason=reason)
    empty = households - set(
        HouseholdMember.objects.filter(household__in=households).values_list("household", flat=True)
    )
    theirs = Case.objects.filter(
        Q(registration__in=registrations, registration__erased_at__isnull=False)
        | Q(household__in=empty)
    )
    cases = list(theirs.select_related("team").select_for_update(of=("self",)).order_by("pk"))
    locked = _lock_away(cases)
    _forget(cases, locked)
    _empty([case for case in cases if case.confidentiality != "sealed" or case.pk in locked])
    forget_about([*registrations, *(case.pk for case in cases)])
    rules = versions(case.pathway_id for case in cases)
    settle(cases, standing(case.pk for case in cases), rules)
    if cases:
        numbers = [case.pk for case in cases]
        steps = Step.objects.filter(case__in=numbers).values_list("pk", flat=True)
        forget_reasons({"case": numbers, "step": list(steps)}, by=by)
        record(
            action="casework.erased",
            kind="case",
            object_id=cases[0].pk if len(cases) == 1 else "batch",
            by=by,
            detail={"sealed": len(locked), "open": len(cases) - len(locked)},
        )
    return Anonymous(people, len(locked), len(cases) - len(locked))


def _lock_away(cases: Collection[Case]) -> set[uuid.UUID]:
    """Destroy the keys of sealed cases that nobody else has a part in. Which."""
    taking_part = Participant.objects.said().filter(case=OuterRef("pk"))
    living = taking_part.filter(registration__erased_at=None)
    alone = Case.objects.filter(pk__in=[case.pk for case in cases], confidentiality="sealed")
    ids = set(alone.filter(~Exists(living)).values_list("pk", flat=True))
    WrappedKey.objects.filter(pk__in=ids).delete()
    return ids


def _forget(cases: Collection[Case], locked: Collection[uuid.UUID]) -> None:
    for case in cases:
        case.matter = ""
        case.own_key = keyed_hash(
            uuid.uuid4().hex, purpose="case", organisation=case.team.organisation_id
        )
    Case.objects.bulk_update(cases, ["matter", "own_key"], batch_size=1000)
    for version, rules in versions(case.pathway_id for case in cases).items():
        ids = [case.pk for case in cases if case.pathway_id == version]
        gone = [number for number in ids if number in locked]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT casework_forget(%s, %s, %s::jsonb)", [ids, gone, json.dumps(_coded(rules))]
            )


def _empty(cases: Collection[Case]) -> None:
    """Take away what the cases hold besides their steps; the files follow when this is certain."""
    papers = Paper.objects.filter(case__in=cases)
    kept = [
        number
        for pair in papers.values_list("pk", "thumbnail")
        for number in pair
        if number is not None
    ]
    WrappedKey.objects.filter(pk__in=kept).delete()
    papers.delete()
    Note.objects.filter(case__in=cases).delete()
    Proposal.objects.filter(case__in=cases).delete()
    Handover.objects.filter(case__in=cases).delete()

    def remove() -> None:
        for number in kept:
            files.remove(number)

    transaction.on_commit(remove)


def _coded(rules: PathwayRules) -> dict[str, list[str]]:
    """The answers of each step that are not free words: these stay."""
    return {
        step: [
            name
            for name, question in asked.questions.items()
            if question.kind is not Kind.TEXT or question.choices is not None
        ]
        for step, asked in rules.forms.items()
    }
