"""Where a case stands: a pure fold over its steps, and why a further step may not be recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from minga.engines.pathway.definition import Due, Pathway, StepDefinition, Within

Why = Literal[
    "unknown_step",
    "before_opening",
    "after_closing",
    "out_of_order",
    "repeated",
    "requirement_not_met",
    "same_hands",
    "superseded_unknown",
    "superseded_twice",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """One recorded step; a void one takes back what it supersedes and says nothing itself."""

    id: int
    name: str
    occurred_on: date
    recorded_at: datetime
    supersedes: int | None = None
    voided: bool = False
    answers: Mapping[str, object] = field(default_factory=dict)
    by: str = ""
    """Who recorded it; empty where no single person did, as in a list that was taken in."""

    @property
    def recorded(self) -> tuple[datetime, int]:
        """The order of recording; numbers tell apart what one batch recorded at once."""
        return (self.recorded_at, self.id)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step may not stand: a code for the screen, and the step or steps it is about."""

    why: Why
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A recorded step that does not stand as things are known now, and why."""

    step: StepTaken
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step that is owed: its name, by which day, since which step.

    `at` is the moment, where the pathway counts hours: from when that step was written down.
    What was written down later than on its own day is known by the day alone, and `on` rules.
    """

    step: str
    on: date
    since: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What the steps of a case amount to on any day: what stands, what does not, what is owed."""

    done: tuple[StepTaken, ...]
    broken: tuple[Broken, ...]
    closed: bool
    owed: tuple[Deadline, ...]
    """Earliest first; nothing once the case is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A case as its steps tell it. `done` is in order; `possible` names what may come next."""

    open: bool
    closed: bool
    done: tuple[StepTaken, ...]
    possible: tuple[str, ...]
    due: tuple[Deadline, ...]
    overdue: tuple[Deadline, ...]
    broken: tuple[Broken, ...]


def fold(pathway: Pathway, steps: Iterable[StepTaken], *, today: date) -> State:
    """The state that the steps amount to, whatever order they arrived in.

    Steps are judged in the order in which they occurred, those of one day in the order of
    recording, closing steps last. A step that fits only after another of its day waits for it:
    a list of one day's events says nothing about their order. What does not stand is `broken`.
    """
    found = course(pathway, steps)
    done = found.done
    return State(
        open=bool(done) and not found.closed,
        closed=found.closed,
        done=done,
        possible=tuple(name for name in pathway.steps if not _objections(pathway, done, name, "")),
        due=tuple(deadline for deadline in found.owed if deadline.on >= today),
        overdue=tuple(deadline for deadline in found.owed if deadline.on < today),
        broken=found.broken,
    )


def course(pathway: Pathway, steps: Iterable[StepTaken]) -> Course:
    """What the steps amount to, without asking which day it is or what may come next."""
    done, fallen = _judge(pathway, _standing(steps))
    closed = any(pathway.steps[step.name].closes for step in done)
    owed = () if closed else _owed(pathway, done)
    return Course(tuple(done), tuple(fallen), closed, owed)


def broken(pathway: Pathway, steps: Iterable[StepTaken]) -> tuple[Broken, ...]:
    """The steps among `steps` that do not stand, without asking what comes next."""
    return tuple(_judge(pathway, _standing(steps))[1])


def refusals(pathway: Pathway, steps: Sequence[StepTaken], candidate: StepTaken) -> list[Refusal]:
    """Why `candidate` may not be recorded; empty when it may.

    It is judged at its place in time, without the step that it supersedes. Steps that come
    after it are not looked at, except that what does not repeat stands once on any date.
    """
    found = _superseding(steps, candidate)
    if candidate.voided:
        return found
    if candidate.name not in pathway.steps:
        return [*found, Refusal("unknown_step", (candidate.name,))]
    others = [step for step in steps if step.id != candidate.id]
    done, fallen = _judge(pathway, _standing([*others, candidate]))
    found += [r for b in fallen if b.step.id == candidate.id for r in b.refusals]
    repeated = Refusal("repeated", (candidate.name,))
    pushed_out = any(b.step.name == candidate.name and repeated in b.refusals for b in fallen)
    if pushed_out and repeated not in found and any(s.id == candidate.id for s in done):
        found.append(repeated)
    return found


def _superseding(steps: Sequence[StepTaken], candidate: StepTaken) -> list[Refusal]:
    if candidate.supersedes is None:
        return [Refusal("superseded_unknown", (candidate.name,))] if candidate.voided else []
    others = [step for step in steps if step.id != candidate.id]
    if all(step.id != candidate.supersedes for step in others):
        return [Refusal("superseded_unknown", (str(candidate.supersedes),))]
    if any(step.supersedes == candidate.supersedes for step in others):
        return [Refusal("superseded_twice", (str(candidate.supersedes),))]
    return []


def _standing(steps: Iterable[StepTaken]) -> list[StepTaken]:
    """Steps that nothing supersedes; of two that supersede the same, the one recorded last."""
    last: dict[int, StepTaken] = {}
    every = sorted(steps, key=lambda step: step.recorded)
    for step in every:
        if step.supersedes is not None:
            last[step.supersedes] = step
    return [
        step
        for step in every
        if not step.voided
        and step.id not in last
        and (step.supersedes is None or last[step.supersedes] is step)
    ]


def _judge(pathway: Pathway, standing: Sequence[StepTaken]) -> tuple[list[StepTaken], list[Broken]]:
    done: list[StepTaken] = []
    fallen: list[Broken] = []
    days: dict[date, list[StepTaken]] = {}
    for step in standing:
        days.setdefault(step.occurred_on, []).append(step)
    for day in sorted(days):
        waiting = sorted(days[day], key=lambda step: (_closes(pathway, step), step.recorded))
        while fitting := next((s for s in waiting if not _against(pathway, done, s)), None):
            done.append(fitting)
            waiting.remove(fitting)
        fallen += [Broken(s, tuple(_against(pathway, done, s))) for s in waiting]
    return done, fallen


def _closes(pathway: Pathway, step: StepTaken) -> bool:
    return step.name in pathway.steps and pathway.steps[step.name].closes


def _against(pathway: Pathway, done: Sequence[StepTaken], step: StepTaken) -> list[Refusal]:
    return _objections(pathway, done, step.name, step.by)


def _objections(pathway: Pathway, done: Sequence[StepTaken], name: str, by: str) -> list[Refusal]:
    """What keeps a step of this name, recorded by whom, from coming after those done."""
    step = pathway.steps.get(name)
    if step is None:
        return [Refusal("unknown_step", (name,))]
    names = {taken.name for taken in done}
    closing = tuple(sorted(n for n in names if pathway.steps[n].closes))
    found = [Refusal("after_closing", closing)] if closing else []
    if name in names and not step.repeats:
        found.append(Refusal("repeated", (name,)))
    if not step.opens:
        found += _out_of_order(step, names)
    found += [
        Refusal("requirement_not_met", (other,))
        for other, need in step.requires.items()
        if sum(_meets(need.where, taken) for taken in done if taken.name == other) < need.at_least
    ]
    hands = {taken.name for taken in done if by and taken.by == by} & set(step.apart_from)
    return [*found, Refusal("same_hands", tuple(sorted(hands)))] if hands else found


def _out_of_order(step: StepDefinition, names: set[str]) -> list[Refusal]:
    if not names:
        return [Refusal("before_opening")]
    return [] if names & set(step.afters) else [Refusal("out_of_order", step.afters)]


def _meets(where: Mapping[str, tuple[str, ...]], taken: StepTaken) -> bool:
    """Whether each asked field has one of the asked answers; several answers need one in common."""
    for code, wanted in where.items():
        said = taken.answers.get(code)
        given = said if isinstance(said, list | tuple) else (said,)
        if not {str(value) for value in given} & set(wanted):
            return False
    return True


def _owed(pathway: Pathway, done: Sequence[StepTaken]) -> tuple[Deadline, ...]:
    """Deadlines of an open case that no step has met, earliest first.

    `within` counts from the latest step named and is met by a step on or after it, however late.
    The nth of the `due` days is met by the nth step since the latest step named. Either holds
    only where that latest step was answered as the pathway says.
    """
    owed: list[Deadline] = []
    for name, step in pathway.steps.items():
        if not step.repeats and any(taken.name == name for taken in done):
            continue
        rules: list[tuple[Within | Due, tuple[int, ...]]] = []
        rules += [(within, (within.days,)) for within in step.within]
        rules += [(due, due.days) for due in step.due]
        for rule, days in rules:
            origin = rule.from_
            since = next((taken for taken in reversed(done) if taken.name == origin), None)
            if since is None or not _meets(rule.where, since):
                continue
            met = sum(t.name == name and t.occurred_on >= since.occurred_on for t in done)
            met -= name == origin
            hours = rule.hours if isinstance(rule, Within) else None
            at = since.recorded_at + timedelta(hours=hours) if hours else None
            owed += [
                Deadline(name, since.occurred_on + timedelta(days=wait), since.id, at)
                for wait in sorted(days)[met:]
            ]
    return tuple(sorted(owed, key=lambda deadline: (deadline.on, deadline.step)))
