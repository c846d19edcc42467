"""Everything that is held about one registration, for whoever it is about.

Not what stands in sealed cases: whoever accompanies the person gives them that directly, and
nobody else learns that there is such a case. Not who among the staff looked, but whose they are:
names of workers in the wrong hands are a danger to them.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from minga.foundation.access.models import Grant, User
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import user as principal_of
from minga.register.people.identity import open_identity
from minga.register.people.models import Consent, HouseholdMember, Registration, RegistrationFact
from minga.register.rights.models import DataRequest
from minga.work.casework.models import Case, Note, Paper, Step
from minga.work.intake.models import ListRow

Lines = list[dict[str, Any]]


def holdings(request: DataRequest, *, at: datetime, by: User) -> dict[str, Any]:
    """All of it as plain words and days. Stands inside the scope of whoever answers.

    Raises Registration.DoesNotExist; opening the identity is logged with the request's number.
    """
    day = timezone.localdate(at)
    held = Registration.objects.visible_to(by, on=day).get(pk=request.registration_id)
    why = f"{request.right}, request {request.pk}"
    identity = open_identity(held.pk, by=principal_of(by.pk), reason=why)
    return {
        "made_at": at.isoformat(),
        "organisation": held.organisation_id,
        "registration": str(held.pk),
        "recorded_at": held.recorded_at.isoformat(),
        "identity": {
            name: getattr(identity, name)
            for name in (
                "given_names", "surnames", "document_type", "document", "phone", "address",
            )
        },
        "sex": held.sex,
        "born": held.birth_on.isoformat() if held.birth_on else "",
        "born_known_to": held.birth_precision,
        "facts": _facts(held, by, day),
        "households": _households(held, by, day),
        "consents": _consents(held, by, day),
        "cases": _cases(held, by, day),
        "lists": _lists(held, by, day),
        "opened_by": _opened_by(held),
    }  # fmt: skip


def _facts(held: Registration, by: User, day: date) -> Lines:
    said = (
        RegistrationFact.objects.visible_to(by, on=day)
        .filter(registration=held)
        .order_by("recorded_at", "pk")
    )
    return [
        {
            "kind": fact.kind,
            "value": fact.value,
            "from": _day(fact.from_on),
            "until": _day(fact.to_on),
            "recorded_at": fact.recorded_at.isoformat(),
            "taken_back_at": fact.retracted_at.isoformat() if fact.retracted_at else "",
        }
        for fact in said
    ]


def _households(held: Registration, by: User, day: date) -> Lines:
    lived = HouseholdMember.objects.visible_to(by, on=day).filter(registration=held).said()
    return [
        {"household": str(one.household_id), "from": _day(one.from_on), "until": _day(one.to_on)}
        for one in lived.order_by("pk")
    ]


def _consents(held: Registration, by: User, day: date) -> Lines:
    return [
        {
            "purpose": one.purpose,
            "data": one.data_class,
            "shared_with": one.recipient,
            "given_by": one.given_by,
            "given_on": _day(one.given_on),
            "until": _day(one.until_on),
            "withdrawn_on": _day(one.withdrawn_on),
        }
        for one in Consent.objects.visible_to(by, on=day)
        .filter(registration=held)
        .order_by("given_on", "pk")
    ]


def _cases(held: Registration, by: User, day: date) -> Lines:
    cases = Case.objects.visible_to(by, on=day).filter(registration=held)
    found = list(cases.select_related("pathway", "team").order_by("pk"))
    ids = [case.pk for case in found]
    steps = _by_case(
        Step.objects.visible_to(by, on=day)
        .live()
        .filter(case__in=ids)
        .order_by("occurred_on", "pk")
    )
    notes = _by_case(
        Note.objects.visible_to(by, on=day)
        .filter(case__in=ids)
        .order_by("occurred_on", "recorded_at")
    )
    papers = _by_case(
        Paper.objects.visible_to(by, on=day).filter(case__in=ids).order_by("recorded_at")
    )
    return [
        {
            "pathway": case.pathway.code,
            "pathway_version": case.pathway_id,
            "team": case.team.title,
            "matter": case.matter,
            "steps": [
                {
                    "name": step.name,
                    "on": _day(step.occurred_on),
                    "place": step.place_id or "",
                    "answers": step.answers,
                    "recorded_at": step.recorded_at.isoformat(),
                }
                for step in steps[case.pk]
            ],
            "notes": [{"on": _day(n.occurred_on), "words": n.text} for n in notes[case.pk]],
            "papers": [
                {"on": p.recorded_at.date().isoformat(), "name": p.name} for p in papers[case.pk]
            ],
        }
        for case in found
    ]


def _by_case(rows: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _lists(held: Registration, by: User, day: date) -> Lines:
    rows = (
        ListRow.objects.visible_to(by, on=day)
        .filter(registration=held.pk)
        .select_related("partner_list")
    )
    lists = {row.partner_list_id: row.partner_list for row in rows.order_by("pk")}
    return [
        {
            "from": one.organisation_id,
            "received_on": one.received_at.date().isoformat(),
            "file_kept_until": "" if one.purged_at else _day(one.retain_until),
        }
        for one in lists.values()
    ]


def _opened_by(held: Registration) -> Lines:
    events = AuditEvent.objects.about("identity", [held.pk]).filter(action="vault.opened")
    found = list(events.order_by("at", "pk"))
    whose = _organisations_of(event.by for event in found)
    return [
        {"at": event.at.isoformat(), "organisation": whose.get(event.by, "")} for event in found
    ]


def _organisations_of(principals: Iterable[str]) -> dict[str, str]:
    """For whom each account works or last worked."""
    accounts = {one: one.removeprefix("user:") for one in principals}
    numbers = {one: int(number) for one, number in accounts.items() if number.isdecimal()}
    grants = Grant.objects.filter(user__in=numbers.values()).order_by("granted_at", "pk")
    whose = dict(grants.values_list("user", "team__organisation"))
    return {one: whose[number] for one, number in numbers.items() if number in whose}


def _day(on: Any) -> str:
    return on.isoformat() if on else ""


def reach_of(request: DataRequest, *, by: User, on: date) -> dict[str, int]:
    """How much an erasure would take, as counts; sealed cases are not counted here."""
    held = request.registration_id
    return {
        "facts": RegistrationFact.objects.visible_to(by, on=on).filter(registration=held).count(),
        "consents": Consent.objects.visible_to(by, on=on).filter(registration=held).count(),
        "cases": Case.objects.visible_to(by, on=on).filter(registration=held).count(),
        "lists": ListRow.objects.visible_to(by, on=on)
        .filter(registration=held)
        .order_by()
        .values("partner_list")
        .distinct()
        .count(),
    }
