"""Recording steps in bulk: cases are opened as needed, nothing is doubled, nothing rewritten."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import keyed_hash, make_key, seal, unwrap
from minga.work.casework.models import Case, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step to record, and the subject whose case it belongs to."""

    name: str
    occurred_on: date
    registration: uuid.UUID | None = None
    organisation: str | None = None
    place: str | None = None
    subject_place: str | None = None
    case_code: str = ""
    role: str = ""
    activity: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    supersedes: int | None = None

    @property
    def subject(self) -> str:
        """The subject as text; a case without one is told apart by its code."""
        whose = self.registration or self.organisation or self.subject_place or ""
        return f"{whose}|{self.case_code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayRules:
    """What recording needs to know of a pathway: its row, secrecy, repeats, counted fields."""

    definition: LoadedDefinition
    confidentiality: str
    repeating: frozenset[str]
    counted: Mapping[str, frozenset[str]]
    """By step, the answers that stay coded facts when the pathway is sealed."""


@dataclass(slots=True)
class Recorded:
    """What became of the steps: how many are new, corrections, or were there already."""

    new: int = 0
    corrected: int = 0
    seen: int = 0
    fates: list[str] = field(default_factory=list)

    def add(self, fate: str) -> None:
        """Count one step's fate: `new`, `corrected` or `seen`."""
        self.fates.append(fate)
        setattr(self, fate, getattr(self, fate) + 1)


@transaction.atomic
def record_steps(
    steps: Sequence[NewStep],
    *,
    rules: PathwayRules,
    team: Team,
    source: str,
    recorded_at: datetime,
    by: Principal,
) -> Recorded:
    """Record steps of one pathway for one team.

    A step that is there already with the same answers is `seen`. A step that cannot repeat and
    says something else than the one recorded supersedes it (`corrected`). Fates keep the order.
    """
    cases = _cases(steps, rules=rules, team=team)
    there = _steps_there(cases.values())
    keys = _case_keys(cases.values()) if rules.confidentiality == "sealed" else {}
    done = Recorded()
    rows: list[Step] = []
    for new, number in zip(steps, _next_ids(len(steps)), strict=True):
        case = cases[_own_key(new, rules, team)]
        digest = _digest(new, team)
        past = there[case.id, new.name]
        if digest in past.digests and new.supersedes is None:
            done.add("seen")
            continue
        old = new.supersedes
        if old is None and new.name not in rules.repeating:
            old = past.latest
        open_answers, hidden = _split(new, rules)
        rows.append(
            Step(
                id=number,
                case=case,
                name=new.name,
                occurred_on=new.occurred_on,
                recorded_at=recorded_at,
                place_id=new.place,
                organisation_id=team.organisation_id,
                activity=new.activity,
                role=new.role,
                answers=open_answers,
                sealed_answers=_seal(hidden, case, keys) if hidden else None,
                digest=digest,
                supersedes_id=old,
                source=source,
                by=str(by),
            )
        )
        past.digests.add(digest)
        past.latest = number
        done.add("corrected" if old else "new")
    Step.objects.bulk_create(rows, batch_size=1000)
    if rows:
        record(
            action="casework.recorded",
            kind="step",
            object_id=source,
            by=by,
            detail={"pathway": rules.definition.code, "new": done.new, "corrected": done.corrected},
        )
    return done


@dataclass(slots=True)
class _Past:
    """The live steps of one name in one case."""

    digests: set[str] = field(default_factory=set)
    latest: int | None = None


def _own_key(new: NewStep, rules: PathwayRules, team: Team) -> str:
    text = f"{rules.definition.code}|{new.subject}"
    return keyed_hash(text, purpose="case", organisation=team.organisation_id)


def _cases(steps: Sequence[NewStep], *, rules: PathwayRules, team: Team) -> dict[str, Case]:
    """The case of each step by its key, opened where there was none."""
    wanted = {_own_key(new, rules, team): new for new in steps}
    found = {c.own_key: c for c in Case.objects.filter(team=team, own_key__in=wanted)}
    opened = [
        Case(
            pathway=rules.definition,
            own_key=key,
            team=team,
            confidentiality=rules.confidentiality,
            registration_id=new.registration,
            organisation_id=new.organisation,
            place_id=new.subject_place,
        )
        for key, new in wanted.items()
        if key not in found
    ]
    Case.objects.bulk_create(opened, batch_size=1000)
    if rules.confidentiality == "sealed":
        made = [make_key(organisation=team.organisation_id, key_id=case.id)[0] for case in opened]
        WrappedKey.objects.bulk_create(made, batch_size=1000)
    return found | {case.own_key: case for case in opened}


def _case_keys(cases: Iterable[Case]) -> dict[uuid.UUID, bytes]:
    rows = WrappedKey.objects.filter(pk__in=[case.id for case in cases])
    return {row.id: unwrap(row) for row in rows}


def _seal(hidden: Mapping[str, object], case: Case, keys: Mapping[uuid.UUID, bytes]) -> bytes:
    plain = json.dumps(hidden, default=str, ensure_ascii=False).encode()
    return seal(plain, key=keys[case.id], about=str(case.id))


def _steps_there(cases: Iterable[Case]) -> defaultdict[tuple[uuid.UUID, str], _Past]:
    """What is recorded already and still stands, by case and step name."""
    ids = [case.id for case in cases]
    there: defaultdict[tuple[uuid.UUID, str], _Past] = defaultdict(_Past)
    for step in Step.objects.filter(case__in=ids).live().order_by("id"):
        past = there[step.case_id, step.name]
        past.digests.add(step.digest)
        past.latest = step.id
    return there


def _digest(new: NewStep, team: Team) -> str:
    said = [new.name, new.occurred_on, new.place, new.role, new.activity, dict(new.answers)]
    text = json.dumps(said, sort_keys=True, default=str)
    return keyed_hash(text, purpose="step", organisation=team.organisation_id)


def _split(new: NewStep, rules: PathwayRules) -> tuple[dict[str, object], dict[str, object]]:
    """Answers that stay coded facts, and those that a sealed pathway hides."""
    if rules.confidentiality != "sealed":
        return dict(new.answers), {}
    counted = rules.counted.get(new.name, frozenset())
    facts = {code: value for code, value in new.answers.items() if code in counted}
    return facts, {code: value for code, value in new.answers.items() if code not in counted}


def _next_ids(count: int) -> list[int]:
    """Step numbers taken in advance, so that one batch can hold a step and its correction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('casework_step', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def void_steps(*, source: str, recorded_at: datetime, by: Principal) -> int:
    """Undo what one source recorded: each standing step is superseded by a void one. How many.

    What those steps had superseded does not come back by itself: it stands corrected as void.
    """
    standing = list(Step.objects.filter(source=source, voided=False).live())
    voids = [
        Step(
            case_id=step.case_id,
            name=step.name,
            occurred_on=step.occurred_on,
            recorded_at=recorded_at,
            organisation_id=step.organisation_id,
            digest="",
            supersedes=step,
            voided=True,
            source=source,
            by=str(by),
        )
        for step in standing
    ]
    Step.objects.bulk_create(voids, batch_size=1000)
    record(
        action="casework.voided",
        kind="step",
        object_id=source,
        by=by,
        detail={"count": len(voids)},
    )
    return len(voids)
