"""What a course leaves behind: attendances, and for some tests, certificates and follow-up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from minga.engines.world.answers import Drawer
from minga.engines.world.cases import Stage, case_events
from minga.engines.world.courses import Attendance, Course
from minga.engines.world.events import Event, TrueStep
from minga.engines.world.inputs import ListKind
from minga.engines.world.pathways import Pathway
from minga.engines.world.walks import Taken, Walk

ATTENDED = "attended"
TESTED_BEFORE, LEAVES, FOLLOWED = 0.2, 0.08, 0.2
"""How often a trainee of an assessed course is tested before it, leaves it, is visited later."""
VISITS = (90, 180)


def roll_for(kinds: Sequence[ListKind], topic: str) -> ListKind | None:
    """The roll on which a topic's attendances stand: its own, or the first that is open to all."""
    rolls = [kind for kind in kinds if not kind.tallies() and _dates(kind, ATTENDED)]
    own = [k for k in rolls if any(step.answers.get("topic") == topic for step in k.steps)]
    free = [k for k in rolls if not any("topic" in step.answers for step in k.steps)]
    return next(iter([*own, *free]), None)


def _dates(kind: ListKind, step: str) -> bool:
    return any(entry.step == step for entry in kind.steps)


class Trainings:
    """Turns courses into rows and true steps."""

    def __init__(self, rng: Random, stage: Stage, drawer: Drawer, pathway: Pathway) -> None:
        self._rng, self._stage, self._drawer, self._pathway = rng, stage, drawer, pathway
        self._kinds = stage.lists.get(pathway.code, ())
        self._ends = [kind for kind in self._kinds if not _dates(kind, ATTENDED)]
        self.happened: list[TrueStep] = []

    def events(self, courses: Iterable[Course]) -> list[Event]:
        """The rows of all courses."""
        return [
            event
            for course in courses
            for came in course.attendances
            for event in self._trainee(course, came)
        ]

    def _trainee(self, course: Course, came: Attendance) -> Iterator[Event]:
        roll = roll_for(self._kinds, came.trainee.topic)
        if roll is None:
            return
        person = came.trainee.person
        base = Event(
            list=roll.code,
            organisation=course.organisation,
            on=came.days[0],
            place=course.place,
            person=person,
            case=course.code,
            gathering=course.code,
        )
        walk = Walk((*self._attended(came), *self._afterwards(came)))
        self._happened(base, walk)
        for on in came.days:
            person.seen(on)
        yield from case_events((roll, *self._ends), base, walk)

    def _attended(self, came: Attendance) -> Iterator[Taken]:
        given = {"topic": came.trainee.topic, "trainee_role": came.trainee.role}
        for on in came.days:
            yield Taken(ATTENDED, on, {**given, **self._answers(ATTENDED, given)})

    def _answers(self, step: str, given: dict[str, Any]) -> dict[str, Any]:
        known = self._pathway.steps.get(step)
        return self._drawer.answers(self._pathway.code, known, given) if known else {}

    def _afterwards(self, came: Attendance) -> list[Taken]:
        """Tests, an end and visits, where the course's topic is one that is assessed."""
        if not self._ends or came.trainee.topic not in self._stage.life.assessed_topics:
            return []
        first, last = came.days[0], came.days[-1]
        before = self._answers("tested", {"moment": "before"})
        found = [Taken("tested", first, before)] if self._rng.random() < TESTED_BEFORE else []
        if self._rng.random() < LEAVES:
            return [*found, Taken("dropped_out", last, self._answers("dropped_out", {}))]
        after = {"moment": "after", "score": min(100, before.get("score", 40) + 25)}
        found.append(Taken("tested", last, self._answers("tested", after)))
        found.append(Taken("certified", last, self._answers("certified", {})))
        found.append(Taken("completed", last, self._answers("completed", {})))
        return [*found, *self._visits(came)]

    def _visits(self, came: Attendance) -> list[Taken]:
        if self._rng.random() >= FOLLOWED:
            return []
        days = [came.days[-1] + timedelta(days=wait + self._rng.randint(0, 9)) for wait in VISITS]
        if days[-1] > self._stage.calendar.ends:
            return []
        visits = [Taken("followed_up", on, self._answers("followed_up", {})) for on in days]
        return [*visits, Taken("closed", days[-1], {})]

    def _happened(self, base: Event, walk: Walk) -> None:
        person = base.person
        assert person is not None  # noqa: S101 - every trainee is somebody
        case = f"{base.case}-{base.organisation}-{person.code}"
        blank = TrueStep(
            pathway=self._pathway.code,
            step="",
            case=case,
            on=base.on,
            place=base.place,
            organisation=base.organisation,
            person=person,
        )
        self.happened += [
            replace(blank, step=taken.name, on=taken.on, answers=taken.answers)
            for taken in walk.steps
        ]
