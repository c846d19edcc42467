"""Who came to a gathering: each attendance is a step that names the gathering it was part of.

A roll is not kept apart from the steps, so that what becomes of them (a correction, an undone
list, an erased person) becomes of the roll, as of any moment.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import keyed_hash
from minga.register.people.models import Registration
from minga.work.casework.actions.lists import NewStep, Recorded, record_steps
from minga.work.casework.actions.steps import misfits
from minga.work.casework.pathways import current_version
from minga.work.casework.rules import CaseworkError, PathwayRules, StepSaid
from minga.work.gatherings.models import Gathering


def gather(
    steps: Sequence[NewStep],
    *,
    rules: PathwayRules,
    team: Team,
    source: str,
    recorded_at: datetime,
) -> list[NewStep]:
    """The steps of a list with the gathering that each was part of, if its pathway says so.

    Steps of one day, place and organisation are one gathering where they agree in the answers
    that the pathway names, and in the event's own code where the list has one.
    """
    group = {n for n, step in rules.pathway.steps.items() if step.gathering is not None}
    events = {at: _event(new, rules) for at, new in enumerate(steps) if new.name in group}
    if not events:
        return list(steps)
    known = _held(set(events.values()), rules, team, source=source, recorded_at=recorded_at)
    return [
        replace(new, gathering=known[events[at]].pk) if at in events else new
        for at, new in enumerate(steps)
    ]


class _Event(NamedTuple):
    """What tells one gathering from another within an organisation."""

    step: str
    occurred_on: date
    place: str | None
    answers: str
    code: str

    def key(self, pathway: str, organisation: str) -> str:
        text = f"{pathway}|{self.step}|{self.occurred_on}|{self.place}|{self.answers}|{self.code}"
        return keyed_hash(text, purpose="roll", organisation=organisation)


def _event(new: NewStep, rules: PathwayRules) -> _Event:
    named = rules.pathway.steps[new.name].gathering or ()
    facts, _ = rules.split(new)
    told = {name: facts[name] for name in named if name in facts}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return _Event(new.name, new.occurred_on, new.place, text, new.gathering_code)


def _held(
    events: set[_Event], rules: PathwayRules, team: Team, *, source: str, recorded_at: datetime
) -> dict[_Event, Gathering]:
    """The gathering of each event, made where there was none."""
    organisation = team.organisation_id
    keys = {event: event.key(rules.code, organisation) for event in events}
    ours = Gathering.objects.filter(organisation=organisation, undone_at=None)
    there = set(ours.filter(own_key__in=keys.values()).values_list("own_key", flat=True))
    Gathering.objects.bulk_create(
        [
            Gathering(
                own_key=key,
                organisation_id=organisation,
                pathway=rules.code,
                step=event.step,
                occurred_on=event.occurred_on,
                place_id=event.place,
                answers=json.loads(event.answers),
                recorded_at=recorded_at,
                source=source,
            )
            for event, key in sorted(keys.items(), key=lambda pair: pair[1])
            if key not in there
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    found = {row.own_key: row for row in ours.filter(own_key__in=keys.values())}
    return {event: found[key] for event, key in keys.items()}


@transaction.atomic
def hold_gathering(
    *,
    team: Team,
    pathway: str,
    said: StepSaid,
    recorded_at: datetime,
    by: Principal,
    code: str = "",
) -> Gathering:
    """Write a gathering down, to take its roll; said again, it is the same one.

    Raises CaseworkError for a step that people take alone, a date to come, or answers that do
    not fit.
    """
    rules = current_version(pathway)
    problems = rules.misfits(said, whole=False)
    step = rules.pathway.steps.get(said.name)
    if step is not None and step.gathering is None:
        problems.append(f"{said.name} of {pathway} is taken by each alone; record it in a case.")
    if step is not None:
        problems += [
            f"say the {name} of the gathering: it tells this one from others of its day."
            for name in step.gathering or ()
            if name not in said.answers
        ]
    if said.occurred_on > timezone.localdate(recorded_at):
        problems.append(f"{said.occurred_on} has not come yet; mend the date.")
    if problems:
        raise CaseworkError(*problems)
    new = NewStep(
        name=said.name,
        occurred_on=said.occurred_on,
        place=said.place,
        answers=said.answers,
        gathering_code=code,
    )
    event = _event(new, rules)
    gathering = _held({event}, rules, team, source="", recorded_at=recorded_at)[event]
    named = step.gathering if step is not None and step.gathering else ()
    gathering.usual = {name: said.answers[name] for name in said.answers if name not in named}
    gathering.team = team
    gathering.save(update_fields=["usual", "team"])
    record(action="gatherings.held", kind="gathering", object_id=gathering.pk, by=by)
    return gathering


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One line of a roll: who came, in which role, with answers of their own."""

    registration: uuid.UUID
    role: str = ""
    case_code: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def record_attendance(
    *,
    gathering: Gathering,
    team: Team,
    roll: Sequence[Attendance],
    recorded_at: datetime,
    by: Principal,
) -> Recorded:
    """Record who came: a step in the case of each, all or none. Said again, they are `seen`.

    Raises CaseworkError for people of another organisation, or answers that do not fit. Whoever
    leaves the roll again has their step taken back (`casework.actions.steps.void_step`).
    """
    rules = current_version(gathering.pathway)
    wanted = {line.registration for line in roll}
    ours = Registration.objects.filter(
        pk__in=wanted, organisation=gathering.organisation_id, erased_at=None
    )
    if gathering.organisation_id != team.organisation_id or ours.count() < len(wanted):
        raise CaseworkError("somebody on this roll is not registered here; look them up again.")
    steps = [
        NewStep(
            name=gathering.step,
            occurred_on=gathering.occurred_on,
            place=gathering.place_id,
            registration=line.registration,
            role=line.role,
            case_code=line.case_code,
            answers={**gathering.answers, **line.answers},
            gathering=gathering.pk,
        )
        for line in roll
    ]
    problems = dict.fromkeys(
        words for new in steps for words in misfits(rules, new, recorded_at=recorded_at)
    )
    if problems:
        raise CaseworkError(*problems)
    done = record_steps(steps, rules=rules, team=team, source="", recorded_at=recorded_at, by=by)
    record(
        action="gatherings.attended",
        kind="gathering",
        object_id=gathering.pk,
        by=by,
        detail={"new": done.new, "seen": done.seen},
    )
    return done
