"""Recording steps in bulk: cases are opened as needed, nothing is doubled, nothing rewritten.

Decision: history is kept, not refused. A list often holds a later step alone (that a child was
enrolled, not when it was found), and its rows come in any order. At a screen the pathway refuses
such a step, since somebody is there to record what is missing. From a list it is recorded, and
the case is marked `out_of_order` for as long as one of its standing steps would not have been
allowed; whatever arrives, is corrected or is undone later judges the whole case anew. Counting
takes the step as it stands. Losing it would make figures wrong and nobody would know; refusing
the row would send back what a partner cannot mend.

What is refused, step by step, is what could not be counted at all: a step that the pathway does
not have, an answer of another type than its form's, or none of its choices. That a list says more
or less than the form asks is no reason to refuse: nobody filled in the form.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from minga.engines.pathway.state import StepTaken
from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import keyed_hash
from minga.register.people.actions.consents import Word, hear
from minga.work.casework.actions.sources import hold
from minga.work.casework.actions.steps import words_of
from minga.work.casework.models import Case, Sighting, Step
from minga.work.casework.pathways import versions
from minga.work.casework.rules import CaseworkError, PathwayRules, StepSaid
from minga.work.casework.sealing import CaseKeys
from minga.work.casework.states import settle, taken

NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""The time of what is not recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep(StepSaid):
    """A step to record, and the subject whose case it belongs to."""

    registration: uuid.UUID | None = None
    household: uuid.UUID | None = None
    organisation: str | None = None
    subject_place: str | None = None
    case_code: str = ""
    gathering_code: str = ""
    """The event's own code, where the list has one."""
    supersedes: int | None = None

    def about(self, subject: str) -> dict[str, object]:
        """The column of a case that says whom it is about, for a pathway with such a subject.

        A list that lacks the subject its pathway wants is kept with the one it has.
        """
        given = {
            "registration_id": self.registration,
            "household_id": self.household,
            "organisation_id": self.organisation,
            "place_id": self.subject_place,
        }
        there = {column: value for column, value in given.items() if value is not None}
        wanted = "place_id" if subject == "site" else f"{subject}_id"
        if subject == "none" or wanted in there:
            return {column: value for column, value in there.items() if column == wanted}
        return dict(list(there.items())[:1])


@dataclass(slots=True)
class Recorded:
    """What became of the steps, in order: `new`, `corrected`, `seen` already, or `refused`."""

    new: int = 0
    corrected: int = 0
    seen: int = 0
    refused: int = 0
    out_of_order: int = 0
    """How many of the cases touched hold steps that their pathway would not have allowed."""
    fates: list[str] = field(default_factory=list)
    problems: dict[int, list[str]] = field(default_factory=dict)
    """Why steps were refused, in words, by their place in the batch."""

    def add(self, fate: str) -> None:
        """Count one step's fate."""
        self.fates.append(fate)
        setattr(self, fate, getattr(self, fate) + 1)

    def refuse(self, problems: list[str]) -> None:
        """Count a step that was refused, and why."""
        self.problems[len(self.fates)] = problems
        self.add("refused")


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

    A step that is there already with the same answers is `seen`, and its further source is
    noted. A step that cannot repeat and says something else than the one recorded supersedes it
    (`corrected`). Raises CaseworkError for a source that was undone.
    """
    if source and hold(source):
        raise CaseworkError("this source was undone: take it in again as a new one.")
    misfits = [rules.misfits(new, whole=False) for new in steps]
    fitting = [new for new, wrong in zip(steps, misfits, strict=True) if not wrong]
    batch = _Batch(rules=rules, team=team, source=source, recorded_at=recorded_at, by=str(by))
    batch.open(fitting)
    done = Recorded()
    numbers = _next_ids(len(fitting))
    for new, wrong in zip(steps, misfits, strict=True):
        if wrong:
            done.refuse(wrong)
        else:
            batch.take(new, number=next(numbers), done=done)
    Step.objects.bulk_create(batch.rows, batch_size=1000)
    Sighting.objects.bulk_create(batch.sightings, batch_size=1000, ignore_conflicts=True)
    hear(batch.words, source=source, recorded_at=recorded_at, by=by)
    done.out_of_order = batch.judge()
    if batch.rows:
        counts = {"new": done.new, "corrected": done.corrected, "out_of_order": done.out_of_order}
        record(
            action="casework.recorded",
            kind="step",
            object_id=source,
            by=by,
            detail={"pathway": rules.code, **counts},
        )
    return done


@transaction.atomic
def see_steps(
    steps: Sequence[NewStep], *, rules: PathwayRules, team: Team, source: str, by: Principal
) -> list[str]:
    """Note a further source of steps that were recorded before; nothing new is. Fates in order.

    A step that another has taken the place of is `corrected`: it stays so, and should the
    correction be undone, this source answers for what it says. All others are `seen`. Raises
    CaseworkError for a source that was undone.
    """
    if hold(source):
        raise CaseworkError("this source was undone: take it in again as a new one.")
    batch = _Batch(rules=rules, team=team, source=source, recorded_at=NEVER, by=str(by))
    batch.find(steps)
    there = Step.objects.filter(case__in=list(batch.past), voided=False, moves_to=None)
    said = {(s.case_id, s.digest): s for s in there.defer("sealed_answers").order_by("pk")}
    batch.look()
    fates = []
    for new in steps:
        case = batch.cases.get(batch.own_key(new))
        if case is None or batch.keys.erased(case):
            fates.append("seen")
            continue
        told = said.get((case.pk, batch.keys.digest(case, new)))
        if told is None:
            fates.append("seen")
            continue
        if told.source != source:
            batch.sightings.append(Sighting(step=told, source=source))
        stands = batch.past[case.pk].latest.get(new.name)
        corrected = stands not in {None, told.pk} and not rules.repeats(new.name)
        fates.append("corrected" if corrected else "seen")
    Sighting.objects.bulk_create(batch.sightings, batch_size=1000, ignore_conflicts=True)
    return fates


def find_steps(
    pairs: Sequence[tuple[NewStep, NewStep]], *, rules: PathwayRules, team: Team
) -> list[int | None]:
    """For each step as an earlier list said it, the number by which it stands; else None.

    Beside it is the step that shall take its place: one of another case cannot.
    """
    batch = _Batch(rules=rules, team=team, source="", recorded_at=NEVER, by="")
    batch.find([said for said, _ in pairs])
    batch.look()
    found: list[int | None] = []
    for said, instead in pairs:
        case = batch.cases.get(batch.own_key(said))
        if case is None or batch.keys.erased(case) or batch.own_key(instead) != case.own_key:
            found.append(None)
        else:
            found.append(batch.past[case.pk].digests.get(batch.keys.digest(case, said)))
    return found


@dataclass(slots=True)
class _Past:
    """What stands in one case."""

    steps: dict[int, StepTaken] = field(default_factory=dict)
    digests: dict[str, int] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    latest: dict[str, int] = field(default_factory=dict)

    def add(self, step: Step) -> None:
        """Let a step stand in the place of what it supersedes."""
        if step.supersedes_id is not None:
            self.steps.pop(step.supersedes_id, None)
            self.digests = {d: n for d, n in self.digests.items() if n != step.supersedes_id}
        self.steps[step.pk] = taken(step)
        self.digests[step.digest] = step.pk
        self.sources[step.pk] = step.source
        self.latest[step.name] = step.pk


@dataclass(slots=True, kw_only=True)
class _Batch:
    """The steps of one call on their way into their cases."""

    rules: PathwayRules
    team: Team
    source: str
    recorded_at: datetime
    by: str
    cases: dict[str, Case] = field(default_factory=dict)
    past: dict[uuid.UUID, _Past] = field(default_factory=dict)
    keys: CaseKeys = field(default_factory=CaseKeys)
    rows: list[Step] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    """What people consented to or not, as their steps say."""
    hashed: dict[str, str] = field(default_factory=dict)
    """The keys of cases by what they are hashed of: each step asks for its own several times."""
    teams: dict[int, Team] = field(init=False)
    """The organisation's teams: one may have handed a case over to another since."""

    def __post_init__(self) -> None:
        """Find the teams."""
        ours = Team.objects.of_organisation(self.team.organisation_id)
        self.teams = {team.pk: team for team in ours}

    def open(self, steps: Iterable[NewStep]) -> None:
        """Find and lock the case of each step, opened where there was none."""
        wanted = {self.own_key(new): new for new in steps}
        ours = Case.objects.filter(team__in=list(self.teams), own_key__in=wanted)
        known = set(ours.values_list("own_key", flat=True))
        Case.objects.bulk_create(
            [self._case(key, new) for key, new in wanted.items() if key not in known],
            batch_size=1000,
            ignore_conflicts=True,
        )
        self.find(steps)
        self.keys.make(case for key, case in self.cases.items() if key not in known)
        self.look()

    def find(self, steps: Iterable[NewStep]) -> None:
        """Lock the cases of steps that are open already."""
        wanted = {self.own_key(new) for new in steps}
        ours = Case.objects.filter(team__in=list(self.teams), own_key__in=wanted)
        locked = ours.select_for_update(no_key=True).order_by("pk")
        # Where two teams have such a case, the list means that of the team it came to.
        apart = sorted(locked, key=lambda case: case.team_id == self.team.pk)
        self.cases = {case.own_key: case for case in apart}
        for case in self.cases.values():
            case.team = self.teams[case.team_id]
            self.past[case.pk] = _Past()
        self.keys = CaseKeys.of(self.cases.values())

    def look(self) -> None:
        """See what stands in the cases."""
        there = Step.objects.filter(case__in=list(self.past)).live().defer("sealed_answers")
        for step in there.order_by("pk"):
            self.past[step.case_id].add(step)

    def take(self, new: NewStep, *, number: int, done: Recorded) -> None:
        """Record one step, or say that it was seen or is refused."""
        case = self.cases[self.own_key(new)]
        past = self.past[case.pk]
        if self.keys.erased(case):
            done.refuse([f"the case of this {new.name} was erased; nothing can be added to it."])
            return
        if new.supersedes is not None and new.supersedes not in past.steps:
            done.refuse([f"there is no standing step {new.supersedes} in this case to correct."])
            return
        digest = self.keys.digest(case, new)
        if digest in past.digests and new.supersedes is None:
            self._see(past, past.digests[digest])
            done.add("seen")
            return
        old = new.supersedes
        if old is None and not self.rules.repeats(new.name):
            old = past.latest.get(new.name)
        facts, hidden = self.rules.split(new)
        step = Step(
            id=number,
            case=case,
            name=new.name,
            occurred_on=new.occurred_on,
            recorded_at=self._when(past, old),
            place_id=new.place,
            organisation_id=self.team.organisation_id,
            activity=new.activity,
            role=new.role,
            answers=facts,
            sealed_answers=self.keys.hide(case, hidden),
            digest=digest,
            gathering=new.gathering,
            supersedes_id=old,
            source=self.source,
            by=self.by,
        )
        past.add(step)
        self.rows.append(step)
        self.words += words_of(self.rules, case, new)
        done.add("new" if old is None else "corrected")

    def judge(self) -> int:
        """Say where the cases stand now, and mark those out of order; how many are."""
        rules = versions({case.pathway_id for case in self.cases.values()} - {self.rules.version})
        rules[self.rules.version] = self.rules
        steps = {number: past.steps.values() for number, past in self.past.items()}
        changed = {row.case_id for row in self.rows}
        return settle(self.cases.values(), steps, rules, changed=changed)

    def _when(self, past: _Past, old: int | None) -> datetime:
        """The time of recording: never before that of what the step corrects."""
        return (
            self.recorded_at if old is None else max(self.recorded_at, past.steps[old].recorded_at)
        )

    def _see(self, past: _Past, number: int) -> None:
        if past.sources[number] != self.source:
            self.sightings.append(Sighting(step_id=number, source=self.source))

    def own_key(self, new: NewStep) -> str:
        """The key of the case that a step belongs to."""
        whose = next(iter(new.about(self.rules.pathway.subject).values()), "")
        text = f"{self.rules.code}|{whose}|{new.case_code}"
        if text not in self.hashed:
            organisation = self.team.organisation_id
            self.hashed[text] = keyed_hash(text, purpose="case", organisation=organisation)
        return self.hashed[text]

    def _case(self, key: str, new: NewStep) -> Case:
        return Case(
            pathway_id=self.rules.version,
            own_key=key,
            team=self.team,
            confidentiality=self.rules.pathway.confidentiality,
            **new.about(self.rules.pathway.subject),
        )


def _next_ids(count: int) -> Iterator[int]:
    """Step numbers taken in advance, so that one batch can hold a step and its correction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('casework_step', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return iter([row[0] for row in cursor.fetchall()])
